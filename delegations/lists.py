"""The attendee list: one value says which rows, in which order, with which columns.

The page and the export read the same value, so that a file holds exactly what is on the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property

from delegations.columns import NUMBER, Facts, ListColumn
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
    """Which people of `event`: `conditions` are about Attendee, already checked by a form."""

    event: Event
    columns: Sequence[ListColumn]
    order: str = ALPHABETICAL
    then: str = ""
    text: str = ""
    conditions: Sequence[Q] = ()
    # Whether whoever meets one of the conditions is on the list, and not only who meets all.
    any_of: bool = False
    name: str = "attendees"
    title: str = ""

    def queryset(self) -> AttendeeQuerySet:
        """The people, in order."""
        people = Attendee.objects.of_event(self.event)
        if self.conditions:
            people = people.filter(reduce(or_ if self.any_of else and_, self.conditions))
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
        return (cells for _pk, cells in self.keyed_rows(facts, people, first))

    def keyed_rows(
        self, facts: Facts, people: AttendeeQuerySet | None = None, first: int = 1
    ) -> Iterator[tuple[int, list[Any]]]:
        """As rows(), each with the key of its person."""
        sources = list(dict.fromkeys(["pk", *(n for one in self.columns for n in one.sources)]))
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
        for values in found.values_list(*sources).iterator(chunk_size=_CHUNK):
            yield (
                values[0],
                [render(facts, *[values[place] for place in own]) for render, own in plan],
            )


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
