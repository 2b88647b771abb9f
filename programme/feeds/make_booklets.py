"""Typesetting booklets in the worker after a release, so that no request has to wait."""

import logging
import threading

from core.protection.fingerprint import fingerprint
from core.text.translated import fallback_order
from core.typesetting import TypesettingError
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.values import Agenda
from programme.feeds.booklet import ORDERS, contents, typeset
from programme.models import Booklet

logger = logging.getLogger(__name__)
# Until the worker has made it, one reader of each process waits for it and others try again.
_setting = threading.Lock()


class BeingMade(Exception):
    """Another request is typesetting this booklet at the moment."""


def make_booklets() -> int:
    """Make the booklets due for one event, in all languages and orders; return how many were due.

    May be killed at any moment and run twice at once: the same release gives the same bytes.
    """
    for event in Event.objects.public().filter(releases__isnull=False).distinct():
        rows = Booklet.objects.filter(event=event).defer("content")
        known = {(row.language, row.order): row for row in rows}
        wanted = [(language, order) for language in event.languages for order in ORDERS]
        due = [key for key in wanted if _revision(known.get(key)) != event.revision]
        if due:
            _make(event, due, known)
            return len(due)
    return 0


def _revision(row: Booklet | None) -> int:
    return row.revision if row else -1


def _make(event: Event, due: list[tuple[str, str]], known: dict[tuple[str, str], Booklet]) -> None:
    agenda = published_agenda(event)
    for language, order in due:
        with fallback_order(event.languages, is_closed=True):
            data = contents(event, agenda, language, order)
        digest = fingerprint(data)
        values: dict[str, object] = {"version": agenda.version, "revision": event.revision}
        row = known.get((language, order))
        if row is None or row.digest != digest:
            values |= {"digest": digest, "content": _set(event, agenda, data)}
        Booklet.objects.update_or_create(
            event=event, language=language, order=order, defaults=values
        )


def _set(event: Event, agenda: Agenda, data: dict[str, object]) -> bytes:
    if not agenda.sessions:
        return b""
    try:
        return typeset(data, agenda)
    except TypesettingError:
        # Stored as failed; otherwise the worker would try again every other second.
        logger.exception("The booklet of %s could not be set.", event.slug)
        return b""


def read_booklet(event: Event, agenda: Agenda, language: str, order: str) -> tuple[bytes, bool]:
    """Return the booklet of this release, and whether it is of the event's current revision.

    If the worker has not made it, it is typeset here, for one reader at a time. Raises BeingMade.
    """
    row = Booklet.objects.filter(event=event, language=language, order=order).first()
    if row is not None and row.version == agenda.version:
        return bytes(row.content), row.revision == event.revision
    if not _setting.acquire(blocking=False):
        raise BeingMade
    try:
        with fallback_order(event.languages, is_closed=True):
            return typeset(contents(event, agenda, language, order), agenda), True
    finally:
        _setting.release()
