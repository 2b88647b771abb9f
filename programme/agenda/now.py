"""What is on at a given moment, and what is next. Knows no database and no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from programme.agenda.media import NO_MEDIA, Media
from programme.agenda.values import Agenda, Session


@dataclass(frozen=True, slots=True)
class Now:
    """The sessions running at one moment, and the next ones, all at `next_start`."""

    at: datetime
    running: tuple[Session, ...]
    coming: tuple[Session, ...]
    is_over: bool

    @property
    def next_start(self) -> datetime | None:
        """When the next sessions begin."""
        return self.coming[0].start if self.coming else None

    @property
    def is_later_day(self) -> bool:
        """Whether the next sessions are not today."""
        return bool(self.coming) and self.coming[0].day != self.at.date()


def picture_of(agenda: Agenda, at: datetime) -> Now:
    """Return what is on at `at` (aware) and what begins next. Cancelled sessions are ignored."""
    live = [session for session in agenda.sessions if not session.is_cancelled]
    running = tuple(session for session in live if session.start <= at < session.end)
    later = [session for session in live if session.start > at]
    first = min((session.start for session in later), default=None)
    coming = tuple(session for session in later if session.start == first)
    return Now(at, running, coming, is_over=bool(live) and not running and not coming)


def media_at(session: Session, at: datetime) -> Media:
    """Return what visitors see at `at`: the stream until the session ends, then the rest.

    They always see the picture. A cancelled session has nothing.
    """
    if session.is_cancelled:
        return NO_MEDIA
    if at < session.end:
        return Media(stream=session.media.stream, picture=session.media.picture)
    return replace(session.media, stream="")


def next_media_change(sessions: Iterable[Session], at: datetime) -> datetime | None:
    """Return the first moment after `at` at which `media_at` of one of the sessions changes."""
    ends = (session.end for session in sessions if session.media != NO_MEDIA)
    return min((end for end in ends if end > at), default=None)


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """Parse a moment such as 2023-12-08T14:30, by default in `zone`; None if that fails."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None
