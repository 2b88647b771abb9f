"""The attendee list as one value: its rows, their order, its columns.

The page and the export read the same value, so that a file holds exactly what is on the screen.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count, islice, repeat
from operator import and_, or_
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property

from core.text.numbers import row_number
from delegations.lists.columns import PERSON
from delegations.lists.list_column import NUMBER, ListColumn, ListFacts, MakeCell
from delegations.models import Attendee
from delegations.querysets import (
    ALPHABETICAL,
    AttendeeQuerySet,
    allows,
    order_terms,
    ordering,
)
from events.models import Event

if TYPE_CHECKING:
    _Paginator = Paginator[Attendee]
else:  # Django's own takes no type arguments at run time
    _Paginator = Paginator

_CHUNK = 2000
# The name of the list of everybody, in records of exports and of saved lists.
ATTENDEES = "attendees"
# So many are sorted at once.
_FEW = 1_000
# So many from the beginning are read in the order of an index.
_EARLY = 1_000


@dataclass(frozen=True)
class AttendeeList:
    """A list of people of `event`. `conditions` are on Attendee, and a form has validated them."""

    event: Event
    columns: Sequence[ListColumn]
    order: str = ALPHABETICAL
    then: str = ""
    text: str = ""
    # The identifiers of the only people who may be on the list; none if anybody may.
    ticked: Collection[str] = ()
    conditions: Sequence[Q] = ()
    # Whether what is searched for may be an e-mail address or a telephone number.
    in_contacts: bool = False
    # Fields that must not decide the order, because the reader may not see them.
    unseen: Collection[str] = ()
    # Only people who consent to this purpose are on the list.
    purpose: str = ""
    # Whether meeting one of the conditions is enough, instead of all.
    any_of: bool = False
    name: str = ATTENDEES
    title: str = ""

    def queryset(self) -> AttendeeQuerySet:
        """The people in order."""
        people = self._asked_for()
        if self.purpose:
            people = people.allowing(self.purpose)
        return people.in_order_of(*self._orders(), without=self.unseen)

    def left_out(self) -> int:
        """The number of people who are left out because they have not consented."""
        if not self.purpose:
            return 0
        return self._asked_for().exclude(allows(self.purpose)).count()

    def _asked_for(self) -> AttendeeQuerySet:
        people = Attendee.objects.of_event(self.event)
        if self.ticked:
            people = people.filter(guid__in=self.ticked)
        if self.conditions:
            people = people.filter(reduce(or_ if self.any_of else and_, self.conditions))
        if self.text:
            people = people.matching(self.text, [self.event] if self.in_contacts else None)
        return people

    def _orders(self) -> tuple[str, ...]:
        return tuple(order for order in (self.order, self.then) if order)

    def _terms(self) -> tuple[str, ...]:
        return order_terms(*self._orders(), without=self.unseen)

    def groups(
        self, people: AttendeeQuerySet | None = None, depth: int = 1
    ) -> list[tuple[tuple[object, ...], int]]:
        """Count the people who are equal in the first `depth` terms of the order, in this order."""
        terms = self._terms()[:depth]
        fields = [term.removeprefix("-") for term in terms]
        people = self.queryset() if people is None else people
        if not terms:
            return [((), people.count())]
        rows = people.order_by(*map(ordering, terms)).values_list(*fields)
        # Not Count("pk"): that one would read every row where an index tells.
        return [(row[:-1], row[-1]) for row in rows.annotate(size=Count("*"))]

    def between(
        self, first: int, last: int, groups: Sequence[tuple[tuple[object, ...], int]]
    ) -> AttendeeQuerySet:
        """The people from place `first` up to `last`, in order; `groups` is the present groups().

        A hundred thousand people are not sorted for a page of fifty: those who are equal in the
        first terms of the order follow one another, so that their numbers say which the page shows,
        term by term until few are left. Only they are sorted.
        """
        terms = self._terms()
        people = self.queryset()
        for depth in range(1, len(terms) + 1):
            level = groups if depth == 1 else self.groups(people, depth)
            shown, passed = _covering(level, first, last)
            first, last = first - passed, last - passed
            people = people.filter(_in_groups(terms[:depth], [key for key, _size in shown]))
            if sum(size for _key, size in shown) <= _FEW:
                break
        return people[first:last]

    @property
    def is_by_journey(self) -> bool:
        """Whether the order begins with a fact of journeys, which have indexes of their own."""
        return bool(self._terms()) and self._terms()[0].startswith("travel__")

    def early(self, first: int, last: int, size: int) -> AttendeeQuerySet | None:
        """The people from place `first` up to `last` of `size`, by the index of their journeys.

        None where the page is far on, or reaches those whose journey is not known, who come last.
        """
        people = self.queryset()
        if size <= _FEW:
            return people[first:last]
        known = people.filter(**{f"{self._terms()[0]}__isnull": False})
        is_early = last <= _EARLY and known.order_by()[:last].count() == last
        return known[first:last] if is_early else None

    def rows(
        self, facts: ListFacts, people: AttendeeQuerySet | None = None, first: int = 1
    ) -> Iterator[list[object]]:
        """The cells of each person, streamed; `people` is a slice of queryset() for a page.

        The number of the first of them is `first`.
        """
        return (cells for _pk, cells in self.keyed_rows(facts, people, first))

    def keyed_rows(
        self, facts: ListFacts, people: AttendeeQuerySet | None = None, first: int = 1
    ) -> Iterator[tuple[int, list[object]]]:
        """Yield what rows() does, with the key of each person."""
        renders = [column.render for column in self.columns]
        return self._made(self.columns, renders, facts, people, first)

    def data(
        self, facts: ListFacts, people: AttendeeQuerySet, first: int
    ) -> Iterator[dict[str, object]]:
        """Yield the values of each person by key of column, with their identifier, for programs."""
        columns = [PERSON, *self.columns]
        values = [column.data or column.render for column in columns]
        keys = [column.key for column in columns]
        is_text = [column.kind == "text" for column in columns]
        for _pk, cells in self._made(columns, values, facts, people, first):
            # Of somebody about whom nothing sensitive was entered there is no row at all.
            yield {
                key: "" if cell is None and text else cell
                for key, cell, text in zip(keys, cells, is_text, strict=True)
            }

    def _made(
        self,
        columns: Sequence[ListColumn],
        renders: Sequence[Callable[[ListFacts], MakeCell]],
        facts: ListFacts,
        people: AttendeeQuerySet | None,
        first: int,
    ) -> Iterator[tuple[int, list[object]]]:
        sources = list(
            dict.fromkeys(["pk", *(name for column in columns for name in column.sources)])
        )
        numbers = count(first)
        people = self.queryset() if people is None else people
        computed = {
            name: expression for column in columns for name, expression in column.computed.items()
        }
        rows = people.annotate(**computed).values_list(*sources).iterator(chunk_size=_CHUNK)
        makers = [render(facts) for render in renders]
        # Column by column: calling a function for each cell of each row took as long as the file.
        while chunk := list(islice(rows, _CHUNK)):
            values = dict(zip(sources, zip(*chunk, strict=True), strict=True))
            made = [_cells(*pair, values, numbers) for pair in zip(columns, makers, strict=True)]
            # Not strict: numbers and blank columns never end.
            for pk, *cells in zip(values["pk"], *made, strict=False):
                yield pk, cells


def _cells(
    column: ListColumn,
    make: MakeCell,
    values: Mapping[str, Sequence[object]],
    numbers: Iterator[int],
) -> Iterable[object]:
    """Make the cells of one column for the people whose `values` are given, by source."""
    if column.key == NUMBER:
        return numbers
    if not column.sources:
        return repeat("")
    return map(make, *(values[name] for name in column.sources))


def _covering(
    groups: Sequence[tuple[tuple[object, ...], int]], first: int, last: int
) -> tuple[list[tuple[tuple[object, ...], int]], int]:
    """The groups with places from `first` up to `last`, and the number of people before them."""
    shown: list[tuple[tuple[object, ...], int]] = []
    place = passed = 0
    for key, size in groups:
        if place + size > first and place < last:
            passed = passed if shown else place
            shown.append((key, size))
        place += size
    return shown, passed


def _in_groups(terms: Sequence[str], keys: Sequence[tuple[object, ...]]) -> Q:
    """A condition for people in one of the groups. Each field is limited as well, for the index."""
    fields = [term.removeprefix("-") for term in terms]
    each = [_is_one_of(field, {key[place] for key in keys}) for place, field in enumerate(fields)]
    if len(fields) == 1 or len(keys) == 1:
        return reduce(and_, each)
    exact = [
        reduce(and_, [_is_one_of(*pair) for pair in zip(fields, [{v} for v in key], strict=True)])
        for key in keys
    ]
    return reduce(and_, each) & reduce(or_, exact)


def _is_one_of(field: str, values: set[object]) -> Q:
    known = values - {None}
    condition = Q(**{f"{field}__in": known})
    return condition | Q(**{f"{field}__isnull": True}) if None in values else condition


class ListPaginator(_Paginator):
    """Paginates an attendee list without sorting more people than a page needs."""

    def __init__(self, wanted: AttendeeList, per_page: int) -> None:
        self.wanted = wanted
        self._is_far = False
        super().__init__((), per_page)

    @cached_property
    def groups(self) -> list[tuple[tuple[object, ...], int]]:
        """The number of people who are equal in the first term of the order."""
        return self.wanted.groups()

    @cached_property
    def count(self) -> int:
        """The number of people: journeys are not joined for it, unless a page needs them."""
        if self.wanted.is_by_journey and not self._is_far:
            return self.wanted.queryset().order_by().count()
        return sum(size for _key, size in self.groups)

    def validate_number(self, number: float | str) -> int:
        """The number of a page; whether it is far on says how people are counted."""
        place = row_number(str(number)) or 1
        self._is_far = place * self.per_page > _EARLY
        return super().validate_number(number)

    def page(self, number: int | str) -> "Page[Attendee]":
        """The page with this number."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        is_by_journey = self.wanted.is_by_journey
        people = self.wanted.early(first, last, self.count) if is_by_journey else None
        if people is None:
            people = self.wanted.between(first, last, self.groups)
        return Page(people, number, self)
