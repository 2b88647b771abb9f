"""The agenda as one value that never changes. Knows no database.

Built from the draft (`programme.agenda.load_agenda`) or read from the payload of a release; pages,
calendars and clash checks all read it, so that a preview of the draft is the same code as the
published page.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from core.text.translated import TranslatedText
from programme.agenda.media import NO_MEDIA, Media

CANCELLED = "cancelled"
# The most days on which a session is shown: a wrong year in its end must not make a thousand.
MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Room:
    """A room, in the order in which the grid shows it. `capacity` in people."""

    guid: str
    name: TranslatedText
    venue: TranslatedText
    floor: str
    capacity: int
    position: int
    # Of the venue: older releases do not have it.
    venue_guid: str = ""

    @property
    def key(self) -> str:
        """A short name for URLs that does not change when the room is renamed."""
        return self.guid[:8]


@dataclass(frozen=True, slots=True)
class SubForum:
    """A sub-forum; `colour` is the name of a token in the style sheet."""

    guid: str
    number: int
    slug: str
    title: TranslatedText
    colour: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person on stage; only data that is public."""

    guid: str
    slug: str
    name: str
    native_name: str
    honorific: str
    office_title: TranslatedText
    delegation_name: TranslatedText
    country: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person, or a placeholder until the name is known, in a role of one session."""

    role: str
    person: Person | None
    placeholder: TranslatedText
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A session. `start` and `end` are aware, in the event's zone; `sequence` is for calendars."""

    guid: str
    code: str
    kind: str
    title: TranslatedText
    abstract: TranslatedText
    start: datetime
    end: datetime
    room: Room | None
    in_all_rooms: bool
    sub_forum: SubForum | None
    floor_languages: tuple[str, ...]
    interpretation_languages: tuple[str, ...]
    capacity: int | None
    needs_sign_up: bool
    is_major: bool
    status: str
    appearances: tuple[Appearance, ...]
    sequence: int = 0
    media: Media = NO_MEDIA
    # Whether the release that visitors see moved it.
    is_moved: bool = field(default=False, compare=False)

    @property
    def is_cancelled(self) -> bool:
        """Whether the session will not take place."""
        return self.status == CANCELLED

    @property
    def day(self) -> date:
        """The day on which it begins, in the event's zone."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The last day on which it takes place; an end at midnight adds no day."""
        return max(self.day, (self.end - timedelta(microseconds=1)).date())

    @property
    def days(self) -> list[date]:
        """Every day on which it takes place, at most MOST_DAYS."""
        more = min((self.last_day - self.day).days, MOST_DAYS - 1)
        return [self.day + timedelta(days=number) for number in range(more + 1)]

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language in which it can be followed."""
        return tuple(dict.fromkeys((*self.floor_languages, *self.interpretation_languages)))

    @property
    def is_plenary(self) -> bool:
        """Whether it is for everybody, across all rooms."""
        return self.in_all_rooms or self.kind in ("ceremony", "plenary")

    @property
    def has_stage(self) -> bool:
        """Whether visitors expect to read who speaks."""
        return self.kind not in ("meal", "break", "registration", "tour")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A session that was published by mistake: only what calendars need to delete it, no text.

    `version` is the release that withdrew it. The record is kept if the session is published again,
    so that its texts in earlier releases remain hidden.
    """

    guid: str
    code: str
    start: datetime
    end: datetime
    sequence: int
    version: int


@dataclass(frozen=True)
class Day:
    """One day of the agenda with all its sessions, first those that began on an earlier day."""

    date: date
    sessions: tuple[Session, ...]

    @cached_property
    def by_room(self) -> list[tuple[Room | None, list[Session]]]:
        """The sessions by room, in the order of the building; those without one room first."""
        rooms: dict[str, tuple[Room | None, list[Session]]] = {}
        for session in self.sessions:
            key = session.room.guid if session.room else ""
            rooms.setdefault(key, (session.room, []))[1].append(session)
        return sorted(rooms.values(), key=lambda pair: pair[0].position if pair[0] else -1)

    @cached_property
    def continued(self) -> list[Session]:
        """Sessions that began on an earlier day and are still running."""
        return [session for session in self.sessions if session.day < self.date]

    @cached_property
    def slots(self) -> list[tuple[datetime, list[Session]]]:
        """Sessions that begin on this day, grouped by start."""
        begins = (session for session in self.sessions if session.day == self.date)
        return [(start, list(group)) for start, group in groupby(begins, _start)]


