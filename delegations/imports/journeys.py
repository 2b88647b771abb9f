"""Journeys as columns of the table of people: arrival, hotel and departure."""

from copy import copy
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.history import FieldChange, compare_records
from core.tables.moments import split_moment
from core.text.whole_days import earliest, whole_day
from delegations.choices import RoomPayer, RoomType, TransportMode
from delegations.imports.fields import JOURNEY_FIELDS
from delegations.models import Attendee, Travel
from events.choices import VenueKind
from events.imports.lookup import Lookup, choice_words
from events.imports.rows import RowReader
from events.imports.times import day_in, moment_at, time_in
from events.models import Event, Venue
from events.permissions import has_right

KEYS = frozenset(field.key for field in JOURNEY_FIELDS)
_TEXTS = (
    "arrival_number",
    "arrival_from",
    "arrival_point",
    "departure_number",
    "departure_point",
    "shares_with",
    "confirmation_number",
)
_WORDS = {
    "arrival_mode": TransportMode,
    "departure_mode": TransportMode,
    "room_type": RoomType,
    "room_payer": RoomPayer,
}
# The field of each moment: the cell of its day, and that of its time where it has one.
_MOMENTS = {
    "arrives_at": ("arrival", "arrival_time"),
    "departs_at": ("departure", "departure_time"),
}
# So many days around the event somebody comes or leaves.
_AROUND = 14


class JourneyPlanner:
    """Compares the cells about a journey with the stored journey."""

    def __init__(self, event: Event, by: User | None) -> None:
        self._event, self._by = event, by
        self._known: dict[int, Travel] = {}
        self._keys: list[str] = []
        self._may = False
        self._words: dict[str, Lookup[str]] = {}
        self._hotels: Lookup[Venue] = Lookup(())

    def prepare(self, rows: list[RowReader]) -> None:
        """Read the journeys of the event, if the table has a column for them."""
        self._keys = [key for key in sorted(KEYS) if rows and rows[0].has(key)]
        if not self._keys:
            return
        by = self._by
        self._may = by is not None and has_right(by, self._event, Right.VIEW_SENSITIVE)
        people = Travel.objects.filter(attendee__delegation__event=self._event)
        self._known = {person.pk: person for person in people.select_related("hotel")}
        self._words = {name: choice_words(choices) for name, choices in _WORDS.items()}
        hotels = Venue.objects.filter(event=self._event, kind=VenueKind.HOTEL)
        self._hotels = Lookup((name, hotel) for hotel in hotels for name in hotel.name.values())

    def plan(
        self, cells: RowReader, old: Attendee | None
    ) -> tuple[Travel | None, list[FieldChange]]:
        """The journey to save, if it differs from the stored one, and its changes."""
        keys = [key for key in self._keys if cells.text(key)]
        known = self._known.get(old.pk) if old else None
        if not keys and known is None:
            return None, []
        if not self._may:
            if keys:
                cells.error(keys[0], _("Only people who can see travel details can enter them."))
            return None, []
        row = copy(known) if known else Travel()
        self._read(cells, row)
        if cells.errors:
            return None, []
        changes = [
            # Where somebody is to be known for a reason: the table is, what it replaces is not.
            FieldChange(f"travel.{change.name}", change.label, change.old and "…", change.new)
            for change in compare_records(known, row)
            if change.name != "attendee"
        ]
        return (row if changes else None), changes

    def _read(self, cells: RowReader, row: Travel) -> None:
        for name in _TEXTS:
            longest = getattr(Travel._meta.get_field(name), "max_length", None)
            setattr(row, name, cells.plain(name, getattr(row, name), longest))
        for name, lookup in self._words.items():
            setattr(row, name, cells.word(name, lookup, getattr(row, name)))
        row.bags = cells.number_or("bags", row.bags)
        cells.check_fields(row, ["bags"] if cells.has("bags") else [])
        for name, (day, clock) in _MOMENTS.items():
            if cells.has(day):
                setattr(row, name, self._moment(cells, day, clock, getattr(row, name)))
        arrives, departs = row.arrives_at, row.departs_at
        if arrives and departs and departs <= earliest(arrives, self._event.zone):
            cells.error(
                "departure", _("The departure is not after the arrival. Correct one of them.")
            )
        if cells.has("hotel"):
            row.hotel = self._hotel(cells, row.hotel)

    def _moment(
        self, cells: RowReader, name: str, clock: str, old: datetime | None
    ) -> datetime | None:
        day = day_in(cells, name, self._event, around=_AROUND)
        at = time_in(cells, clock) if cells.text(clock) else None
        if at is None and day and split_moment(cells.text(name))[1]:
            at = time_in(cells, name)
        if day is None and at is not None:
            cells.error(name, _("This cell is required. Fill it in."))
        if cells.faulty & {name, clock}:
            return old
        if day is None:
            return None
        zone = self._event.zone
        if at is None:
            # A table that has only the day does not take away the time of that day.
            is_same_day = old is not None and old.astimezone(zone).date() == day
            return old if is_same_day else whole_day(day, zone)
        return moment_at(cells, name, self._event, day, at)

    def _hotel(self, cells: RowReader, old: Venue | None) -> Venue | None:
        text = cells.meaning("hotel", cells.text("hotel"), self._hotels)
        if not text:
            return None
        matches = self._hotels.find(text)
        if len(matches) == 1 or (old and old in matches):
            return old if old in matches else matches[0]
        cells.unknown("hotel", text, self._hotels)
        return old
