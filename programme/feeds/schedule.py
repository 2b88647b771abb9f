"""The agenda in the schedule format of frab and pentabarf: for apps, screens and archives.

One description, written as JSON or as XML, so that both say the same. The schemas are those of
voc/schedule, kept in `tests/schemas/`. Only what is public and takes place; no e-mail address is
in the agenda.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text.languages import in_language
from core.text.xml import without_controls
from events.models import Event
from programme.agenda.session_urls import public_url
from programme.agenda.values import Agenda, Session
from programme.feeds.schedule_links import links_of
from programme.feeds.schedule_types import (
    Conference,
    Schedule,
    ScheduleDay,
    ScheduleEvent,
    TextName,
)

_SCHEMA = "https://c3voc.de/schedule/schema.json"
_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_GENERATOR = {"name": "Forum portal", "version": "1"}
# What the schema takes for a zone; Etc/GMT+8 and the like it refuses.
_ZONE = re.compile(r"([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")
# Readers keep numbers in 31 bits.
_MOST_ID = 2**31 - 1
_XML_TEXTS: tuple[TextName, ...] = get_args(TextName)
# --flat-petal-1 to 7 of static/css/tokens.css.
_COLOURS = {
    "petal-1": "#b3261e",
    "petal-2": "#c4581a",
    "petal-3": "#9a7400",
    "petal-4": "#3d7a2a",
    "petal-5": "#00786f",
    "petal-6": "#2a62b0",
    "petal-7": "#7b3fa0",
}


def schedule(event: Event, agenda: Agenda, language: str, at: datetime) -> Schedule:
    """The description, its texts in `language` and its links as of `at`: the `schedule` of the
    JSON format."""
    with in_language(language):
        live = [session for session in agenda.sessions if not session.is_cancelled]
        rooms, days = _room_names(live), _dates(event, agenda, live)
        return {
            "version": str(agenda.version),
            "base_url": f"{settings.PUBLIC_ORIGIN}/",
            "conference": _conference(
                event, agenda, rooms, _days(event, agenda, live, rooms, days, at)
            ),
        }


def as_json(description: Schedule) -> bytes:
    """schedule.json."""
    document = {"$schema": _SCHEMA, "generator": _GENERATOR, "schedule": description}
    return json.dumps(document, ensure_ascii=False).encode()


def acronym(event: Event) -> str:
    """The event's slug as both formats accept it: gmf-2023 → gmf_2023."""
    return event.slug.lower().replace("-", "_").ljust(4, "_")


def _conference(
    event: Event, agenda: Agenda, rooms: dict[str, str], days: list[ScheduleDay]
) -> Conference:
    conference: Conference = {
        "acronym": acronym(event),
        "title": _clean(event.title),
        # Apps offer the days from start to end: one that lies outside could not be reached.
        "start": days[0]["date"],
        "end": days[-1]["date"],
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "url": f"{settings.PUBLIC_ORIGIN}{reverse('home', args=[event.slug])}",
        "tracks": [
            {
                "name": _clean(sub_forum.title),
                "slug": f"sub-forum-{sub_forum.number}",
                "color": _COLOURS[sub_forum.colour],
            }
            for sub_forum in agenda.sub_forums
        ],
        "rooms": [{"name": name, "guid": guid} for guid, name in rooms.items()],
        "days": days,
    }
    if _ZONE.match(agenda.time_zone):
        conference["time_zone_name"] = agenda.time_zone
    return conference


def _dates(event: Event, agenda: Agenda, sessions: Iterable[Session]) -> list[date]:
    """Every day of the edition, as it was released, and every other day with a session."""
    first, last = agenda.dates or (event.start_date, event.end_date)
    own = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return sorted(own | {session.day for session in sessions})


def _days(
    event: Event,
    agenda: Agenda,
    live: list[Session],
    rooms: dict[str, str],
    dates: list[date],
    at: datetime,
) -> list[ScheduleDay]:
    days: list[ScheduleDay] = []
    person_ids = _person_ids(live)
    for index, day in enumerate(dates, start=1):
        midnight = datetime.combine(day, time(), agenda.zone)
        by_room: dict[str, list[ScheduleEvent]] = {}
        for session in live:
            if session.day == day:
                name = rooms[_room_guid(session)]
                by_room.setdefault(name, []).append(_event(event, session, name, person_ids, at))
        # The last moment that counts: a day ends when the next begins, whatever the clocks do.
        end = datetime.combine(day + timedelta(days=1), time(), agenda.zone)
        days.append(
            {
                "index": index,
                "date": day.isoformat(),
                "day_start": midnight.isoformat(),
                "day_end": end.isoformat(),
                "rooms": by_room,
            }
        )
    return days


def session_id(code: str) -> int:
    """The number of a session's code: unique and for ever, within 31 bits for all readers.

    Codes that would not fit begin with Z; what they are too large by is the number of no other.
    """
    number = int(code, 36)
    return number if number <= _MOST_ID else number - _MOST_ID


