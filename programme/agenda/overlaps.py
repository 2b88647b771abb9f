"""Sessions that overlap. Each function takes O(n log n) plus the number of results."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from programme.agenda.values import Agenda, Room, Session

NO_TIME = timedelta()
# A session that overlaps more than this many others is reported with the first ones: it must be
# moved anyway, and a mistake in an import must not make a million sentences.
MOST = 20


def overlaps(
    sessions: Iterable[Session], *, within: timedelta = NO_TIME, most: int = MOST
) -> Iterator[tuple[Session, Session]]:
    """Yield each pair of sessions that overlap, the earlier one first.

    With `within`, also pairs with less time than that between them.
    """
    # Sorted by start: a session can only meet those that begin before it ends.
    ordered = sorted(sessions, key=lambda session: session.start)
    for index, earlier in enumerate(ordered):
        for other in ordered[index + 1 : index + 1 + most]:
            if other.start >= earlier.end + within:
                break
            yield earlier, other


def gap(earlier: Session, other: Session) -> int:
    """Return the whole minutes from the end of one to the start of the other; negative if they
    overlap."""
    return (other.start - earlier.end) // timedelta(minutes=1)


def by_room(agenda: Agenda) -> Iterable[tuple[Room, list[Session]]]:
    """Return the rooms that are used, each with its sessions."""
    rooms: dict[str, tuple[Room, list[Session]]] = {}
    for session in agenda.sessions:
        if room := session.room:
            rooms.setdefault(room.guid, (room, []))[1].append(session)
    return rooms.values()
