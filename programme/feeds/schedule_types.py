"""The parts of a schedule in the format of frab and pentabarf, as in their JSON schema."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

# The texts of a session, in the order that the XML schema demands.
TextName: TypeAlias = Literal[
    "room",
    "title",
    "subtitle",
    "type",
    "date",
    "start",
    "duration",
    "abstract",
    "slug",
    "track",
    "language",
    "description",
    "url",
]


class SchedulePerson(TypedDict):
    """A person on stage."""

    id: int
    public_name: str


class ScheduleLink(TypedDict):
    """A page on another site, and what it is."""

    url: str
    title: str


class ScheduleEvent(TypedDict):
    """A session, which the format calls an event. `duration` in hours and minutes."""

    guid: str
    id: int
    code: str
    date: str
    start: str
    duration: str
    room: str
    slug: str
    url: str
    title: str
    subtitle: str
    track: str
    type: str
    language: str
    abstract: str
    description: str
    persons: list[SchedulePerson]
    links: list[ScheduleLink]


class ScheduleDay(TypedDict):
    """A day with its sessions by name of room."""

    index: int
    date: str
    day_start: str
    day_end: str
    rooms: dict[str, list[ScheduleEvent]]


class Conference(TypedDict):
    """The edition; `tracks` and `rooms` as the schema describes them."""

    acronym: str
    title: str
    start: str
    end: str
    daysCount: int
    timeslot_duration: str
    url: str
    tracks: list[dict[str, str]]
    rooms: list[dict[str, str]]
    days: list[ScheduleDay]
    time_zone_name: NotRequired[str]


class Schedule(TypedDict):
    """The whole schedule."""

    version: str
    base_url: str
    conference: Conference
