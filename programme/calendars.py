"""The agenda as a calendar (RFC 5545, RFC 7986) that phones and Outlook subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from programme.agenda import Agenda, Session

if TYPE_CHECKING:
    from icalendar.cal import Component

_PRODUCT = "-//Forum portal//Agenda//EN"
_REFRESH = timedelta(hours=1)
CONTENT_TYPE = "text/calendar; charset=utf-8"
_ROOMS = gettext_lazy("All rooms")


def calendar(event: Event, agenda: Agenda, sessions: Iterable[Session], language: str) -> bytes:
    """The sessions as one calendar, its texts in `language`.

    A session keeps its UID for ever; SEQUENCE grows when it moves; cancelled ones say so. The same
    agenda gives the same bytes: the stamp is the moment of the release.
    """
    from icalendar import Calendar  # noqa: PLC0415  (75 ms that only a calendar should cost)

    with translation.override(language):
        made = Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        made.add("name", str(event.title))
        made.add("x-wr-calname", str(event.title))
        made.add("x-wr-timezone", event.time_zone)
        made.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        stamp = agenda.released_at or datetime.now(UTC)
        for session in sessions:
            made.add_component(_item(event, session, stamp.astimezone(UTC)))
        made.add_missing_timezones()
        return bytes(made.to_ical())


def _item(event: Event, session: Session, stamp: datetime) -> "Component":
    from icalendar import Event as Item  # noqa: PLC0415  (see above)

    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    item = Item()
    item.add("uid", f"{session.guid}@{host}")
    item.add("dtstamp", stamp)
    item.add("last-modified", stamp)
    item.add("sequence", session.sequence)
    item.add("status", _status(session))
    item.add("dtstart", session.start)
    item.add("dtend", session.end)
    title = str(session.title)
    item.add("summary", _("Cancelled: %s") % title if session.is_cancelled else title)
    if place := _place(session):
        item.add("location", place)
    if description := _description(session):
        item.add("description", description)
    item.add("url", public_url(event, session))
    return item


def _status(session: Session) -> str:
    if session.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if session.status == "confirmed" else "TENTATIVE"


def _place(session: Session) -> str:
    if session.in_all_rooms:
        return str(_ROOMS)
    if session.room is None:
        return ""
    return ", ".join(part for part in (str(session.room.name), str(session.room.venue)) if part)


def _description(session: Session) -> str:
    parts = [str(session.sub_forum.title) if session.sub_forum else "", str(session.abstract)]
    return "\n\n".join(part for part in parts if part)


def public_url(event: Event, session: Session) -> str:
    """The page of the session, from the configured origin, in the active language."""
    path = reverse("programme:session", args=[event.slug, session.code])
    return f"{settings.PUBLIC_ORIGIN}{path}"
