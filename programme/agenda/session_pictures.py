"""The picture of a session, for visitors."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.files.uploads import photograph_response
from core.pages.conditional import send_public_file
from events.models import Event
from events.visitors import public_event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.media import Media
from programme.agenda.now import media_at
from programme.agenda.values import Session
from programme.models import Session as SessionRow
from programme.querysets import SessionQuerySet


def picture_url(event: Event, session: Session, media: Media) -> str:
    """Return the URL of the picture, which changes with it; empty if there is none.

    A picture that was removed or replaced since the release is not shown. `media` is what visitors
    see of the session.
    """
    if media.picture is None or not _rows(event, session, media.picture.digest).exists():
        return ""
    address = reverse("session-picture", args=[event.slug, session.code])
    return f"{address}?v={media.picture.digest[:8]}"


@require_safe
def session_picture(request: HttpRequest, event_slug: str, code: str) -> HttpResponseBase:
    """Send the released picture of a session."""
    event = public_event(event_slug)
    session = published_agenda(event).by_code.get(code)
    picture = media_at(session, timezone.now()).picture if session else None
    if session is None or picture is None:
        raise Http404
    row = get_object_or_404(_rows(event, session, picture.digest))
    return send_public_file(request, picture.digest, lambda: photograph_response(row.picture))


def _rows(event: Event, session: Session, digest: str) -> SessionQuerySet:
    return SessionRow.objects.filter(event=event, guid=session.guid, picture_digest=digest)