def _person_ids(sessions: Iterable[Session]) -> dict[str, int]:
    """A number for each person, by guid: that of its first digits, where two agree the next."""
    people = {
        appearance.person.guid
        for session in sessions
        for appearance in session.appearances
        if appearance.person
    }
    ids: dict[str, int] = {}
    taken = {0}
    for guid in sorted(people):
        number = int(guid[:8], 16) & _MOST_ID
        while number in taken:
            number = (number + 1) & _MOST_ID
        taken.add(number)
        ids[guid] = number
    return ids


def _event(
    event: Event, session: Session, room: str, person_ids: dict[str, int], at: datetime
) -> ScheduleEvent:
    length = session.end.astimezone(UTC) - session.start.astimezone(UTC)
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return {
        "guid": session.guid,
        "id": session_id(session.code),
        "code": session.code,
        "date": session.start.isoformat(),
        "start": f"{session.start:%H:%M}",
        # Hours count on over several days: the JSON schema has no days here.
        "duration": f"{hours:02}:{minutes:02}",
        "room": room,
        "slug": f"{acronym(event)}-{session.code.lower()}",
        "url": public_url(event, session),
        "title": _clean(session.title),
        "subtitle": "",
        "track": _clean(session.sub_forum.title) if session.sub_forum else "",
        "type": session.kind,
        "language": session.floor_languages[0] if session.floor_languages else "",
        "abstract": _clean(session.abstract),
        "description": "",
        "persons": [
            {
                "id": person_ids[appearance.person.guid],
                "public_name": _clean(appearance.person.name),
            }
            for appearance in session.appearances
            if appearance.person
        ],
        "links": links_of(session, at),
    }


def _room_guid(session: Session) -> str:
    """The guid of the session's room; a stable one for “all rooms” and for “elsewhere”."""
    if session.room:
        return session.room.guid
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    return str(uuid5(NAMESPACE_URL, f"{host}/{'all' if session.in_all_rooms else 'elsewhere'}"))


def _room_names(sessions: list[Session]) -> dict[str, str]:
    """Names by guid. Two rooms of one name are told apart by their venue: names are keys here."""
    names: dict[str, str] = {}
    for session in sessions:
        guid = _room_guid(session)
        if guid not in names:
            elsewhere = _("All rooms") if session.in_all_rooms else _("Elsewhere")
            name = _clean(session.room.name) if session.room else elsewhere
            if name in names.values() and session.room:
                name = f"{name} ({_clean(session.room.venue)})"
            names[guid] = name if name not in names.values() else f"{name} {guid[:4]}"
    return names


def _clean(text: object) -> str:
    return without_controls(str(text))


def as_xml(description: Schedule) -> bytes:
    """schedule.xml: the same description, in the order that its schema demands."""
    conference = description["conference"]
    root = ElementTree.Element("schedule")
    ElementTree.SubElement(root, "generator", _GENERATOR)
    _text(root, "version", description["version"])
    _write_conference(root, conference, description["base_url"])
    guids = {room["name"]: room["guid"] for room in conference["rooms"]}
    for day in conference["days"]:
        attributes = {"index": str(day["index"]), "date": day["date"]}
        attributes |= {"start": day["day_start"], "end": day["day_end"]}
        element = ElementTree.SubElement(root, "day", attributes)
        for name, events in day["rooms"].items():
            room = ElementTree.SubElement(element, "room", {"name": name, "guid": guids[name]})
            for event in events:
                _write_event(room, event)
    # Written as text and encoded at once: a third of the time of writing bytes piece by piece.
    return f"{_DECLARATION}{ElementTree.tostring(root, encoding='unicode')}".encode()


def _write_conference(root: ElementTree.Element, conference: Conference, base: str) -> None:
    element = ElementTree.SubElement(root, "conference")
    for name in ("acronym", "title", "start", "end"):
        _text(element, name, conference[name])
    _text(element, "days", str(conference["daysCount"]))
    _text(element, "timeslot_duration", conference["timeslot_duration"])
    _text(element, "base_url", base)
    _text(element, "url", conference["url"])
    if "time_zone_name" in conference:
        _text(element, "time_zone_name", conference["time_zone_name"])
    for track in conference["tracks"]:
        ElementTree.SubElement(element, "track", track)


def _write_event(room: ElementTree.Element, event: ScheduleEvent) -> None:
    attributes = {"guid": event["guid"], "id": str(event["id"]), "code": event["code"]}
    element = ElementTree.SubElement(room, "event", attributes)
    for name in _XML_TEXTS:
        _text(element, name, _with_days(event[name]) if name == "duration" else event[name])
    persons = ElementTree.SubElement(element, "persons")
    for person in event["persons"]:
        _text(persons, "person", person["public_name"], {"id": str(person["id"])})
    if event["links"]:
        links = ElementTree.SubElement(element, "links")
        for link in event["links"]:
            _text(links, "link", link["title"], {"href": link["url"]})


def _with_days(duration: str) -> str:
    """100:30 → 4:04:30: the schema has two digits for hours, and then days before them."""
    hours, minutes = duration.split(":")
    return duration if len(hours) < 3 else f"{int(hours) // 24}:{int(hours) % 24:02}:{minutes}"


def _text(
    parent: ElementTree.Element, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    ElementTree.SubElement(parent, name, attributes or {}).text = text
