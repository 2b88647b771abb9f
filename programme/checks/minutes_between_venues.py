"""The time between two sessions at different venues, in minutes. Knows no database.

The office enters the minutes between two venues; otherwise the event's own figure is used. Within
one venue the time is 0. Used by `people_on_stage.py` for speakers and `heads_of_delegation.py` for
heads.
"""

from datetime import timedelta

from programme.agenda.values import Session
from programme.checks.known import Known


def minutes_between_venues(first: str, second: str, known: Known) -> int:
    """Return the minutes from one venue to another, both by guid."""
    if first == second:
        return 0
    return known.minutes.get(frozenset((first, second)), known.minutes_between_venues)


def minutes_between_sessions(first: Session, second: Session, known: Known) -> int:
    """Return the minutes from room to room; 0 where a room or its venue is unknown."""
    rooms = [known.rooms.get(session.room.guid) for session in (first, second) if session.room]
    venues = [room.venue for room in rooms if room]
    return minutes_between_venues(venues[0], venues[1], known) if len(venues) == 2 else 0


def longest_way(known: Known) -> timedelta:
    """Return the longest time between any two venues of the event."""
    return timedelta(minutes=max((*known.minutes.values(), known.minutes_between_venues)))