def _start(session: Session) -> datetime:
    return session.start


@dataclass(frozen=True)
class Agenda:
    """The whole agenda, sessions by time; `version` 0 is the draft."""

    time_zone: str
    version: int
    released_at: datetime | None
    rooms: tuple[Room, ...]
    sub_forums: tuple[SubForum, ...]
    sessions: tuple[Session, ...] = field(default_factory=tuple)
    # First and last day of the edition. None in releases that were made without them.
    dates: tuple[date, date] | None = None
    withdrawn: tuple[Withdrawn, ...] = ()

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of all its times."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def gone(self) -> dict[str, Withdrawn]:
        """Withdrawn sessions that have not been published again, by code."""
        return {record.code: record for record in self.withdrawn if record.guid not in self.by_guid}

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days with sessions; a session of several days is on each."""
        by_day: dict[date, list[Session]] = {}
        for session in self.sessions:
            for day in session.days:
                by_day.setdefault(day, []).append(session)
        return tuple(Day(day, tuple(by_day[day])) for day in sorted(by_day))

    @cached_property
    def by_guid(self) -> dict[str, Session]:
        """Sessions by guid."""
        return {session.guid: session for session in self.sessions}

    @cached_property
    def by_code(self) -> dict[str, Session]:
        """Sessions by the code in their URL."""
        return {session.code: session for session in self.sessions}

    @cached_property
    def speakers(self) -> dict[str, tuple[Person, list[tuple[Session, Appearance]]]]:
        """Everybody on stage by slug, by name, with their appearances in sessions not cancelled."""
        people: dict[str, tuple[Person, list[tuple[Session, Appearance]]]] = {}
        for session in self.sessions:
            for appearance in session.appearances if not session.is_cancelled else ():
                if appearance.person:
                    entry = people.setdefault(appearance.person.slug, (appearance.person, []))
                    entry[1].append((session, appearance))
        return dict(sorted(people.items(), key=lambda item: (item[1][0].sort_key, item[0])))

    @cached_property
    def on_stage(self) -> dict[str, tuple[Person, list[Session]]]:
        """Everybody on stage by guid with their sessions; two roles in one session count once."""
        people: dict[str, tuple[Person, list[Session]]] = {}
        for session in self.sessions:
            for person in {
                appearance.person.guid: appearance.person
                for appearance in session.appearances
                if appearance.person
            }.values():
                people.setdefault(person.guid, (person, []))[1].append(session)
        return people

    def of_sub_forum(self, guid: str) -> list[Session]:
        """The sessions of one sub-forum, by time."""
        return [
            session
            for session in self.sessions
            if session.sub_forum and session.sub_forum.guid == guid
        ]

    def of_sub_forums(self, guids: Collection[str]) -> "Agenda":
        """Return the same agenda with only the sub-forums of these guids."""
        return replace(
            self,
            sub_forums=tuple(sub_forum for sub_forum in self.sub_forums if sub_forum.guid in guids),
            sessions=tuple(
                session
                for session in self.sessions
                if session.sub_forum and session.sub_forum.guid in guids
            ),
        )

    def neighbours(self, session: Session) -> tuple[Session | None, Session | None]:
        """Return the sessions before and after `session` in its sub-forum, if it has one."""
        if session.sub_forum is None:
            return None, None
        row = self.of_sub_forum(session.sub_forum.guid)
        at = row.index(session)
        return row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None

    def only(self, sessions: Iterable[Session]) -> "Agenda":
        """Return the same agenda with only these sessions."""
        return replace(self, sessions=tuple(sessions))


def in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Sort sessions by time, then number of the sub-forum, then room, then code."""

    def key(session: Session) -> tuple[datetime, datetime, int, int, str]:
        number = session.sub_forum.number if session.sub_forum else 0
        room = session.room.position if session.room else -1
        return (session.start, session.end, number, room, session.code)

    return tuple(sorted(sessions, key=key))
