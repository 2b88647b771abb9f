"""Editing how many people of a function may come: for an event, and for one delegation."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.admin.scoped import PeopleAdmin
from delegations.models import DelegationQuota, EventQuota
from events.admin_base.scoped_admin import ScopedInline


@admin.register(EventQuota)
class EventQuotaAdmin(PeopleAdmin):
    """Quotas for every delegation of an event that has none of its own."""

    has_people = False
    list_display = ("function", "number", "event")
    list_filter = ("event",)
    list_select_related = ("event",)


class QuotaInline(ScopedInline):
    """Quotas of one delegation, in place of those of the event."""

    model = DelegationQuota
    add_text = _("Add a quota")
    view_right = Right.VIEW_PEOPLE
    edit_right = Right.EDIT_PEOPLE
    fields = ("function", "number")
