"""What the form of a session says of a person who is chosen for its stage. Saves nothing."""

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
from programme.querysets import SessionQuerySet


def person_times_urls() -> list[URLPattern]:
    """Return the URL that the form asks, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("person-times/<int:event_pk>/", wrap(person_times), name="programme_person_times")]


@require_GET
def person_times(request: HttpRequest, event_pk: int) -> JsonResponse:
    """Name the other sessions in which this person is on stage at the same time."""
    event = draft_event(request, event_pk)
    form = PersonTimesForm(event, request.GET)
    if not form.is_valid():
        # What is half typed is not worth a word.
        return JsonResponse({"sentences": []})
    with fallback_order(event.languages):
        sentences = [_sentence(session, event) for session in _others(event, **form.cleaned_data)]
    return JsonResponse({"sentences": sentences})


def _others(
    event: Event, *, attendee: Attendee, session: int | None, start: datetime, end: datetime
) -> SessionQuerySet:
    on_stage = Appearance.objects.filter(attendee=attendee).exclude(state=AppearanceState.DECLINED)
    rows = Session.objects.filter(event=event, pk__in=on_stage.values("session"))
    others = rows.exclude(pk=session or 0).exclude(status=SessionStatus.CANCELLED)
    return others.overlapping(start, end).order_by("start", "pk")


def _sentence(session: Session, event: Event) -> str:
    start, end = session.start.astimezone(event.zone), session.end.astimezone(event.zone)
    values = {"title": session, "time": moment_range(start, end)}
    return _("At the same time on stage in “%(title)s”, %(time)s.") % values
