"""The agenda as one value that never changes. Knows no database.

Built from the draft (`programme.drafts`) or read from the payload of a release; pages, calendars
and clash checks all read it, so a preview of the draft is the same code as the published page.

A payload is JSON: texts by language, moments in ISO 8601 UTC, references by `guid`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cached_property
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from core.translated import TranslatedText

CANCELLED = "cancelled"
# Moves when something is added to the payload that older releases do not have.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Room:
    """A room, in the order in which the grid shows it. `capacity` in people."""

    guid: str
    name: TranslatedText
    venue: TranslatedText
    floor: str
    capacity: int
    position: int

    @property
    def key(self) -> str:
        """A short name for addresses that stays when the room is renamed."""
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
    """Somebody on stage, with nothing that is not for the public."""

    guid: str
    slug: str
    name: str
    native_name: str
    honorific: str
    office_title: str
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
    """One item. `start` and `end` are aware, in the event's zone; `sequence` counts moves."""

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

    @property
    def is_cancelled(self) -> bool:
        """Whether the session will not take place."""
        return self.status == CANCELLED

    @property
    def day(self) -> date:
        """The day on which it begins, in the event's zone."""
        return self.start.date()

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language in which it can be followed."""
        return tuple(dict.fromkeys((*self.floor_languages, *self.interpretation_languages)))

    @property
    def is_plenary(self) -> bool:
        """Whether it is for everybody, across all rooms."""
        return self.in_all_rooms or self.kind in ("ceremony", "plenary")


@dataclass(frozen=True)
class Day:
    """One day of the agenda, its sessions by time."""

    date: date
    sessions: tuple[Session, ...]

    @cached_property
    def by_room(self) -> list[tuple[Room | None, list[Session]]]:
        """The sessions by room, in the order of the building; those without one room first."""
        found: dict[str, tuple[Room | None, list[Session]]] = {}
        for session in self.sessions:
            key = session.room.guid if session.room else ""
            found.setdefault(key, (session.room, []))[1].append(session)
        return sorted(found.values(), key=lambda one: one[0].position if one[0] else -1)

    @cached_property
    def slots(self) -> list[tuple[datetime, list[Session]]]:
        """The sessions grouped by the moment at which they begin."""
        return [(start, list(group)) for start, group in groupby(self.sessions, _start)]


def _start(session: Session) -> datetime:
    return session.start


@dataclass(frozen=True)
class Agenda:
    """All that is on, in order of time; `version` 0 is the draft."""

    time_zone: str
    version: int
    released_at: datetime | None
    rooms: tuple[Room, ...]
    sub_forums: tuple[SubForum, ...]
    sessions: tuple[Session, ...] = field(default_factory=tuple)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days on which something begins."""
        groups = groupby(self.sessions, lambda session: session.day)
        return tuple(Day(day, tuple(sessions)) for day, sessions in groups)

    @cached_property
    def by_guid(self) -> dict[str, Session]:
        """Sessions by their stable identifier."""
        return {session.guid: session for session in self.sessions}

    @cached_property
    def by_code(self) -> dict[str, Session]:
        """Sessions by the code in their address."""
        return {session.code: session for session in self.sessions}

    @cached_property
    def speakers(self) -> dict[str, tuple[Person, list[tuple[Session, Appearance]]]]:
        """Everybody on stage by slug, with where: sorted by name. Cancelled sessions count not."""
        found: dict[str, tuple[Person, list[tuple[Session, Appearance]]]] = {}
        for session in self.sessions:
            for appearance in session.appearances if not session.is_cancelled else ():
                if appearance.person:
                    entry = found.setdefault(appearance.person.slug, (appearance.person, []))
                    entry[1].append((session, appearance))
        return dict(sorted(found.items(), key=lambda item: (item[1][0].sort_key, item[0])))

    def of_sub_forum(self, slug: str) -> list[Session]:
        """The sessions of one sub-forum, by time."""
        return [one for one in self.sessions if one.sub_forum and one.sub_forum.slug == slug]

    def only(self, sessions: Iterable[Session]) -> "Agenda":
        """The same agenda with these sessions alone."""
        return replace(self, sessions=tuple(sessions))


