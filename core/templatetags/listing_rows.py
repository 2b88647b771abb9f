"""The rows of a change list, in groups."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Model
from django.urls import reverse

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


def _list_row(changes: ChangeList, row: Model, drawn: Sequence[str]) -> ListRow:
    # A list that opened to choose a row has no room beside it.
    if changes.is_popup or not hasattr(changes.model_admin, "peek_view"):
        return ListRow(drawn, "", "")
    url = reverse(f"admin:{changes.opts.app_label}_{changes.opts.model_name}_peek", args=[row.pk])
    filters = changes.preserved_filters
    return ListRow(drawn, str(row), f"{url}?{filters}" if filters else url)
