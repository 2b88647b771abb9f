"""The rows of a change list, in groups."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import template
from django.contrib.admin.views.main import ORDER_VAR, ChangeList

register = template.Library()


@register.simple_tag
def listing_groups(changes: ChangeList, results: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Each heading with its rows, rows already drawn; one group without heading otherwise.

    Headings come from `heading_of` of the list's ModelAdmin, while the list is in its own order.
    """
    heading_of = getattr(changes.model_admin, "heading_of", None)
    if heading_of is None or ORDER_VAR in changes.params:
        return [("", list(results))]
    pairs = zip(changes.result_list, results, strict=True)
    return [
        (heading, [drawn for _row, drawn in group])
        for heading, group in groupby(pairs, key=lambda pair: str(heading_of(pair[0])))
    ]
