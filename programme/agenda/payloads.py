"""The agenda as JSON, as a release keeps it, and back. Knows no database.

Texts by language, moments in ISO 8601 UTC, references by `guid`.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from core.text.collation import collation_key, is_collation_key
from core.text.translated import TranslatedText
from programme.agenda.values import (
    Agenda,
    Appearance,
    Person,
    Room,
    Session,
    SubForum,
    Withdrawn,
    in_order,
)

# Moves when something is added that older releases do not have.
FORMAT = 4


def payload(agenda: Agenda) -> dict[str, Any]:
    """The agenda as JSON, for a release."""
    return {
        "format": FORMAT,
        "time_zone": agenda.time_zone,
        "dates": [day.isoformat() for day in agenda.dates or ()],
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
        "withdrawn": [_plain(one) | _utc(one) for one in agenda.withdrawn],
    }


def _plain(value: Any) -> dict[str, object]:
    fields = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
    return {name: dict(one) if isinstance(one, Mapping) else one for name, one in fields}


def _plain_session(session: Session) -> dict[str, object]:
    plain = _plain(session)
    return plain | {
        **_utc(session),
        "room": session.room.guid if session.room else None,
        "sub_forum": session.sub_forum.guid if session.sub_forum else None,
        "floor_languages": list(session.floor_languages),
        "interpretation_languages": list(session.interpretation_languages),
        "appearances": [
            _plain(one) | {"person": one.person.guid if one.person else None}
            for one in session.appearances
        ],
    }


def _utc(value: Session | Withdrawn) -> dict[str, str]:
    zone = ZoneInfo("UTC")
    return {
        "start": value.start.astimezone(zone).isoformat(),
        "end": value.end.astimezone(zone).isoformat(),
    }


def _local(data: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    moments = {
        name: datetime.fromisoformat(data[name]).astimezone(zone) for name in ("start", "end")
    }
    return {**data, **moments}


def from_payload(
    data: Mapping[str, Any], *, version: int = 0, released_at: datetime | None = None
) -> Agenda:
    """The agenda of a release, exactly as it was published."""
    rooms = {one["guid"]: Room(**_texts(one, "name", "venue")) for one in data["rooms"]}
    sub_forums = {one["guid"]: SubForum(**_texts(one, "title")) for one in data["sub_forums"]}
    people = {one["guid"]: _person(one) for one in data["people"]}
    zone = ZoneInfo(data["time_zone"])
    sessions = (_session(one, rooms, sub_forums, people, zone) for one in data["sessions"])
    dates = [date.fromisoformat(day) for day in data.get("dates", ())]
    return Agenda(
        time_zone=data["time_zone"],
        version=version,
        released_at=released_at,
        rooms=tuple(rooms.values()),
        sub_forums=tuple(sub_forums.values()),
        sessions=in_order(sessions),
        dates=(dates[0], dates[1]) if dates else None,
        # Releases of older formats know of none.
        withdrawn=tuple(Withdrawn(**_local(one, zone)) for one in data.get("withdrawn", ())),
    )


def _person(data: Mapping[str, Any]) -> Person:
    office, key = data["office_title"], data["sort_key"]
    # Older releases hold the office in one language, which is English where there was any.
    texts = office if isinstance(office, Mapping) else {"en": office}
    values = _texts({**data, "office_title": texts}, "office_title", "delegation_name")
    if not is_collation_key(key):
        # Older releases hold the folded name, family first.
        values["sort_key"] = collation_key(*key.split("\u0001"))
    return Person(**values)


def _texts(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**data, **{name: TranslatedText(data[name]) for name in names}}


def _session(
    data: Mapping[str, Any],
    rooms: Mapping[str, Room],
    sub_forums: Mapping[str, SubForum],
    people: Mapping[str, Person],
    zone: tzinfo,
) -> Session:
    values = _local(_texts(data, "title", "abstract"), zone)
    values["room"] = rooms.get(data["room"] or "")
    values["sub_forum"] = sub_forums.get(data["sub_forum"] or "")
    values["floor_languages"] = tuple(data["floor_languages"])
    values["interpretation_languages"] = tuple(data["interpretation_languages"])
    values["appearances"] = tuple(
        Appearance(**_texts(one, "placeholder") | {"person": people.get(one["person"] or "")})
        for one in data["appearances"]
    )
    return Session(**values)
