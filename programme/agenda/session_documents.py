"""Slides and other files of a session, for visitors."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.text.translated import TranslatedText
from events.documents.views import send_download
from events.models import Event
from events.visitors import public_event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.media import Document, Media
from programme.agenda.now import media_at
from programme.agenda.values import Session
from programme.models import SessionDocument


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A released document as `components/documents.html` shows it; `size` in bytes."""

    title: TranslatedText
    language: str
    kind: str
    size: int
    get_absolute_url: str


def shown_documents(event: Event, session: Session, media: Media) -> list[ShownDocument]:
    """Return the documents that visitors see now.

    A file that was removed or replaced since the release is not shown. `media` is what visitors
    see of the session.
    """
    if not media.documents:
        return []
    there = set(_rows(event, session).values_list("guid", "digest"))
    return [
        ShownDocument(
            document.title,
            document.language,
            document.kind,
            document.size,
            document_path(event, session, document),
        )
        for document in media.documents
        if (UUID(document.guid), document.digest) in there
    ]


def document_path(event: Event, session: Session, document: Document) -> str:
    """Return the path of the download."""
    parts = [event.slug, session.code, document.guid, document.file_name]
    return reverse("session-document", args=parts)


@require_safe
def session_document(
    request: HttpRequest, event_slug: str, code: str, guid: UUID, file_name: str
) -> HttpResponseBase:
    """Answer with a released file. Its name in the URL is for people: the identifier finds it."""
    event = public_event(event_slug)
    session = published_agenda(event).by_code.get(code)
    if session is None:
        raise Http404
    released = media_at(session, timezone.now()).documents
    digests = [document.digest for document in released if document.guid == str(guid)]
    row = get_object_or_404(_rows(event, session), guid=guid, digest__in=digests)
    return send_download(request, row)


def _rows(event: Event, session: Session) -> QuerySet[SessionDocument]:
    rows = SessionDocument.objects.with_file()
    return rows.filter(session__event=event, session__guid=session.guid)
