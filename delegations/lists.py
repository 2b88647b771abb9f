"""The attendee list: one value says which rows, in which order, with which columns.

The page and the export read the same value, so that a file holds exactly what is on the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from delegations.columns import Facts, ListColumn
from delegations.models import Attendee
from delegations.querysets import AttendeeQuerySet
from events.models import Event

ALPHABETICAL, PRECEDENCE = "alphabetical", "precedence"
_CHUNK = 2000


@dataclass(frozen=True)
class AttendeeList:
    """Which people of `event`: `filters` are lookups on Attendee, already checked by a form."""

    event: Event
    columns: Sequence[ListColumn]
    order: str = ALPHABETICAL
    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    counted: bool | None = None

    def queryset(self) -> AttendeeQuerySet:
        """The people, in order."""
        people = Attendee.objects.of_event(self.event).filter(**self.filters)
        if self.counted is not None:
            people = people.counted() if self.counted else people.not_counted()
        if self.text:
            people = people.matching(self.text)
        return people.by_precedence() if self.order == PRECEDENCE else people.alphabetical()

    def rows(self, facts: Facts, people: AttendeeQuerySet | None = None) -> Iterator[list[Any]]:
        """The cells of each person, streamed; `people` is a slice of queryset() for a page."""
        sources = list(dict.fromkeys(name for one in self.columns for name in one.sources))
        places = {name: index for index, name in enumerate(sources)}
        plan = [
            (column.render, [places[name] for name in column.sources]) for column in self.columns
        ]
        found = self.queryset() if people is None else people
        for values in found.values_list(*sources).iterator(chunk_size=_CHUNK):
            yield [render(facts, *[values[place] for place in own]) for render, own in plan]
