"""The rows of a change list, in groups."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()


class ListRow(NamedTuple):
    """One row of a list: its cells as Django drew them, and the address of its summary."""

    cells: Sequence[str]
    title: str
    peek_url: str


@register.simple_tag
def listing_groups(changes: ChangeList, results: Sequence[Any]) -> list[tuple[str, list[ListRow]]]:
    """Each heading with its rows; one group without heading otherwise.

    Headings come from `heading_of` of the list's ModelAdmin, while the list is in its own order.
    """
    pairs = zip(changes.result_list, results, strict=True)
    rows = [(row, _list_row(changes, row, drawn)) for row, drawn in pairs]
    heading_of = getattr(changes.model_admin, "heading_of", None)
    if heading_of is None or ORDER_VAR in changes.params:
        return [("", [shown for _row, shown in rows])]
    return [
        (heading, [shown for _row, shown in group])
        for heading, group in groupby(rows, key=lambda pair: str(heading_of(pair[0])))
    ]


def _list_row(changes: ChangeList, row: Model, cells: Sequence[str]) -> ListRow:
    urls: dict[str, str] = getattr(changes, "cell_urls", {}).get(row.pk, {})
    drawn = [
        _with_pencil(cell, urls[column], row, _label(changes, column)) if column in urls else cell
        for cell, column in zip(cells, map(str, changes.list_display), strict=False)
    ]
    # A list that opened to choose a row has no room beside it.
    if changes.is_popup or not hasattr(changes.model_admin, "peek_view"):
        return ListRow(drawn, "", "")
    url = reverse(f"admin:{changes.opts.app_label}_{changes.opts.model_name}_peek", args=[row.pk])
    filters = changes.preserved_filters
    return ListRow(drawn, str(row), f"{url}?{filters}" if filters else url)


def _label(changes: ChangeList, column: str) -> str:
    return capfirst(str(label_for_field(column, changes.model, changes.model_admin)))


def _with_pencil(cell: str, url: str, row: Model, column: str) -> str:
    """A cell as Django drew it, with the way to its form before its end."""
    start, end, rest = cell.rpartition("</")
    label = _("Edit “%(column)s” of “%(title)s”") % {"column": column, "title": row}
    pencil = format_html(
        '<a class="listing__pencil" data-part="cell" href="{}"><span class="visually-hidden">{}'
        "</span></a>",
        url,
        label,
    )
    return mark_safe(start + pencil + end + rest)  # noqa: S308  # Django drew and escaped the rest
