"""The pages on which somebody pastes a list of sub-forums or rooms."""

from collections.abc import Mapping
from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.roles import Right
from core.text.translated import fallback_order
from events.models import Event
from forum_portal.workspace.paste_lists.forms import RoomsForm, SubForumsForm
from forum_portal.workspace.paste_lists.services import (
    add_rooms,
    name_sub_forums,
    unnamed_sub_forums,
)
from programme.models import ScheduleRelease


def paste_sub_forums(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Name the sub-forums of an edition."""
    user = user_of(request)
    event = get_object_or_404(Event.objects.with_right(user, Right.EDIT_DRAFT), pk=event_pk)
    with fallback_order(event.languages):
        is_new = not ScheduleRelease.objects.filter(event=event).exists()
        has_unnamed = is_new and bool(unnamed_sub_forums(event))
        form = SubForumsForm(request.POST or None, has_unnamed=has_unnamed)
        if request.method == "POST" and form.is_valid():
            count = name_sub_forums(event=event, by=user, **form.cleaned_data)
            text = ngettext("%d sub-forum has been named.", "%d sub-forums have been named.", count)
            messages.success(request, text % count)
            return redirect(request.path)
        rows = [str(row) for row in event.sub_forums.all()]
        context = {
            "title": _("Sub-forums from a list"),
            "rows": rows,
            "list_url": "admin:programme_subforum_changelist",
        }
        return _page(request, event, form, context)


def paste_rooms(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Add rooms to a venue of an edition."""
    user = user_of(request)
    event = get_object_or_404(Event.objects.with_right(user, Right.EDIT_CONTENT), pk=event_pk)
    with fallback_order(event.languages):
        form = RoomsForm(request.POST or None, event=event)
        if request.method == "POST" and form.is_valid():
            venue = cast("str", form.cleaned_data["venue"])
            count = add_rooms(event=event, venue=venue, rooms=form.room_lines(), by=user)
            text = ngettext("%d room has been added.", "%d rooms have been added.", count)
            messages.success(request, text % count)
            return redirect(request.path)
        rows = [
            f"{venue}: {room} ({room.capacity})"
            for venue in event.venues.prefetch_related("rooms")
            for room in venue.rooms.all()
        ]
        context = {
            "title": _("Rooms from a list"),
            "rows": rows,
            "list_url": "admin:events_room_changelist",
        }
        return _page(request, event, form, context)


def _page(
    request: HttpRequest, event: Event, form: object, context: Mapping[str, object]
) -> HttpResponse:
    everything = {**admin.site.each_context(request), "event": event, "form": form, **context}
    return TemplateResponse(request, "admin/editions/paste.html", everything).render()
