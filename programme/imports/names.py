"""Rooms, sub-forums, sessions and people by the names used in tables, and the names to write."""

from collections import Counter
from typing import TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from core.tables import normalise_header
from core.text.translated import TranslatedText
from delegations.choices import AttendeeStatus
from delegations.models import Attendee
from delegations.protocol.names import search_text
from events.imports.lookup import Lookup
from events.imports.rows import RowReader
from events.models import Event, Room, Venue
from programme.models import Session, SubForum

_Row = TypeVar("_Row", bound=Model)


def load_rooms(event: Event) -> list[Room]:
    """Load the rooms of an event in their order."""
    rooms = Room.objects.filter(venue__event=event).select_related("venue")
    return list(rooms.order_by("venue__position", "position", "pk"))


def room_names(rooms: list[Room]) -> Lookup[Room]:
    """Rooms by name in any language, also with that of the venue: “Pearl Hall (Congress)”."""
    pairs = [(name, room) for room in rooms for name in room.name.values()]
    for room in rooms:
        for venue in room.venue.name.values():
            pairs += [(f"{name} ({venue})", room) for name in room.name.values()]
    return Lookup(pairs)


def written_rooms(rooms: list[Room]) -> dict[int, str]:
    """What to write for each room, so that it is found again."""
    names = room_names(rooms)
    return {
        room.pk: str(room) if len(names.find(str(room))) == 1 else f"{room} ({room.venue})"
        for room in rooms
    }


def venue_names(event: Event) -> Lookup[Venue]:
    """Venues by name in any language."""
    venues = Venue.objects.filter(event=event).order_by("position", "pk")
    return Lookup((name, venue) for venue in venues for name in venue.name.values())


def sub_forum_names(event: Event) -> Lookup[SubForum]:
    """Sub-forums by number, title in any language and short name in the address."""
    sub_forums = list(SubForum.objects.filter(event=event))
    pairs = [(title, sub_forum) for sub_forum in sub_forums for title in sub_forum.title.values()]
    pairs += [
        (name, sub_forum)
        for sub_forum in sub_forums
        for name in (str(sub_forum.number), sub_forum.slug)
    ]
    pairs += [
        (f"{sub_forum.number} {title}", sub_forum)
        for sub_forum in sub_forums
        for title in sub_forum.title.values()
    ]
    return Lookup(pairs)


def session_titles(sessions: list[Session]) -> Lookup[Session]:
    """Sessions by title in any language."""
    return Lookup((title, session) for session in sessions for title in session.title.values())


def find_named(cells: RowReader, key: str, known: Lookup[_Row]) -> _Row | None:
    """The row whose name, in any language, is in the cells of `key`; the first of several."""
    for text in cells.texts(key, TranslatedText(), None).values():
        if matches := known.find(text):
            return matches[0]
    return None


class NamesOnce:
    """The names that a table has given so far: two rows of one name are an error."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def refuse_again(self, cells: RowReader, key: str, names: TranslatedText) -> None:
        """Remember the names of a row, or say at `key` that an earlier row has one of them."""
        keys = {normalise_header(name) for name in names.values() if name}
        if keys & self._names:
            message = _("“%(code)s” is in several rows. Keep one.")
            cells.error(key, message, code=str(names))
        self._names |= keys


def load_people(event: Event) -> list[Attendee]:
    """Load the people who are approved or already on stage."""
    wanted = Q(status=AttendeeStatus.APPROVED) | Q(appearances__session__event=event)
    people = Attendee.objects.of_event(event).filter(wanted).distinct()
    return list(people.select_related("delegation__organisation").order_by("pk"))


def people_names(people: list[Attendee]) -> Lookup[Attendee]:
    """People by every form of the name, also with the city, and by written_people()."""
    pairs: list[tuple[str, Attendee]] = []
    for person in people:
        listed = person.listed_name
        pairs += [(name, person) for name in (person.full_name, listed, person.native_name)]
        for form in search_text(person.person_name, person.list_name, person.badge_name).split(
            "\n"
        ):
            pairs += [(form, person), (f"{person.honorific} {form}", person)]
        for city in person.delegation.organisation.name.values():
            pairs += [(f"{name} ({city})", person) for name in (person.full_name, listed)]
        pairs.append((_unmistakable(person), person))
    return Lookup(pairs)


def written_people(people: list[Attendee]) -> dict[int, str]:
    """The name to write for each person, so that the same person is found again."""
    names = people_names(people)
    return {
        person.pk: person.full_name
        if len(names.find(person.full_name)) == 1
        else _unmistakable(person)
        for person in people
    }


def _unmistakable(person: Attendee) -> str:
    return f"{person.full_name} [{person.guid.hex[:8]}]"


def repeated_values(values: list[str]) -> frozenset[str]:
    """Return the values that occur more than once."""
    return frozenset(value for value, count in Counter(values).items() if value and count > 1)
