"""What the form of a session says of people who are chosen for its stage. Saves nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.text.dates import moment_range
from core.text.translated import fallback_order
from delegations.models import Attendee
from events.models import Event
from programme.admin.planner_moves import draft_event
from programme.choices import AppearanceState, SessionStatus
from programme.editing.forms import PersonTimesForm
from programme.models import Appearance, Session


def person_times_urls() -> list[URLPattern]:
    """Return the URL that the form asks, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("person-times/<int:event_pk>/", wrap(person_times), name="programme_person_times")]


@require_GET
def person_times(request: HttpRequest, event_pk: int) -> JsonResponse:
    """Name the other sessions in which these people are on stage at the same time, by person."""
    event = draft_event(request, event_pk)
    form = PersonTimesForm(event, request.GET)
    if not form.is_valid():
        # What is half typed is not worth a word.
        return JsonResponse({"sentences": {}})
    sentences: dict[str, list[str]] = {}
    with fallback_order(event.languages):
        for appearance in _elsewhere(event, **form.cleaned_data):
            # In two roles in one session: named once.
            own = sentences.setdefault(str(appearance.attendee_id), [])
            sentence = _sentence(appearance)
            if sentence not in own:
                own.append(sentence)
    return JsonResponse({"sentences": sentences})


def _elsewhere(
    event: Event,
    *,
    attendee: Iterable[Attendee],
    session: int | None,
    start: datetime,
    end: datetime,
) -> Iterator[Appearance]:
    others = Session.objects.filter(event=event).exclude(pk=session or 0)
    at_once = others.exclude(status=SessionStatus.CANCELLED).overlapping(start, end)
    rows = Appearance.objects.filter(attendee__in=attendee, session__in=at_once)
    on_stage = rows.exclude(state=AppearanceState.DECLINED).select_related("session__event")
    return on_stage.order_by("session__start", "session", "pk").iterator()


def _sentence(appearance: Appearance) -> str:
    session, zone = appearance.session, appearance.session.event.zone
    time = moment_range(session.start.astimezone(zone), session.end.astimezone(zone))
    return _("At the same time on stage in “%(title)s”, %(time)s.") % {
        "title": session,
        "time": time,
    }
