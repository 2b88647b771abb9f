"""Requests of the planner's board: what would clash there, moving one session, moving many."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from accounts.http import user_of
from accounts.roles import Right
from core.text.numbers import row_number, row_numbers
from core.text.translated import fallback_order
from events.history.edit_guard import sentences
from events.history.records import load_history
from events.models import Event, Room
from programme.agenda.load_agenda import draft_agenda, room_value
from programme.agenda.values import Session as SessionValue
from programme.checks import Finding
from programme.checks.clashes import clashes_by_session, clashes_in, new_clashes
from programme.editing.board import (
    find_open,
    load_keys,
    place_of,
    sentences_of,
    without_accepted,
)
from programme.editing.bulk_change import BulkChange, SessionRefused, change_sessions
from programme.editing.forms import PlaceForm, ShiftForm
from programme.editing.packed_sentences import PackedSentences, pack_sentences
from programme.editing.single_session import (
    InvalidSession,
    SessionGone,
    SessionMovedOn,
    move_session,
    session_version,
)
from programme.models import Session

CONFLICT = 409


@require_GET
def check(request: HttpRequest, event_pk: int, guid: str) -> JsonResponse:
    """Return what would clash if the session were moved there. Saves nothing."""
    event = draft_event(request, event_pk)
    row = _movable(request, event, guid)
    with fallback_order(event.languages):
        form = PlaceForm(event, request.GET)
        if not form.is_valid():
            return JsonResponse({"clashes": form.reasons, "warnings": []})
        draft = draft_agenda(event, public_only=False)
        there = _moved(draft.by_guid[str(row.guid)], event, **form.cleaned_data)
        findings = clashes_by_session(without_accepted(event, clashes_in(event, draft, [there])))
        return JsonResponse(sentences_of(findings.get(str(row.guid), [])))


@require_POST
def move(request: HttpRequest, event_pk: int, guid: str) -> JsonResponse:
    """Save the new place; 409 with the other change if somebody else was quicker."""
    event = draft_event(request, event_pk)
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


@require_POST
def shift(request: HttpRequest, event_pk: int) -> JsonResponse:
    """Say what would clash if sessions were moved by minutes (`step=preview`), or move them all.

    `seen` names the version of each by its primary key. 409, with where they are now, if one of
    them has changed.
    """
    event = draft_event(request, event_pk)
    seen = row_numbers(request.POST.get("seen", "")) or {}
    rows = _all_movable(request, event, seen)
    form = ShiftForm(request.POST)
    with fallback_order(event.languages):
        if not form.is_valid() or not rows:
            return JsonResponse({"reasons": form.reasons}, status=400)
        change = BulkChange(shift=form.cleaned_data["shift_minutes"])
        if request.POST.get("step") != "apply":
            return JsonResponse(sentences_of(_new_clashes(event, rows, change)))
        versions = {row.pk: seen[str(row.pk)] for row in rows}
        try:
            change_sessions(sessions=rows, change=change, by=user_of(request), seen=versions)
        except SessionMovedOn:
            return JsonResponse(_states(request, event, rows), status=CONFLICT)
        except SessionRefused as error:
            reasons = [f"{error.session}: {reason}" for reason in error.reasons]
            return JsonResponse({"reasons": reasons}, status=400)
        return JsonResponse(_states(request, event, rows))


def _new_clashes(event: Event, rows: list[Session], change: BulkChange) -> list[Finding]:
    draft = draft_agenda(event, public_only=False)
    before = clashes_in(event, draft)
    instead = []
    for row in rows:
        change.apply(row)
        value = draft.by_guid[str(row.guid)]
        instead.append(
            replace(
                value, start=row.start.astimezone(event.zone), end=row.end.astimezone(event.zone)
            )
        )
    return without_accepted(event, new_clashes(before, clashes_in(event, draft, instead)))


def _states(request: HttpRequest, event: Event, rows: list[Session]) -> dict[str, object]:
    keys = load_keys(event, user_of(request))
    named = [key for row in rows if (key := keys.get(str(row.guid)))]
    return {
        "places": {key.guid: {**key.place, "seen": key.seen} for key in named},
        "sentences": _sentences(event),
    }


def _sentences(event: Event) -> PackedSentences:
    pks = Session.objects.filter(event=event).values_list("guid", "pk")
    findings = find_open(event, draft_agenda(event, public_only=False))
    return pack_sentences(findings, {str(guid): pk for guid, pk in pks})


def _all_movable(request: HttpRequest, event: Event, pks: Collection[str]) -> list[Session]:
    """Return these sessions; 404 unless the user may move each of them."""
    numbers = {number for pk in pks if (number := row_number(pk)) is not None}
    rows = Session.objects.editable_by(user_of(request)).filter(event=event, pk__in=numbers)
    sessions = list(rows.select_related("event", "room").order_by("start", "pk"))
    if len(sessions) != len(pks):
        raise Http404
    return sessions


def _moved_on(row: Session, seen: int) -> JsonResponse:
    reasons = sentences(load_history(row, [], since={"row": seen}))
    return JsonResponse({**_state(row), "reasons": reasons}, status=CONFLICT)


def _state(row: Session) -> dict[str, object]:
    # The version first: what is saved in between is refused later rather than overwritten.
    seen = session_version(row)
    now = Session.objects.select_related("event", "room").get(pk=row.pk)
    return {"place": {**place_of(now), "seen": seen}, "sentences": _sentences(row.event)}


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


def draft_event(request: HttpRequest, pk: int) -> Event:
    """Return the event, if the user may see its draft; 404 otherwise."""
    events = Event.objects.with_right(user_of(request), Right.VIEW_DRAFT)
    return get_object_or_404(events, pk=pk)


def _movable(request: HttpRequest, event: Event, guid: str) -> Session:
    rows = Session.objects.editable_by(user_of(request)).filter(event=event)
    return get_object_or_404(rows.select_related("event", "room"), guid=guid)


def _number(text: str) -> int:
    number = row_number(text)
    return -1 if number is None else number
