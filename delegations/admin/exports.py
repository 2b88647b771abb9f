"""The admin pages of the records: exports of lists, and access to sensitive data."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.roles import Right
from delegations.models import ExportLog, SensitiveAccess
from events.admin_base.scoped_admin import ScopedAdmin


class RecordAdmin(ScopedAdmin):
    """A read-only record for people who manage the team."""

    has_people = True
    view_right = Right.EDIT_TEAM
    search_fields = ("by__email", "by__name", "reason")
    list_select_related: ClassVar[tuple[str, ...]] = ("by",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Written by services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False


@admin.register(ExportLog)
class ExportLogAdmin(RecordAdmin):
    """Exports, with filters for list, person, day and sensitive columns."""

    list_display = (
        "at",
        "by",
        "list_name",
        "version",
        "file_format",
        "row_count",
        "has_sensitive_columns",
    )
    list_filter = ("event", "list_name", "by", "at", "has_sensitive_columns", "file_format")


@admin.register(SensitiveAccess)
class SensitiveAccessAdmin(RecordAdmin):
    """Who looked at or changed the sensitive data of whom, and what for."""

    list_display = ("at", "by", "kind", "attendee", "reason")
    list_filter = ("event", "kind")
    list_select_related = ("by", "attendee__delegation")
