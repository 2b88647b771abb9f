"""Editing the last days of an event."""

from django.contrib import admin

from delegations.admin.scoped import PeopleAdmin
from delegations.models import Deadline


@admin.register(Deadline)
class DeadlineAdmin(PeopleAdmin):
    """By when delegations and the office must have done what."""

    has_people = False
    list_display = ("kind", "due_on", "remind_days", "event")
    list_filter = ("event",)
    list_select_related = ("event",)
