"""What a release changes, session by session and field by field. Knows no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.json_types import JsonValue
from programme.agenda.payload_types import ChangePayload
from programme.agenda.values import Agenda, Appearance, Person, Room, Session, SubForum

NEW, MOVED, CHANGED, CANCELLED, WITHDRAWN = "new", "moved", "changed", "cancelled", "withdrawn"
# The fields that make people come at another time or to another place.
PLACE_FIELDS = ("start", "end", "room", "in_all_rooms")
MEDIA_FIELDS = ("stream", "recording", "documents", "picture")
_OTHER_FIELDS = (
    "title",
    "abstract",
    "kind",
    "sub_forum",
    "floor_languages",
    "interpretation_languages",
    "appearances",
    "capacity",
    "needs_sign_up",
    "is_major",
    "status",
    *MEDIA_FIELDS,
)

_Named: TypeAlias = Room | SubForum | Person
_DETAILS: dict[type[_Named], tuple[str, ...]] = {
    Room: ("venue", "floor", "position"),
    SubForum: ("number", "title", "colour"),
    Person: ("native_name", "honorific", "office_title", "delegation_name", "country"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with its value before and after, both ready to be stored as JSON."""

    field: str
    old: JsonValue
    new: JsonValue


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one session; `kind` is NEW, MOVED, CHANGED, CANCELLED or WITHDRAWN."""

    kind: str
    session: Session
    fields: tuple[FieldChange, ...] = ()


def differences(old: Agenda | None, new: Agenda) -> list[Change]:
    """Return the exact differences between two agendas, in the order of the new one.

    A published session that the new agenda lacks counts as withdrawn if the new agenda says so,
    otherwise as cancelled, under the title that it had. A session that was cancelled before and
    still is has not changed.
    """
    before = old.by_guid if old else {}
    changes = [
        change for session in new.sessions if (change := _change(before.get(session.guid), session))
    ]
    gone = (session for session in before.values() if session.guid not in new.by_guid)
    return [
        *changes,
        *(
            Change(WITHDRAWN if session.code in new.gone else CANCELLED, session)
            for session in gone
            if session.code in new.gone or not session.is_cancelled
        ),
    ]


def has_same_frame(old: Agenda, new: Agenda) -> bool:
    """Return whether all that belongs to no session is the same: zone, dates, details of rooms,
    sub-forums and people. Dates that the old agenda lacks are not compared.
    """
    same_dates = old.dates in (None, new.dates)
    return old.time_zone == new.time_zone and same_dates and not changed_details(old, new)


def changed_details(old: Agenda, new: Agenda) -> list[_Named]:
    """Return the rooms, sub-forums and people in both agendas whose details differ.

    Names of rooms and people are not compared: `differences` reports them with each session.
    """
    before = {detail.guid: detail for detail in _named(old)}
    return [
        detail
        for detail in _named(new)
        if detail.guid in before and _told(before[detail.guid], detail)
    ]


def _named(agenda: Agenda) -> list[_Named]:
    return [
        *agenda.rooms,
        *agenda.sub_forums,
        *(person for person, _on in agenda.on_stage.values()),
    ]


def _told(old: _Named, new: _Named) -> bool:
    was, will = ([getattr(state, name) for name in _DETAILS[type(new)]] for state in (old, new))
    return was != will


def _change(old: Session | None, new: Session) -> Change | None:
    if old is None:
        return Change(NEW, new)
    fields = tuple(field_changes(old, new))
    if not fields:
        return None
    if new.is_cancelled and not old.is_cancelled:
        return Change(CANCELLED, new, fields)
    moved = any(change.field in PLACE_FIELDS for change in fields)
    return Change(MOVED if moved else CHANGED, new, fields)


def field_changes(old: Session, new: Session) -> Iterator[FieldChange]:
    """Return the fields of a session that differ, those of time and place first."""
    for name in (*PLACE_FIELDS, *_OTHER_FIELDS):
        before, after = _value(old, name), _value(new, name)
        if before != after:
            yield FieldChange(name, before, after)


def _value(session: Session, name: str) -> JsonValue:
    if name == "documents":
        return [
            {"title": dict(document.title), "digest": document.digest}
            for document in session.media.documents
        ]
    if name == "picture":
        picture = session.media.picture
        return {"digest": picture.digest, **picture.alt} if picture else None
    if name == "appearances":
        return [_on_stage(appearance) for appearance in session.appearances]
    owner = session.media if name in MEDIA_FIELDS else session
    value: JsonValue | datetime | Room | SubForum = getattr(owner, name)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Room):
        return dict(value.name)
    if isinstance(value, SubForum):
        return dict(value.title)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _on_stage(appearance: Appearance) -> dict[str, JsonValue]:
    if appearance.person:
        # In English, as releases have always kept it: own words beside it change no session.
        title = appearance.person.office_title.best("en").text
        return {"role": appearance.role, "name": appearance.person.name, "title": title}
    return {"role": appearance.role, "placeholder": dict(appearance.placeholder)}


def as_json(changes: list[Change], *, for_office: bool = False) -> list[ChangePayload]:
    """Return the changes as a release stores them: without the titles of withdrawn sessions.

    With `for_office`, for pages of the office, these titles are included.
    """
    return [
        {
            "kind": change.kind,
            "guid": change.session.guid,
            "code": change.session.code,
            "title": dict(change.session.title) if for_office or change.kind != WITHDRAWN else {},
            "start": change.session.start.isoformat(),
            "fields": [
                {"field": field.field, "old": field.old, "new": field.new}
                for field in change.fields
            ],
        }
        for change in changes
    ]
