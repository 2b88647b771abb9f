"""The head, the headings and the rows of the list of delegations."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from urllib.parse import quote

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists.listing import COLUMNS as COLUMN_MENU
from core.lists.listing import FILTER, ColumnChoice, Listing
from core.templatetags.components import text
from delegations.desk.delegation_columns import COLUMNS, TITLE, TITLE_HEADING, DelegationColumn
from delegations.desk.delegation_form import DelegationListForm
from delegations.lists.needed_columns import FILTERS_NAMED
from delegations.lists.views.filter_head import pills_of, read_filters, without
from delegations.lists.views.menus import unseen
from delegations.lists.views.people_table import Heading, TableRow, cell_class
from delegations.models import Delegation
from events.models import Event

# In place of the code of a delegation, in an address that is made once for all.
_ANY = "~"
_GROUPS = (
    (gettext_lazy("Invitation"), ("status", "waits", "reply", "entries")),
    (gettext_lazy("Delegation"), ("country", "kind", "head", "rank", "liaison", "mail")),
)
# What the form of filters leaves as it is.
_KEPT = ("order", "columns", "in_order")


def read_head(form: DelegationListForm, here: QueryDict, menu: str) -> Listing:
    """The head of the list that a form asks for; `here` is the query of the page.

    `menu` is the one that it draws, beside the filters where something is wrong with them.
    """
    menus = (menu, FILTER) if form.errors else (menu,)
    counts = reverse("staff:delegation-counts", args=[form.event.slug])
    return Listing(
        title=_("Delegations"),
        count=0,
        total=None,
        query=str(form["q"].value() or ""),
        is_searched=True,
        facets=(),
        filters=tuple(read_filters(form, _GROUPS)) if FILTER in menus else (),
        pills=tuple(pills_of(form, here)) if form.is_valid() else (),
        clear_url=without(here, *form.filter_names(), *FILTERS_NAMED),
        kept=tuple((name, str(value)) for name in _KEPT for value in here.getlist(name) if value),
        here=f"?{here.urlencode()}",
        columns=tuple(columns_of(form)) if menu == COLUMN_MENU and form.is_valid() else (),
        counts_url=f"{counts}?{here.urlencode()}",
        as_of=timezone.now(),
        menus=menus,
        open_menu=menu,
        unseen=() if FILTER in menus else tuple(unseen(here, _KEPT)),
    )


def columns_of(form: DelegationListForm) -> Iterator[ColumnChoice]:
    """The columns of a valid list in their order, then the others; the city is always first."""
    shown = [column.key for column in form.chosen_columns()]
    headings_of = {column.key: str(column.heading) for column in COLUMNS}
    yield ColumnChoice(TITLE, str(TITLE_HEADING), True, True, 0)
    for position, key in enumerate(dict.fromkeys((*shown, *headings_of)), start=1):
        yield ColumnChoice(key, headings_of[key], key in shown, False, position)


def headings(
    form: DelegationListForm, here: QueryDict, columns: Sequence[DelegationColumn]
) -> Iterator[Heading]:
    """The headings behind that of the city; some order the list."""
    for column in columns:
        yield Heading(
            column.key,
            str(column.heading),
            f"{without(here, 'order')}&order={column.order}" if column.order else "",
            column.order == form.chosen_order,
            is_number=column.kind == "number",
        )


def table_rows(
    event: Event, columns: Sequence[DelegationColumn], delegations: Sequence[Delegation], tick: str
) -> list[TableRow]:
    """The rows of a page, each with the way to its delegation."""
    address = reverse("staff:delegation", args=[event.slug, _ANY])
    cells = zip(*(_cells(column, delegations) for column in columns), strict=True)
    return [
        TableRow(
            key=row.code,
            name=str(row.organisation),
            title=text(row.organisation.name),
            url=address.replace(_ANY, quote(row.code)),
            peek_url="",
            cells=SafeString("".join(own)),
            tick=tick,
        )
        for row, own in zip(delegations, cells if columns else repeat(()), strict=False)
    ]


def _cells(column: DelegationColumn, rows: Sequence[Delegation]) -> list[str]:
    """The cells of one column; of equal sources one is made."""
    made: dict[object, str] = {}
    cells = []
    for row in rows:
        source = column.source(row) if column.source else row.pk
        if source not in made:
            made[source] = _cell(column, row)
        cells.append(made[source])
    return cells


def _cell(column: DelegationColumn, row: Delegation) -> str:
    classes = cell_class(column.key, column.kind) + (" is-brief" if column.is_brief else "")
    value = column.cell(row)
    shown = (
        ""
        if value is None
        else conditional_escape(localize(value) if isinstance(value, int) else value)
    )
    return f'<td class="{classes}"><bdi>{shown}</bdi></td>'
