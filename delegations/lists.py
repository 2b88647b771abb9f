"""The attendee list: one value says which rows, in which order, with which columns.

The page and the export read the same value, so that a file holds exactly what is on the screen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import cached_property

from delegations.columns import NUMBER, PERSON, Facts, ListColumn
from delegations.models import Attendee
from delegations.querysets import ALPHABETICAL, PRECEDENCE, AttendeeQuerySet
from events.models import Event

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:  # Django's own takes no type arguments at run time
    _Paginator = Paginator

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
    # Lookups of their own, beside `filters`: two may be about the same field.
    also: Mapping[str, Any] = field(default_factory=dict)
    counted: bool | None = None
    name: str = "attendees"
    title: str = ""

    def queryset(self) -> AttendeeQuerySet:
        """The people, in order."""
        people = Attendee.objects.of_event(self.event).filter(**self.filters).filter(**self.also)
        if self.counted is not None:
            people = people.counted() if self.counted else people.not_counted()
        if self.text:
            people = people.matching(self.text)
        return people.in_order_of(*(one for one in (self.order, self.then) if one))

    def sizes(self) -> dict[int, int]:
        """How many of the people are in each delegation, by its key."""
        rows = self.queryset().order_by().values_list("delegation_id")
        return dict(rows.annotate(size=Count("pk")))

    def between(self, first: int, last: int, sizes: Mapping[int, int]) -> AttendeeQuerySet:
        """The people from place `first` to before `last`, in order; `sizes` are those of now.

        A hundred thousand people are not sorted for a page of fifty: where delegations follow one
        another, those that the page shows are found by their sizes, and only they are sorted.
        """
        positions = {ALPHABETICAL: "alphabetical_position", PRECEDENCE: "precedence_position"}
        if self.order not in positions or self.then:
            return self.queryset()[first:last]
        passed, before = 0, 0
        shown: list[int] = []
        order = (positions[self.order], "alphabetical_position", "pk")
        for pk in self.event.delegations.order_by(*order).values_list("pk", flat=True):
            if pk not in sizes:
                continue
            if passed + sizes[pk] > first and passed < last:
                before = before if shown else passed
                shown.append(pk)
            passed += sizes[pk]
        people = self.queryset().filter(delegation__in=shown)
        return people[first - before : last - before]

    def rows(
        self, facts: Facts, people: AttendeeQuerySet | None = None, first: int = 1
    ) -> Iterator[list[Any]]:
        """The cells of each person, streamed; `people` is a slice of queryset() for a page.

        The number of the first of them is `first`.
        """
        renders = [column.render for column in self.columns]
        yield from self._made(self.columns, renders, facts, people, first)

    def data(self, facts: Facts, people: AttendeeQuerySet, first: int) -> Iterator[dict[str, Any]]:
        """The same for programs: values by the keys of the columns, and who it is."""
        columns = [PERSON, *self.columns]
        values = [column.data or column.render for column in columns]
        keys = [column.key for column in columns]
        is_text = [column.kind == "text" for column in columns]
        for cells in self._made(columns, values, facts, people, first):
            # Of somebody about whom nothing sensitive was entered there is no row at all.
            yield {
                key: "" if cell is None and text else cell
                for key, cell, text in zip(keys, cells, is_text, strict=True)
            }

    def _made(
        self,
        columns: Sequence[ListColumn],
        renders: Sequence[Callable[..., Any]],
        facts: Facts,
        people: AttendeeQuerySet | None,
        first: int,
    ) -> Iterator[list[Any]]:
        sources = list(dict.fromkeys(name for one in columns for name in one.sources))
        places = {name: index for index, name in enumerate(sources)}
        numbers = count(first)

        def number(_facts: Facts) -> int:
            return next(numbers)

        plan = [
            (render, [places[name] for name in column.sources])
            if column.key != NUMBER
            else (number, [])
            for column, render in zip(columns, renders, strict=True)
        ]
        found = self.queryset() if people is None else people
        for values in found.values_list(*(sources or ["pk"])).iterator(chunk_size=_CHUNK):
            yield [render(facts, *[values[place] for place in own]) for render, own in plan]


class ListPaginator(_Paginator):
    """The pages of an attendee list, none of which sorts more people than it must."""

    def __init__(self, wanted: AttendeeList, per_page: int) -> None:
        self.wanted = wanted
        super().__init__((), per_page)

    @cached_property
    def sizes(self) -> dict[int, int]:
        """How many people are in each delegation."""
        return self.wanted.sizes()

    @cached_property
    def count(self) -> int:
        """How many people there are."""
        return sum(self.sizes.values())

    def page(self, number: int | str) -> "Page[Any]":
        """One page, by its number."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        return Page(self.wanted.between(first, last, self.sizes), number, self)