def in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """By time; at the same time by sub-forum number, then room, then code."""

    def key(session: Session) -> tuple[Any, ...]:
        number = session.sub_forum.number if session.sub_forum else 0
        room = session.room.position if session.room else -1
        return (session.start, session.end, number, room, session.code)

    return tuple(sorted(sessions, key=key))


def payload(agenda: Agenda) -> dict[str, Any]:
    """The agenda as JSON, for a release."""
    return {
        "format": FORMAT,
        "time_zone": agenda.time_zone,
        "rooms": [_plain(room) for room in agenda.rooms],
        "sub_forums": [_plain(sub_forum) for sub_forum in agenda.sub_forums],
        "people": [
            _plain(person)
            for person in {
                one.person.guid: one.person
                for session in agenda.sessions
                for one in session.appearances
                if one.person
            }.values()
        ],
        "sessions": [_plain_session(session) for session in agenda.sessions],
    }


def fingerprint(data: Any) -> str:
    """A short text that differs whenever `data`, which is JSON, does."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> dict[str, Any]:
    fields = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
    return {name: dict(one) if isinstance(one, Mapping) else one for name, one in fields}


def _plain_session(session: Session) -> dict[str, Any]:
    plain = _plain(session)
    return plain | {
        "start": session.start.astimezone(ZoneInfo("UTC")).isoformat(),
        "end": session.end.astimezone(ZoneInfo("UTC")).isoformat(),
        "room": session.room.guid if session.room else None,
        "sub_forum": session.sub_forum.guid if session.sub_forum else None,
        "floor_languages": list(session.floor_languages),
        "interpretation_languages": list(session.interpretation_languages),
        "appearances": [
            _plain(one) | {"person": one.person.guid if one.person else None}
            for one in session.appearances
        ],
    }


def from_payload(
    data: Mapping[str, Any], *, version: int = 0, released_at: datetime | None = None
) -> Agenda:
    """The agenda of a release, exactly as it was published."""
    rooms = {one["guid"]: Room(**_texts(one, "name", "venue")) for one in data["rooms"]}
    sub_forums = {one["guid"]: SubForum(**_texts(one, "title")) for one in data["sub_forums"]}
    people = {one["guid"]: Person(**_texts(one, "delegation_name")) for one in data["people"]}
    zone = ZoneInfo(data["time_zone"])
    sessions = (_session(one, rooms, sub_forums, people, zone) for one in data["sessions"])
    return Agenda(
        time_zone=data["time_zone"],
        version=version,
        released_at=released_at,
        rooms=tuple(rooms.values()),
        sub_forums=tuple(sub_forums.values()),
        sessions=in_order(sessions),
    )


def _texts(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**data, **{name: TranslatedText(data[name]) for name in names}}


def _session(
    data: Mapping[str, Any],
    rooms: Mapping[str, Room],
    sub_forums: Mapping[str, SubForum],
    people: Mapping[str, Person],
    zone: tzinfo,
) -> Session:
    values = _texts(data, "title", "abstract")
    values["start"] = datetime.fromisoformat(data["start"]).astimezone(zone)
    values["end"] = datetime.fromisoformat(data["end"]).astimezone(zone)
    values["room"] = rooms.get(data["room"] or "")
    values["sub_forum"] = sub_forums.get(data["sub_forum"] or "")
    values["floor_languages"] = tuple(data["floor_languages"])
    values["interpretation_languages"] = tuple(data["interpretation_languages"])
    values["appearances"] = tuple(
        Appearance(**_texts(one, "placeholder") | {"person": people.get(one["person"] or "")})
        for one in data["appearances"]
    )
    return Session(**values)
