"""Loading stream, recording and documents of the draft."""

from collections.abc import Iterable

from programme.agenda.media import Document, Media, Picture
from programme.models import Session, SessionDocument
from programme.querysets import SessionQuerySet


def load_documents(sessions: SessionQuerySet) -> dict[int, list[Document]]:
    """Return the documents of each of `sessions` by its primary key: one query."""
    rows = SessionDocument.objects.filter(session__in=sessions.order_by().values("pk"))
    documents: dict[int, list[Document]] = {}
    for row in rows.with_file().order_by("position", "pk"):
        documents.setdefault(row.session_id, []).append(
            Document(
                guid=str(row.guid),
                title=row.title,
                language=row.language,
                file_name=row.file_name,
                size=row.size,
                digest=row.digest,
            )
        )
    return documents


def media_of(row: Session, documents: Iterable[Document]) -> Media:
    """Return what there is of a session of the draft."""
    picture = Picture(row.picture_digest, row.picture_alt) if row.picture else None
    return Media(row.stream, row.recording, tuple(documents), picture)
