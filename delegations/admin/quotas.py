"""Editing how many people of a function may come: for an event, and for one delegation."""

from django.contrib import admin

from accounts.roles import Right
from delegations.admin.scoped import PeopleAdmin
from delegations.models import DelegationQuota, EventQuota
from events.scoped_admin import ScopedInline


@admin.register(EventQuota)
class EventQuotaAdmin(PeopleAdmin):
    """For every delegation of an event that says nothing of its own."""

    list_display = ("function", "number", "event")
    list_filter = ("event",)
    list_select_related = ("event",)


class QuotaInline(ScopedInline):
    """For one delegation, instead of what the event says."""

    model = DelegationQuota
    view_right = Right.VIEW_PEOPLE
    edit_right = Right.EDIT_PEOPLE
    fields = ("function", "number")
