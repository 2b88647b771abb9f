"""The attendee list: one value says which rows, in which order, with which columns.

The page and the export read the same value, so that a file holds exactly what is on the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from delegations.columns import NUMBER, Facts, ListColumn
from delegations.models import Attendee
from delegations.querysets import ALPHABETICAL, AttendeeQuerySet
from events.models import Event

_CHUNK = 2000


@dataclass(frozen=True)
class AttendeeList:
    """Which people of `event`: `filters` are lookups on Attendee, already checked by a form."""

    event: Event
    columns: Sequence[ListColumn]
    order: str = ALPHABETICAL
    then: str = ""
    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    counted: bool | None = None
    name: str = "attendees"
    title: str = ""

    def queryset(self) -> AttendeeQuerySet:
        """The people, in order."""
        people = Attendee.objects.of_event(self.event).filter(**self.filters)
        if self.counted is not None:
            people = people.counted() if self.counted else people.not_counted()
        if self.text:
            people = people.matching(self.text)
        return people.in_order_of(*(one for one in (self.order, self.then) if one))

    def rows(
        self, facts: Facts, people: AttendeeQuerySet | None = None, first: int = 1
    ) -> Iterator[list[Any]]:
        """The cells of each person, streamed; `people` is a slice of queryset() for a page.

        The number of the first of them is `first`.
        """
        sources = list(dict.fromkeys(name for one in self.columns for name in one.sources))
        places = {name: index for index, name in enumerate(sources)}
        numbers = count(first)

        def number(_facts: Facts) -> int:
            return next(numbers)

        plan = [
            (column.render, [places[name] for name in column.sources])
            if column.key != NUMBER
            else (number, [])
            for column in self.columns
        ]
        found = self.queryset() if people is None else people
        for values in found.values_list(*(sources or ["pk"])).iterator(chunk_size=_CHUNK):
            yield [render(facts, *[values[place] for place in own]) for render, own in plan]
