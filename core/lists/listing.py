"""The head of a list: what is searched, filtered and shown, as pages draw it.

One component for organizers and staff: `templates/components/listing/`. Knows no database.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

# A filter with more values than these, and that for all of them, has a field to search them.
_LONG = 13
# The parameter that names the menu which a page draws open.
MENU_VAR = "menu"
# The menus of a list that have many entries, by the values of that parameter.
FILTER, VIEWS, COLUMNS = MENUS = ("filter", "lists", "columns")


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
class ValueFilter:
    """A filter of which several values can be chosen; `kind` is many, one or day.

    `values` are pairs of value and label; `chosen` are values, of a day what was typed.
    """

    name: str
    label: str
    group: str
    kind: str
    values: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    can_be_not: bool = True
    is_not: bool = False
    can_be_empty: bool = False
    is_empty: bool = False
    errors: tuple[str, ...] = ()
    # Of a day: the filters for its times.
    times: tuple["ValueFilter", ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether it narrows the list."""
        return bool(self.chosen) or self.is_empty or any(time.is_set for time in self.times)

    @property
    def has_errors(self) -> bool:
        """Whether it, or one of its times, cannot be read."""
        return bool(self.errors) or any(time.errors for time in self.times)

    @property
    def is_long(self) -> bool:
        """Whether it has so many values that one looks for them by typing."""
        return len(self.values) > _LONG

    @property
    def boxes(self) -> SafeString:
        """A box for each value, with a place for its number of rows.

        In one go: a template takes longer for hundreds of values than the database for the rows.
        """
        name = escape(self.name)
        return SafeString(
            "".join(
                f'<li><label><input type="checkbox" name="{name}" value="{escape(value)}"'
                f"{' checked' if value in self.chosen else ''}> {escape(label)}"
                f' <span class="listing__count" data-count="{name}.{escape(value)}"></span>'
                "</label></li>"
                for value, label in self.values
            )
        )


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
    # What it is for, and the code of its working document.
    group: str = ""
    code: str = ""


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
    # Filters of several values, instead of facets, and where their numbers of rows are asked for.
    filters: tuple[ValueFilter, ...] = ()
    counts_url: str = ""
    # At what time the rows were read.
    as_of: datetime | None = None
    # Of a working document.
    code: str = ""
    # The menus that the page draws; of the others it has the button, and a link for the rest.
    menus: Collection[str] = MENUS
    open_menu: str = ""
    # What the form of filters sends along as long as its menu is not drawn.
    unseen: tuple[tuple[str, str], ...] = ()

    @property
    def has_filter_menu(self) -> bool:
        """Whether it has a menu of filters of several values."""
        return bool(self.filters) or FILTER not in self.menus

    @property
    def menu_url(self) -> str:
        """The URL of the page with one of its menus drawn, without the name of the menu."""
        return f"{self.here}{'&' if len(self.here) > 1 else ''}{MENU_VAR}="

    @property
    def column_rows(self) -> SafeString:
        """A line for each column of the menu: its box, its place and the buttons that move it.

        In one go: a template takes longer for sixty columns than the database for the rows.
        """
        texts = (
            gettext("Place of %(column)s"),
            gettext("Move %(column)s up"),
            gettext("Move %(column)s down"),
        )
        first = escape(gettext("always first"))
        return SafeString(
            "".join(
                f'<li data-part="row"><span>{escape(column.label)}</span>'
                f' <span class="listing__note">{first}</span></li>'
                if column.is_title
                else _column_row(column, escape(column.label), texts)
                for column in self.columns
            )
        )

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


def _column_row(column: ColumnChoice, label: str, says: tuple[str, str, str]) -> str:
    # The label is escaped; texts around it are the portal's own.
    place, up, down = (text % {"column": label} for text in says)
    checked = " checked" if column.is_shown else ""
    return (
        f'<li data-part="row"><label><input type="checkbox" name="column" value="{column.key}"'
        f"{checked}> {label}</label>"
        f'<input type="number" name="position-{column.key}" value="{column.position}" min="1"'
        f' max="99" aria-label="{place}"><span class="listing__steps" data-part="steps" hidden>'
        f'<button type="button" data-act="up" aria-label="{up}">↑</button> '
        f'<button type="button" data-act="down" aria-label="{down}">↓</button></span></li>'
    )
