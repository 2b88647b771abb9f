"""Photographs of people on stage, for visitors."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import FileResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.files.uploads import photograph_response
from core.pages.conditional import send_public_file
from delegations.choices import ConsentPurpose
from delegations.models import Attendee, Merge
from events.models import Event
from events.visitors import public_event
from programme.agenda.load_agenda import published_agenda
from programme.models import Profile


def find_profile(event: Event, guid: str) -> Profile | None:
    """Find the profile of an attendee; without the portrait if they refuse photographs."""
    rows = Profile.objects.of_event(event).select_related("attendee")
    # A release still names a record that has been merged since.
    merged = Merge.objects.standing().filter(merged_guid=guid)
    whose = Q(attendee__guid=guid) | Q(attendee__in=merged.values("kept"))
    profile = rows.filter(whose).first()
    if profile is not None and profile.attendee.refuses(ConsentPurpose.IMAGES):
        profile.portrait = None
    return profile


def load_portrait_urls(event: Event) -> dict[str, str]:
    """Return the URLs of all photographs by guid, without those of people who refuse them."""
    refusing = Attendee.objects.of_event(event).refusing(ConsentPurpose.IMAGES)
    rows = Profile.objects.of_event(event).select_related("attendee").exclude(portrait="")
    urls = {
        str(profile.attendee.guid): portrait_url(event, profile)
        for profile in rows.exclude(attendee__in=refusing)
    }
    kept = Merge.objects.kept_guids(event)
    return urls | {guid: urls[now] for guid, now in kept.items() if now in urls}


def portrait_url(event: Event, profile: Profile | None) -> str:
    """Return the URL of the photograph, which changes with it; empty if there is none."""
    if profile is None or not profile.portrait:
        return ""
    address = reverse("portrait", args=[event.slug, profile.attendee.guid])
    return f"{address}?v={profile.portrait_digest[:8]}"


@require_safe
def portrait(request: HttpRequest, event_slug: str, guid: UUID) -> HttpResponseBase:
    """Send the photograph of a person on stage in the published agenda."""
    event = public_event(event_slug)
    released = {person.guid for person, _where in published_agenda(event).speakers.values()}
    before = Merge.objects.standing().filter(event=event, kept__guid=guid)
    known = {str(guid), *map(str, before.values_list("merged_guid", flat=True))}
    if not known & released:
        raise Http404
    profile = find_profile(event, str(guid))
    if profile is None or not profile.portrait:
        raise Http404
    return send_public_file(request, profile.portrait_digest, lambda: portrait_file(profile))


def portrait_file(profile: Profile) -> FileResponse:
    """Return the photograph to show inline, which is safe: the portal has rewritten its pixels."""
    return photograph_response(profile.portrait)
