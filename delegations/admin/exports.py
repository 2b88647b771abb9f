"""Who took which list."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.roles import Right
from delegations.models import ExportLog
from events.scoped_admin import ScopedAdmin


@admin.register(ExportLog)
class ExportLogAdmin(ScopedAdmin):
    """Who took which list: to be read only, by those who manage the team."""

    view_right = Right.EDIT_TEAM
    list_display = ("at", "by", "list_name", "file_format", "row_count", "has_sensitive_columns")
    list_filter = ("event", "file_format", "has_sensitive_columns")
    search_fields = ("by__email", "by__name", "reason")
    list_select_related = ("by",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Written by services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False
