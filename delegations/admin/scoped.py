"""Base classes of the desk's admin pages: rights, and the history of steps."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.models import StatusChange
from events.admin_base.scoped_admin import EVENT_PATHS, ScopedInline
from events.history.admin import RecordedAdmin

EVENT_PATHS |= {"delegations.delegation": "event", "delegations.attendee": "delegation__event"}


class PeopleAdmin(RecordedAdmin):
    """An admin page for users who may see and edit people."""

    has_people = True
    view_right = Right.VIEW_PEOPLE
    edit_right = Right.EDIT_PEOPLE


class StatusChangeInline(ScopedInline):
    """The steps so far, read-only."""

    model = StatusChange
    view_right = Right.VIEW_PEOPLE
    fields = readonly_fields = ("at", "author", "before", "after", "delegation_note", "office_note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        """Load the authors with the steps."""
        return super().get_queryset(request).select_related("by", "by_focal_point")

    @admin.display(description=_("by"))
    def author(self, change: StatusChange) -> str:
        """Somebody of the office, or a focal point."""
        return change.author or "–"

    @admin.display(description=_("from"))
    def before(self, change: StatusChange) -> str:
        """The status before, in words."""
        return change.status_labels[0]

    @admin.display(description=_("to"))
    def after(self, change: StatusChange) -> str:
        """The status after, in words."""
        return change.status_labels[1]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Written by services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False
