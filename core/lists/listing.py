"""The head of a list: what is searched, filtered and shown, as pages draw it.

One component for organizers and staff: `templates/components/listing/`. Knows no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext

# A filter with more values than these, and that for all of them, has a field to search them.
_LONG = 13


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: `label` with its number of rows, `name` without.

    `value` is what the form sends, empty for no filter.
    """

    label: str
    name: str
    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values, the one for all of them first."""

    label: str | Promise
    choices: tuple[Choice, ...]
    can_be_not: bool = False
    is_not: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it has so many values that one looks for them by typing."""
        return len(self.choices) > _LONG

    @property
    def chosen(self) -> Choice | None:
        """The value by which the list is filtered; None where it is not."""
        return next((choice for choice in self.choices if choice.is_chosen and choice.value), None)


@dataclass(frozen=True, slots=True)
class Pill:
    """A filter that is set, in words, and the list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that a list offers; `position` counts from 1. The title is always shown, first."""

    key: str
    label: str
    is_shown: bool
    is_title: bool
    position: int


@dataclass(frozen=True, slots=True)
class ListView:
    """A view of a list. `count` is None for one that can no longer be shown.

    `is_changed`: the page differs from it. `pk` is set where somebody saved it.
    """

    key: str
    label: str
    url: str
    count: int | None
    is_here: bool
    is_changed: bool
    is_teams: bool
    may_edit: bool
    pk: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """A list that is empty would have `count` rows without one of its filters or its search."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The head of one list. `total` counts all rows that the reader may see, None if unknown.

    `here` is its query as it stands. A list of people is not exported from the list itself, but at
    `export_url`, where it is recorded; without that URL it has no export.
    """

    title: str
    count: int
    total: int | None
    query: str
    is_searched: bool
    facets: tuple[Facet, ...]
    pills: tuple[Pill, ...]
    clear_url: str
    # Name and value of what the form keeps: order, say.
    kept: tuple[tuple[str, str], ...]
    here: str = ""
    columns: tuple[ColumnChoice, ...] = ()
    exports_rows: bool = False
    export_url: str = ""
    views: tuple[ListView, ...] = ()
    saves_views: bool = False
    shares_views: bool = False
    ways: tuple[Way, ...] = ()

    @property
    def view(self) -> ListView | None:
        """The view from which the page comes."""
        return next((view for view in self.views if view.is_here), None)

    @property
    def filters_set(self) -> int:
        """How many filters are set."""
        return len(self.pills)


def pills_of(facets: Iterable[tuple[Facet, str]]) -> tuple[Pill, ...]:
    """A pill for each facet that filters; with each facet comes the URL without it."""
    return tuple(Pill(_in_words(facet, facet.chosen), url) for facet, url in facets if facet.chosen)


def _in_words(facet: Facet, chosen: Choice) -> str:
    parts = {"filter": facet.label, "value": chosen.name}
    text = (
        gettext("%(filter)s: not %(value)s") if facet.is_not else gettext("%(filter)s: %(value)s")
    )
    return text % parts
