"""Rooms: double-booked, closed, too small, missing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from programme.agenda.overlaps import by_room, overlaps
from programme.agenda.values import Agenda, Session
from programme.checks.finding import Check, Hit, Sentence, Severity, moment, span
from programme.checks.known import Known, RoomFacts
from programme.choices import SessionKind

# These need no room of the forum: a coach, a restaurant, the steps for a photograph.
_ANYWHERE = frozenset(
    {SessionKind.TOUR, SessionKind.MEAL, SessionKind.BREAK, SessionKind.RECEPTION}
)


def taken_twice(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find pairs of sessions in one room at the same time."""
    for room, in_room in by_room(agenda):
        for earlier, later in overlaps(in_room):
            sentence = Sentence(
                _("{room} is double-booked on {time}: “{one}” and “{other}”."),
                room=room.name,
                time=moment(later.start),
                one=earlier.title,
                other=later.title,
            )
            facts = (room.guid, span(earlier), span(later))
            yield Hit(sentence, facts, (earlier, later))


def closed(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions outside the opening hours of their room."""
    for session in agenda.sessions:
        room = known.rooms.get(session.room.guid) if session.room else None
        if session.room is None or room is None or _is_open(room, session):
            continue
        sentence = Sentence(
            _("{room} is open from {opens} to {closes}; “{title}” is there on {time}."),
            room=session.room.name,
            opens=f"{room.opens_at:%H:%M}",
            closes=f"{room.closes_at:%H:%M}",
            title=session.title,
            time=moment(session.start),
        )
        facts = (session.room.guid, span(session), str(room.opens_at), str(room.closes_at))
        yield Hit(sentence, facts, (session,))


def _is_open(room: RoomFacts, session: Session) -> bool:
    if room.opens_at is None or room.closes_at is None:
        return True
    nights = 1 if room.closes_at < room.opens_at else 0
    # A session after midnight may belong to the evening before.
    for first in (session.day, session.day - timedelta(days=1)):
        opens = datetime.combine(first, room.opens_at, session.start.tzinfo)
        closes = datetime.combine(
            first + timedelta(days=nights), room.closes_at, session.start.tzinfo
        )
        if opens <= session.start and session.end <= closes:
            return True
    return False


def too_small(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions that offer more seats than the room has."""
    for session in agenda.sessions:
        if session.room and session.capacity and session.capacity > session.room.capacity:
            sentence = Sentence(
                _("“{title}” offers {seats} seats; {room} holds {capacity}."),
                title=session.title,
                seats=session.capacity,
                room=session.room.name,
                capacity=session.room.capacity,
            )
            facts = (session.guid, session.capacity, session.room.guid, session.room.capacity)
            yield Hit(sentence, facts, (session,))


def missing(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions without a room that need one."""
    for session in agenda.sessions:
        if session.room is None and not session.in_all_rooms and session.kind not in _ANYWHERE:
            sentence = Sentence(_("“{title}” has no room."), title=session.title)
            yield Hit(sentence, (session.guid,), (session,))


CHECKS = (
    Check("room-taken-twice", Severity.ERROR, _("Room double-booked"), taken_twice),
    Check("room-closed", Severity.WARNING, _("Outside the opening hours of the room"), closed),
    Check("room-too-small", Severity.WARNING, _("More seats than the room holds"), too_small),
    Check("room-missing", Severity.WARNING, _("No room"), missing),
)
