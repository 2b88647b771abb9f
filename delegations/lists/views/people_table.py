"""The rows of the attendee list as its page shows them: the name first, with the way to the person.

Cells are those of the list, so that a file holds what is on the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from delegations.lists.attendee_list import AttendeeList, ListPaginator
from delegations.lists.columns import COLUMNS, PERSON, mask_sealed
from delegations.lists.comparison import CHANGE_COLUMNS, Comparison
from delegations.lists.list_column import ListColumn, days_in_words
from delegations.lists.list_request import load_list_facts
from events.models import Event

PAGE_ROWS = 50
_NAME = next(column for column in COLUMNS if column.key == "name")
_ANYBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; without `url` it has no page, as in a comparison.

    `key` is what a ticked box sends under the name `tick`, empty for rows without boxes; `title` is
    the name as the page shows it, and `cells` are ready for it.
    """

    key: str
    name: str
    title: str
    url: str
    peek_url: str
    cells: SafeString
    tick: str

    @property
    def html(self) -> SafeString:
        """The row in one go: a template takes longer for fifty rows than the database."""
        name, title = escape(self.name), f"<bdi>{conditional_escape(self.title)}</bdi>"
        start, box, peek = "<tr>", "", ""
        if self.tick:
            box = (
                '<td class="action-checkbox"><input type="checkbox" class="action-select"'
                f' name="{self.tick}" value="{escape(self.key)}" aria-label="{name}"></td>'
            )
        if self.url:
            title = f'<a href="{escape(self.url)}">{title}</a>'
        if self.peek_url:
            start = f'<tr data-peek="{escape(self.peek_url)}">'
            summary = escape(pgettext("of a row", "Summary"))
            peek = (
                '<td class="listing__peek"><button type="button" data-part="peek-open" hidden>'
                f'<span class="visually-hidden">{summary}: {name}</span></button></td>'
            )
        return SafeString(f'{start}{box}<th scope="row">{title}</th>{self.cells}{peek}</tr>')


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column; `url` orders the list by it, where it can."""

    key: str
    label: str
    url: str
    is_order: bool
    is_number: bool = False


def load_page(wanted: AttendeeList, changes: Comparison | None, number: str | None) -> Any:
    """One page, whose `object_list` is a list of rows: of each the identifier, name and cells."""
    if changes is not None:
        page: Any = Paginator(changes.rows, PAGE_ROWS).get_page(number)
        names = [column.key for column in (*CHANGE_COLUMNS, *wanted.columns)]
        place = names.index("name") if "name" in names else None
        page.object_list = [
            ["", str(row[place]) if place is not None else "", *row] for row in page.object_list
        ]
        return page
    page = ListPaginator(wanted, PAGE_ROWS).get_page(number)
    # Found once: what follows asks for these fifty by their keys, in the same order.
    keys = dict(page.object_list.values_list("pk", "delegation_id"))
    everybody = replace(wanted, conditions=(), ticked=(), text="", purpose="")
    people = everybody.queryset().filter(pk__in=keys)
    facts = load_list_facts(wanted.event, wanted.columns, keys)
    named = AttendeeList(wanted.event, [PERSON, _NAME, *wanted.columns], unseen=wanted.unseen)
    page.object_list = list(named.rows(facts, people, first=page.start_index()))
    return page


def table_cells(columns: Sequence[ListColumn], rows: Sequence[Sequence[object]]) -> list[Any]:
    """The cells of the list, without what each row has beside them, as the page may show them."""
    return days_in_words(columns, mask_sealed(columns, [row[2:] for row in rows]))


def table_rows(
    event: Event,
    columns: Sequence[ListColumn],
    rows: Sequence[Sequence[object]],
    cells: Sequence[Sequence[object]],
    tick: str,
) -> list[TableRow]:
    """The rows with the address of each person; the name is not repeated among the cells."""
    address = reverse("staff:person", args=[event.slug, _ANYBODY])
    starts = [f'<td class="{cell_class(column.key, column.kind)}"><bdi>' for column in columns]
    kept = [place for place, column in enumerate(columns) if column.key != "name"]
    return [
        _row(
            row,
            address.replace(_ANYBODY, str(row[0])) if row[0] else "",
            "".join(f"{starts[place]}{_text(own[place])}</bdi></td>" for place in kept),
            tick,
        )
        for row, own in zip(rows, cells, strict=True)
    ]


def _row(row: Sequence[object], url: str, cells: str, tick: str) -> TableRow:
    key, name = str(row[0]), str(row[1])
    return TableRow(key, name, name, url, f"{url}peek/" if url else "", SafeString(cells), tick)


def cell_class(key: str, kind: str) -> str:
    """The classes of a cell by the key of its column and the kind of its values."""
    return f"field-{key} number" if kind == "number" else f"field-{key}"


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return escape(cell)
    return "" if cell is None else escape(str(localize(cell)))


def headings(
    columns: Sequence[ListColumn], orders: Mapping[str, tuple[str, bool]]
) -> list[Heading]:
    """The headings behind that of the name."""
    return [
        Heading(
            column.key,
            str(column.heading),
            *orders.get(column.key, ("", False)),
            is_number=column.kind == "number",
        )
        for column in columns
        if column.key != "name"
    ]
