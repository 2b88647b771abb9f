"""Rooms as rows of a table."""

from collections.abc import Iterator, Mapping
from copy import copy

from django.utils.translation import gettext as _

from accounts.models import User
from core.text.languages import with_interface
from core.text.translated import TranslatedText
from events.imports.plan import PlannedRow
from events.imports.rows import RowReader
from events.models import Event, Room, Venue
from programme.imports import names


class RoomPlanner:
    """Compares rows with the rooms of one event by venue and name. Changes nothing."""

    def __init__(self, event: Event, _by: User) -> None:
        self._rooms = names.load_rooms(event)
        self._venues = list(Venue.objects.filter(event=event))
        self._venue_names = names.venue_names(event)
        self._taken: set[int] = set()

    def prepare(self, rows: list[RowReader]) -> None:
        """Do nothing: rooms are compared row by row."""

    def plan(self, cells: RowReader) -> PlannedRow:
        """Return what importing one row would do."""
        venue = self._venue(cells)
        plans = [self._against(cells, room) for room in self._candidates(cells, venue)]
        if not plans:
            row = Room(venue=venue) if venue else Room()
            return self._fill(cells, row, None)
        # Of several rooms with this name, the one that needs the least change.
        best = min(plans, key=lambda plan: (len(plan.errors), len(plan.changes)))
        self._taken.add(best.row.pk)
        cells.errors[:], cells.warnings[:] = best.errors, best.warnings
        return best

    def _against(self, cells: RowReader, old: Room) -> PlannedRow:
        attempt = copy(cells)
        attempt.errors, attempt.warnings = list(cells.errors), list(cells.warnings)
        return self._fill(attempt, copy(old), old)

    def _venue(self, cells: RowReader) -> Venue | None:
        text = cells.meaning("venue", cells.text("venue"), self._venue_names)
        if not text:
            if len(self._venues) == 1:
                return self._venues[0]
            cells.error("venue", _("Enter the venue: there are several, or none yet."))
            return None
        venues = self._venue_names.find(text)
        if not venues:
            cells.unknown("venue", cells.text("venue"), self._venue_names)
        return venues[0] if venues else None

    def _candidates(self, cells: RowReader, venue: Venue | None) -> list[Room]:
        named = set(cells.texts("name", TranslatedText(), None).values())
        return [
            room
            for room in self._rooms
            if venue
            and room.venue_id == venue.pk
            and room.pk not in self._taken
            and named & set(room.name.values())
        ]

    def _fill(self, cells: RowReader, row: Room, old: Room | None) -> PlannedRow:
        row.name = cells.texts("name", row.name, 100)
        row.floor, row.use = cells.plain("floor", row.floor), cells.plain("use", row.use)
        capacity = cells.number_or("capacity", row.capacity)
        if capacity is None:
            cells.error("capacity", _("This cell is required. Fill it in."))
        else:
            row.capacity = capacity
        row.booths = cells.number_or("booths", row.booths) or 0
        row.position = cells.number_or("position", row.position) or 0
        cells.check(row, {}, ("venue", "updated_by"))
        return cells.planned(old, row, str(row.name))


def room_rows(event: Event) -> Iterator[Mapping[str, object]]:
    """Yield the rooms by field, as rows that an import reads back unchanged."""
    languages = with_interface(event.languages)
    for room in names.load_rooms(event):
        yield {
            "venue": str(room.venue.name),
            **{f"name.{code}": room.name.get(code, "") for code in languages},
            "floor": room.floor,
            "capacity": room.capacity,
            "booths": room.booths,
            "use": room.use,
            "position": room.position,
        }
