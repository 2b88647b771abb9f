"""What the form of a session says of people who are chosen for its stage. Saves nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.text.dates import moment_range
from core.text.translated import fallback_order
from delegations.models import Attendee
from events.models import Event, Room
from programme.admin.planner_moves import draft_event
from programme.checks.known import Known
from programme.checks.load_known import load_minutes
from programme.checks.minutes_between_venues import longest_way, minutes_between_venues
from programme.choices import AppearanceState, SessionStatus
from programme.editing.forms import PersonTimesForm
from programme.models import Appearance, Session


def person_times_urls() -> list[URLPattern]:
    """Return the URL that the form asks, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("person-times/<int:event_pk>/", wrap(person_times), name="programme_person_times")]


@require_GET
def person_times(request: HttpRequest, event_pk: int) -> JsonResponse:
    """Name the sessions in which these people are on stage at the same time, or too far away."""
    event = draft_event(request, event_pk)
    form = PersonTimesForm(event, request.GET)
    if not form.is_valid():
        # What is half typed is not worth a word.
        return JsonResponse({"sentences": {}})
    sentences: dict[str, list[str]] = {}
    with fallback_order(event.languages):
        for appearance, sentence in _sentences(event, **form.cleaned_data):
            # In two roles in one session: named once.
            own = sentences.setdefault(str(appearance.attendee_id), [])
            if sentence not in own:
                own.append(sentence)
    return JsonResponse({"sentences": sentences})


def _sentences(
    event: Event,
    *,
    attendee: Iterable[Attendee],
    session: int | None,
    start: datetime,
    end: datetime,
    room: Room | None,
) -> Iterator[tuple[Appearance, str]]:
    known = _load_ways(event, room)
    way = longest_way(known) if room else timedelta()
    others = Session.objects.filter(event=event).exclude(pk=session or 0)
    near = others.exclude(status=SessionStatus.CANCELLED).overlapping(start - way, end + way)
    rows = Appearance.objects.filter(attendee__in=attendee, session__in=near)
    on_stage = rows.exclude(state=AppearanceState.DECLINED)
    on_stage = on_stage.select_related("session__event", "session__room__venue")
    for appearance in on_stage.order_by("session__start", "session", "pk").iterator():
        other = appearance.session
        if other.start < end and other.end > start:
            yield appearance, _at_once(other)
        elif room and other.room:
            needed = minutes_between_venues(str(room.venue.guid), str(other.room.venue.guid), known)
            between = max(other.start - end, start - other.end) // timedelta(minutes=1)
            if between < needed:
                yield appearance, _in_a_hurry(other, between, needed)


def _load_ways(event: Event, room: Room | None) -> Known:
    return Known(
        now=timezone.now(),
        start_date=event.start_date,
        end_date=event.end_date,
        minutes=load_minutes(event) if room else {},
        minutes_between_venues=event.minutes_between_venues,
    )


def _at_once(session: Session) -> str:
    return _("At the same time on stage in “%(title)s”, %(time)s.") % _facts(session)


def _in_a_hurry(session: Session, minutes: int, needed: int) -> str:
    return _(
        "On stage in “%(title)s” at another venue, %(time)s: %(minutes)s min between the sessions; "
        "the journey takes %(needed)s min."
    ) % {**_facts(session), "minutes": minutes, "needed": needed}


def _facts(session: Session) -> dict[str, object]:
    zone = session.event.zone
    time = moment_range(session.start.astimezone(zone), session.end.astimezone(zone))
    return {"title": session, "time": time}
