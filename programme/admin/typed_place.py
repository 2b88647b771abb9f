"""What the form of a session says of a time and room while they are typed. Saves nothing."""

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.text.translated import TranslatedText, fallback_order
from events.models import Event, Room
from programme.admin.planner_moves import draft_event
from programme.agenda.load_agenda import room_value
from programme.checks.known import Known, RoomFacts
from programme.checks.place import place_sentences
from programme.editing.forms import TypedPlaceForm


def typed_place_urls() -> list[URLPattern]:
    """Return the URL that the form asks, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("typed-place/<int:event_pk>/", wrap(typed_place), name="programme_typed_place")]


@require_GET
def typed_place(request: HttpRequest, event_pk: int) -> JsonResponse:
    """Return the sentences about the time and room; none while they cannot be read."""
    event = draft_event(request, event_pk)
    form = TypedPlaceForm(event, request.GET)
    with fallback_order(event.languages):
        if not form.is_valid():
            # What is half typed is not worth a word.
            return JsonResponse({"sentences": [str(error) for error in form.non_field_errors()]})
        given = form.cleaned_data
        room: Room | None = given["room"]
        sentences = place_sentences(
            _known(event, room),
            title=TranslatedText({event.source_language: given["title"] or _("This session")}),
            kind=given["kind"],
            start=given["start"].astimezone(event.zone),
            end=given["end"].astimezone(event.zone),
            room=room_value(room) if room else None,
        )
        return JsonResponse({"sentences": sentences})


def _known(event: Event, room: Room | None) -> Known:
    facts = {}
    if room is not None:
        venue = str(room.venue.guid)
        facts = {str(room.guid): RoomFacts(venue, room.booths, room.opens_at, room.closes_at)}
    return Known(
        now=timezone.now(), start_date=event.start_date, end_date=event.end_date, rooms=facts
    )
