"""What cannot work in an agenda. Knows no database. Warns, never forbids: the office decides.

Checks read the same `Agenda` value as the pages, with what only the office knows beside it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programme.agenda import Agenda, Person, Session


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that cannot work: a sentence, and the sessions it is about."""

    kind: str
    sentence: str | Promise
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows beside the agenda: dates, and people who are not approved (by guid)."""

    start_date: date
    end_date: date
    not_approved: Mapping[str, str] = field(default_factory=dict)


def find_clashes(agenda: Agenda, known: Known) -> list[Clash]:
    """Everything that cannot work, in the order of the agenda. Cancelled sessions clash not."""
    live = [session for session in agenda.sessions if not session.is_cancelled]
    found = [clash for check in _CHECKS for clash in check(live, known)]
    return sorted(found, key=lambda clash: (clash.sessions[0].start, clash.kind))


def clashes_by_session(clashes: Iterable[Clash]) -> dict[str, list[Clash]]:
    """The clashes of each session, by its guid."""
    found: dict[str, list[Clash]] = defaultdict(list)
    for clash in clashes:
        for session in clash.sessions:
            found[session.guid].append(clash)
    return dict(found)


def overlaps(sessions: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
    """Each pair of sessions that share a moment, the earlier one first."""
    # Sorted by start: a session can only overlap those that begin before it ends.
    ordered = sorted(sessions, key=lambda session: session.start)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.start >= one.end:
                break
            yield one, other


def _same_room(sessions: list[Session], known: Known) -> Iterator[Clash]:
    by_room: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.room:
            by_room[session.room.guid].append(session)
    for in_room in by_room.values():
        for one, other in overlaps(in_room):
            room = one.room.name if one.room else ""
            sentence = format_lazy(
                _("{room} is taken twice on {time}: “{one}” and “{other}”."),
                room=room, time=_time(other), one=one.title, other=other.title,
            )  # fmt: skip
            yield Clash("room", sentence, (one, other))


def _same_person(sessions: list[Session], known: Known) -> Iterator[Clash]:
    by_person: dict[str, tuple[Person, list[Session]]] = {}
    for session in sessions:
        for person in {one.person for one in session.appearances if one.person}:
            by_person.setdefault(person.guid, (person, []))[1].append(session)
    for person, on_stage in by_person.values():
        for one, other in overlaps(on_stage):
            sentence = format_lazy(
                _("{person} is on stage twice on {time}: “{one}” and “{other}”."),
                person=person.name, time=_time(other), one=one.title, other=other.title,
            )  # fmt: skip
            yield Clash("person", sentence, (one, other))


def _outside_event(sessions: list[Session], known: Known) -> Iterator[Clash]:
    for session in sessions:
        # A gala that ends after midnight of the last day is still within the event.
        if not known.start_date <= session.day <= known.end_date:
            sentence = format_lazy(
                _("“{title}” is on {day}, outside the dates of the event."),
                title=session.title, day=date_format(session.day, "WEEKDAY_YEAR_FORMAT"),
            )  # fmt: skip
            yield Clash("outside", sentence, (session,))


def _over_capacity(sessions: list[Session], known: Known) -> Iterator[Clash]:
    for session in sessions:
        if session.room and session.capacity and session.capacity > session.room.capacity:
            sentence = format_lazy(
                _("“{title}” offers {seats} seats; {room} holds {capacity}."),
                title=session.title, seats=session.capacity,
                room=session.room.name, capacity=session.room.capacity,
            )  # fmt: skip
            yield Clash("capacity", sentence, (session,))


def _not_approved(sessions: list[Session], known: Known) -> Iterator[Clash]:
    for session in sessions:
        people = {one.person.guid: one.person for one in session.appearances if one.person}
        for guid, person in people.items():
            if guid in known.not_approved:
                sentence = format_lazy(
                    _("{person} is on stage in “{title}” but is not approved ({status})."),
                    person=person.name, title=session.title, status=known.not_approved[guid],
                )  # fmt: skip
                yield Clash("not-approved", sentence, (session,))


def _time(session: Session) -> str:
    return date_format(session.start, "SHORT_MOMENT_FORMAT")


_CHECKS: tuple[Callable[[list[Session], Known], Iterator[Any]], ...] = (
    _same_room,
    _same_person,
    _outside_event,
    _over_capacity,
    _not_approved,
)
