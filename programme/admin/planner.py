"""The planner: the board on which sessions are moved, and the requests of its script."""

from dataclasses import replace
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import user_of
from accounts.roles import Right
from core.text.numbers import row_number
from core.text.translated import fallback_order
from events.history.edit_guard import sentences
from events.history.records import load_history
from events.models import Event, Room
from programme.agenda.load_agenda import draft_agenda, room_value
from programme.agenda.values import Session as SessionValue
from programme.checks.clashes import clashes_by_session, clashes_in
from programme.editing.board import (
    load_board,
    place_of,
    sentences_as_json,
    sentences_of,
    without_accepted,
)
from programme.editing.forms import PlaceForm
from programme.editing.single_session import (
    InvalidSession,
    SessionGone,
    SessionMovedOn,
    move_session,
    session_version,
)
from programme.models import Session

CONFLICT = 409


def planner_urls() -> list[URLPattern]:
    """The addresses of the planner, below those of the sessions."""
    wrap = admin.site.admin_view
    name = "programme_planner"
    return [
        path("planner/<int:event_pk>/", wrap(board), name=name),
        path("planner/<int:event_pk>/<uuid:guid>/check/", wrap(check), name=f"{name}_check"),
        path("planner/<int:event_pk>/<uuid:guid>/move/", wrap(move), name=f"{name}_move"),
    ]


@require_GET
def board(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Show the draft of an event as a table that the script turns into a board."""
    event = _event(request, event_pk)
    with fallback_order(event.languages):
        context = {
            **admin.site.each_context(request),
            "title": _("Planner: %s") % event,
            "opts": Session._meta,
            "event": event,
            "board": load_board(event, user_of(request)),
        }
        return TemplateResponse(request, "admin/programme/planner.html", context).render()


@require_GET
def check(request: HttpRequest, event_pk: int, guid: str) -> JsonResponse:
    """Return what would clash if the session were moved there. Saves nothing."""
    event = _event(request, event_pk)
    row = _movable(request, event, guid)
    with fallback_order(event.languages):
        form = PlaceForm(event, request.GET)
        if not form.is_valid():
            return JsonResponse({"clashes": form.reasons, "warnings": []})
        draft = draft_agenda(event, public_only=False)
        there = _moved(draft.by_guid[str(row.guid)], event, **form.cleaned_data)
        found = clashes_by_session(without_accepted(event, clashes_in(event, draft, [there])))
        return JsonResponse(sentences_of(found.get(str(row.guid), [])))


@require_POST
def move(request: HttpRequest, event_pk: int, guid: str) -> JsonResponse:
    """Save the new place; 409 with the other change if somebody else was quicker."""
    event = _event(request, event_pk)
    row = _movable(request, event, guid)
    with fallback_order(event.languages):
        form, seen = PlaceForm(event, request.POST), _number(request.POST.get("seen", ""))
        if not form.is_valid():
            return JsonResponse({"reasons": form.reasons}, status=400)
        try:
            row = move_session(session=row, by=user_of(request), seen=seen, **form.cleaned_data)
        except SessionGone:
            return JsonResponse({}, status=404)
        except SessionMovedOn:
            return _moved_on(row, seen)
        except InvalidSession as error:
            return JsonResponse({"reasons": error.reasons}, status=400)
        return JsonResponse(_state(row))


def _moved_on(row: Session, seen: int) -> JsonResponse:
    reasons = sentences(load_history(row, [], since={"row": seen}))
    return JsonResponse({**_state(row), "reasons": reasons}, status=CONFLICT)


def _state(row: Session) -> dict[str, object]:
    # The version first: what is saved in between is refused later rather than overwritten.
    seen = session_version(row)
    now = Session.objects.select_related("event", "room").get(pk=row.pk)
    return {"place": {**place_of(now), "seen": seen}, "sentences": sentences_as_json(row.event)}


def _moved(
    session: SessionValue,
    event: Event,
    *,
    start: datetime,
    end: datetime,
    room: Room | None,
    in_all_rooms: bool,
) -> SessionValue:
    return replace(
        session,
        start=start.astimezone(event.zone),
        end=end.astimezone(event.zone),
        room=room_value(room) if room else None,
        in_all_rooms=in_all_rooms,
    )


def _event(request: HttpRequest, pk: int) -> Event:
    events = Event.objects.with_right(user_of(request), Right.VIEW_DRAFT)
    return get_object_or_404(events, pk=pk)


def _movable(request: HttpRequest, event: Event, guid: str) -> Session:
    rows = Session.objects.editable_by(user_of(request)).filter(event=event)
    return get_object_or_404(rows.select_related("event", "room"), guid=guid)


def _number(text: str) -> int:
    number = row_number(text)
    return -1 if number is None else number
