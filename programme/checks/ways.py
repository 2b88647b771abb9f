"""How long the way is from one session to the next."""

from datetime import timedelta

from programme.agenda.values import Session
from programme.checks.known import Known


def way(one: Session, other: Session, known: Known) -> int:
    """Minutes from the room of one to that of the other; none where a room is not known."""
    rooms = [known.rooms.get(session.room.guid) for session in (one, other) if session.room]
    venues = [room.venue for room in rooms if room]
    return known.minutes_between(*venues) if len(venues) == 2 else 0


def longest(known: Known) -> timedelta:
    """The longest way between two venues of the event."""
    return timedelta(minutes=known.longest_way)
