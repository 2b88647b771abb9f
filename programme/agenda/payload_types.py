"""The shape of an agenda as JSON, as a release stores it. Knows no database.

Texts are by language, moments in ISO 8601 UTC, references by guid. Keys that older formats lack
are not required.
"""

from typing import NotRequired, TypeAlias, TypedDict

from core.json_types import JsonValue

Texts: TypeAlias = dict[str, str]


class RoomPayload(TypedDict):
    """A room; `capacity` in people."""

    guid: str
    name: Texts
    venue: Texts
    floor: str
    capacity: int
    position: int
    venue_guid: NotRequired[str]


class SubForumPayload(TypedDict):
    """A sub-forum; `colour` is the name of a token in the style sheet."""

    guid: str
    number: int
    slug: str
    title: Texts
    colour: str


class PersonPayload(TypedDict):
    """A person on stage. Older formats have the office in English only, as one string."""

    guid: str
    slug: str
    name: str
    native_name: str
    honorific: str
    office_title: Texts | str
    delegation_name: Texts
    country: str
    sort_key: str


class AppearancePayload(TypedDict):
    """A person (by guid) or a placeholder, in a role."""

    role: str
    person: str | None
    placeholder: Texts
    is_confirmed: bool


class DocumentPayload(TypedDict):
    """A file of a session; `size` in bytes."""

    guid: str
    title: Texts
    language: str
    file_name: str
    size: int
    digest: str


class PicturePayload(TypedDict):
    """The picture of a session: its SHA-256, and what it shows."""

    digest: str
    alt: Texts


class SessionPayload(TypedDict):
    """A session; `room` and `sub_forum` by guid."""

    guid: str
    code: str
    kind: str
    title: Texts
    abstract: Texts
    start: str
    end: str
    room: str | None
    in_all_rooms: bool
    sub_forum: str | None
    floor_languages: list[str]
    interpretation_languages: list[str]
    capacity: int | None
    needs_sign_up: bool
    is_major: bool
    status: str
    appearances: list[AppearancePayload]
    sequence: NotRequired[int]
    stream: NotRequired[str]
    recording: NotRequired[str]
    documents: NotRequired[list[DocumentPayload]]
    picture: NotRequired[PicturePayload | None]


class WithdrawnPayload(TypedDict):
    """A session that was withdrawn; `version` is the release that did so."""

    guid: str
    code: str
    start: str
    end: str
    sequence: int
    version: int


class AgendaPayload(TypedDict):
    """The whole agenda. `dates` are the first and the last day, or nothing."""

    format: int
    time_zone: str
    dates: NotRequired[list[str]]
    rooms: list[RoomPayload]
    sub_forums: list[SubForumPayload]
    people: list[PersonPayload]
    sessions: list[SessionPayload]
    withdrawn: NotRequired[list[WithdrawnPayload]]


class FieldChangePayload(TypedDict):
    """A field of a session, with its value before and after a release."""

    field: str
    old: JsonValue
    new: JsonValue


class ChangePayload(TypedDict):
    """What a release changed in one session; `kind` as in `programme.releases.changes`."""

    kind: str
    guid: str
    code: str
    title: Texts
    start: str
    fields: list[FieldChangePayload]


class OpenErrorPayload(TypedDict):
    """An error of the checks with which a release was published (`Finding.identity`)."""

    check: str
    fingerprint: str
