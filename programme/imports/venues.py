"""Venues as rows of a table."""

from collections.abc import Iterator, Mapping
from copy import copy

from accounts.models import User
from core.text.languages import with_interface
from events.choices import VenueKind
from events.imports.lookup import choice_words
from events.imports.plan import PlannedRow
from events.imports.rows import RowReader
from events.models import Event, Venue
from programme.imports import names


class VenuePlanner:
    """Compares rows with the venues of one event by name, in any language. Changes nothing."""

    def __init__(self, event: Event, _by: User) -> None:
        self._event = event
        self._names = names.venue_names(event)
        self._kinds = choice_words(VenueKind)
        self._taken = names.NamesOnce()

    def prepare(self, rows: list[RowReader]) -> None:
        """Do nothing: an edition has few venues."""

    def plan(self, cells: RowReader) -> PlannedRow:
        """Return what importing one row would do."""
        old = names.find_named(cells, "name", self._names)
        row = copy(old) if old else Venue(event=self._event)
        row.name = cells.texts("name", row.name, 200)
        self._taken.refuse_again(cells, "name", row.name)
        row.kind = cells.word("kind", self._kinds, row.kind)
        row.address = cells.texts("address", row.address, 300)
        row.position = cells.number_or("position", row.position) or 0
        cells.check(row, {}, ("event", "updated_by"))
        return cells.planned(old, row, str(row.name))


def venue_rows(event: Event) -> Iterator[Mapping[str, object]]:
    """Yield the venues by field, as rows that an import reads back unchanged."""
    languages = with_interface(event.languages)
    for venue in Venue.objects.filter(event=event).order_by("position", "pk"):
        yield {
            **{f"name.{code}": venue.name.get(code, "") for code in languages},
            "kind": venue.get_kind_display(),
            **{f"address.{code}": venue.address.get(code, "") for code in languages},
            "position": venue.position,
        }
