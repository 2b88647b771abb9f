"""A change list of Django's admin as the list component shows it.

Filters are sent together, by one form: each value is the query of Django's own filter, and
`merge_filters` puts them into the address, so that an address is as Django would write it.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst

from core.lists.listing import Choice, Facet, Listing, pills_of


class OccurringRows(RelatedOnlyFieldListFilter):
    """The related rows that occur in the list, read once: each count of a facet asks for them."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        """The rows as value and label."""
        kept: dict[str, list[tuple[str, Any]]] = request.__dict__.setdefault("facet_rows", {})
        if self.field_path not in kept:
            kept[self.field_path] = super().field_choices(field, request, model_admin)
        return kept[self.field_path]


# The name by which the form of all filters sends each of them.
FILTER_VAR = "filter"


def merge_filters(asked: QueryDict) -> str | None:
    """The query that the form of filters means; None for a query that needs no change."""
    if FILTER_VAR not in asked and asked.get(SEARCH_VAR) != "":
        return None
    pairs = [(name, value) for name, value in _pairs(asked) if name != FILTER_VAR and value]
    for query in asked.getlist(FILTER_VAR):
        pairs += parse_qsl(query)
    return urlencode(pairs)


def _pairs(asked: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in asked.lists():
        for value in values:
            yield name, str(value)


def read_listing(changes: ChangeList) -> Listing:
    """The head of a change list."""
    specs = getattr(changes, "filter_specs", [])
    facets = [(_facet(spec, changes), _url_without(spec, changes)) for spec in specs]
    order = changes.params.get(ORDER_VAR)
    return Listing(
        title=capfirst(str(changes.opts.verbose_name_plural)),
        count=changes.result_count,
        total=changes.full_result_count,
        query=changes.query,
        is_searched=bool(changes.search_fields),
        facets=tuple(facet for facet, _url in facets),
        pills=pills_of(facets),
        clear_url=changes.get_query_string(
            remove=[name for spec in specs for name in spec.expected_parameters()]
        ),
        kept=((ORDER_VAR, str(order)),) if order else (),
    )


def _url_without(spec: Any, changes: ChangeList) -> str:
    return changes.get_query_string(remove=[*spec.expected_parameters(), PAGE_VAR])


def _facet(spec: Any, changes: ChangeList) -> Facet:
    own = set(spec.expected_parameters())
    choices = (
        Choice(
            label=str(choice["display"]),
            value=urlencode(
                [pair for pair in parse_qsl(choice["query_string"].lstrip("?")) if pair[0] in own]
            ),
            is_chosen=bool(choice["selected"]),
        )
        for choice in spec.choices(changes)
    )
    return Facet(capfirst(str(spec.title)), tuple(choices))
