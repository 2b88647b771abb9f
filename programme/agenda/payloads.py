"""The agenda as JSON, as a release stores it, and back. Knows no database."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from core.text.collation import collation_key, is_collation_key
from core.text.translated import TranslatedText
from programme.agenda.media import Document, Media, Picture
from programme.agenda.payload_types import (
    AgendaPayload,
    AppearancePayload,
    DocumentPayload,
    PersonPayload,
    RoomPayload,
    SessionPayload,
    SubForumPayload,
    WithdrawnPayload,
)
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

# Raised when something is added that older releases do not have.
FORMAT = 5


# --- Writing ------------------------------------------------------------------------------------


def payload(agenda: Agenda) -> AgendaPayload:
    """Return the agenda as JSON, for a release."""
    people = {
        appearance.person.guid: appearance.person
        for session in agenda.sessions
        for appearance in session.appearances
        if appearance.person
    }
    return {
        "format": FORMAT,
        "time_zone": agenda.time_zone,
        "dates": [day.isoformat() for day in agenda.dates or ()],
        "rooms": [_write_room(room) for room in agenda.rooms],
        "sub_forums": [_write_sub_forum(sub_forum) for sub_forum in agenda.sub_forums],
        "people": [_write_person(person) for person in people.values()],
        "sessions": [_write_session(session) for session in agenda.sessions],
        "withdrawn": [_write_withdrawn(session) for session in agenda.withdrawn],
    }


def _write_room(room: Room) -> RoomPayload:
    return {
        "guid": room.guid,
        "name": dict(room.name),
        "venue": dict(room.venue),
        "floor": room.floor,
        "capacity": room.capacity,
        "position": room.position,
        "venue_guid": room.venue_guid,
    }


def _write_sub_forum(sub_forum: SubForum) -> SubForumPayload:
    return {
        "guid": sub_forum.guid,
        "number": sub_forum.number,
        "slug": sub_forum.slug,
        "title": dict(sub_forum.title),
        "colour": sub_forum.colour,
    }


def _write_person(person: Person) -> PersonPayload:
    return {
        "guid": person.guid,
        "slug": person.slug,
        "name": person.name,
        "native_name": person.native_name,
        "honorific": person.honorific,
        "office_title": dict(person.office_title),
        "delegation_name": dict(person.delegation_name),
        "country": person.country,
        "sort_key": person.sort_key,
    }


def _write_session(session: Session) -> SessionPayload:
    picture = session.media.picture
    return {
        "guid": session.guid,
        "code": session.code,
        "kind": session.kind,
        "title": dict(session.title),
        "abstract": dict(session.abstract),
        "start": _in_utc(session.start),
        "end": _in_utc(session.end),
        "room": session.room.guid if session.room else None,
        "in_all_rooms": session.in_all_rooms,
        "sub_forum": session.sub_forum.guid if session.sub_forum else None,
        "floor_languages": list(session.floor_languages),
        "interpretation_languages": list(session.interpretation_languages),
        "capacity": session.capacity,
        "needs_sign_up": session.needs_sign_up,
        "is_major": session.is_major,
        "status": session.status,
        "appearances": [_write_appearance(appearance) for appearance in session.appearances],
        "sequence": session.sequence,
        "stream": session.media.stream,
        "recording": session.media.recording,
        "documents": [_write_document(document) for document in session.media.documents],
        "picture": {"digest": picture.digest, "alt": dict(picture.alt)} if picture else None,
    }


def _write_document(document: Document) -> DocumentPayload:
    return {
        "guid": document.guid,
        "title": dict(document.title),
        "language": document.language,
        "file_name": document.file_name,
        "size": document.size,
        "digest": document.digest,
    }


def _write_appearance(appearance: Appearance) -> AppearancePayload:
    return {
        "role": appearance.role,
        "person": appearance.person.guid if appearance.person else None,
        "placeholder": dict(appearance.placeholder),
        "is_confirmed": appearance.is_confirmed,
    }


def _write_withdrawn(session: Withdrawn) -> WithdrawnPayload:
    return {
        "guid": session.guid,
        "code": session.code,
        "start": _in_utc(session.start),
        "end": _in_utc(session.end),
        "sequence": session.sequence,
        "version": session.version,
    }


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


# --- Reading ------------------------------------------------------------------------------------


def from_payload(
    data: AgendaPayload, *, version: int = 0, released_at: datetime | None = None
) -> Agenda:
    """Return the agenda of a release, exactly as it was published."""
    rooms = {room["guid"]: _read_room(room) for room in data["rooms"]}
    sub_forums = {row["guid"]: _read_sub_forum(row) for row in data["sub_forums"]}
    people = {person["guid"]: _read_person(person) for person in data["people"]}
    zone = ZoneInfo(data["time_zone"])
    sessions = (_read_session(row, rooms, sub_forums, people, zone) for row in data["sessions"])
    dates = [date.fromisoformat(day) for day in data.get("dates", [])]
    return Agenda(
        time_zone=data["time_zone"],
        version=version,
        released_at=released_at,
        rooms=tuple(rooms.values()),
        sub_forums=tuple(sub_forums.values()),
        sessions=in_order(sessions),
        dates=(dates[0], dates[1]) if dates else None,
        withdrawn=tuple(_read_withdrawn(row, zone) for row in data.get("withdrawn", [])),
    )


def _read_room(data: RoomPayload) -> Room:
    return Room(
        guid=data["guid"],
        name=TranslatedText(data["name"]),
        venue=TranslatedText(data["venue"]),
        floor=data["floor"],
        capacity=data["capacity"],
        position=data["position"],
        venue_guid=data.get("venue_guid", ""),
    )


def _read_sub_forum(data: SubForumPayload) -> SubForum:
    return SubForum(
        guid=data["guid"],
        number=data["number"],
        slug=data["slug"],
        title=TranslatedText(data["title"]),
        colour=data["colour"],
    )


def _read_person(data: PersonPayload) -> Person:
    office, sort_key = data["office_title"], data["sort_key"]
    if not is_collation_key(sort_key):
        # Older releases hold the folded name, family first.
        sort_key = collation_key(*sort_key.split("\u0001"))
    return Person(
        guid=data["guid"],
        slug=data["slug"],
        name=data["name"],
        native_name=data["native_name"],
        honorific=data["honorific"],
        office_title=TranslatedText({"en": office} if isinstance(office, str) else office),
        delegation_name=TranslatedText(data["delegation_name"]),
        country=data["country"],
        sort_key=sort_key,
    )


def _read_session(
    data: SessionPayload,
    rooms: Mapping[str, Room],
    sub_forums: Mapping[str, SubForum],
    people: Mapping[str, Person],
    zone: tzinfo,
) -> Session:
    return Session(
        guid=data["guid"],
        code=data["code"],
        kind=data["kind"],
        title=TranslatedText(data["title"]),
        abstract=TranslatedText(data["abstract"]),
        start=_in_zone(data["start"], zone),
        end=_in_zone(data["end"], zone),
        room=rooms.get(data["room"] or ""),
        in_all_rooms=data["in_all_rooms"],
        sub_forum=sub_forums.get(data["sub_forum"] or ""),
        floor_languages=tuple(data["floor_languages"]),
        interpretation_languages=tuple(data["interpretation_languages"]),
        capacity=data["capacity"],
        needs_sign_up=data["needs_sign_up"],
        is_major=data["is_major"],
        status=data["status"],
        appearances=tuple(
            _read_appearance(appearance, people) for appearance in data["appearances"]
        ),
        sequence=data.get("sequence", 0),
        media=_read_media(data),
    )


def _read_document(data: DocumentPayload) -> Document:
    return Document(
        guid=data["guid"],
        title=TranslatedText(data["title"]),
        language=data["language"],
        file_name=data["file_name"],
        size=data["size"],
        digest=data["digest"],
    )


def _read_media(data: SessionPayload) -> Media:
    documents = (_read_document(row) for row in data.get("documents", []))
    stored = data.get("picture")
    picture = Picture(stored["digest"], TranslatedText(stored["alt"])) if stored else None
    return Media(data.get("stream", ""), data.get("recording", ""), tuple(documents), picture)


def _read_appearance(data: AppearancePayload, people: Mapping[str, Person]) -> Appearance:
    return Appearance(
        role=data["role"],
        person=people.get(data["person"] or ""),
        placeholder=TranslatedText(data["placeholder"]),
        is_confirmed=data["is_confirmed"],
    )


def _read_withdrawn(data: WithdrawnPayload, zone: tzinfo) -> Withdrawn:
    return Withdrawn(
        guid=data["guid"],
        code=data["code"],
        start=_in_zone(data["start"], zone),
        end=_in_zone(data["end"], zone),
        sequence=data["sequence"],
        version=data["version"],
    )


def _in_zone(moment: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(moment).astimezone(zone)
