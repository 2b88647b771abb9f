"""A change list of Django's admin as the list component shows it.

Filters are sent together, by one form: each value is the query of Django's own filter, and
`merge_filters` puts them into the address, so that an address is as Django would write it.
"""

from collections.abc import Iterator
from copy import copy
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from core.lists.admin_columns import COLUMNS_VAR
from core.lists.admin_views import VIEW_VAR
from core.lists.facets import EMPTY, NOT, Negatable
from core.lists.listing import Choice, Facet, Listing, Way, pills_of

if TYPE_CHECKING:
    from core.lists.faceted_list import FacetedList

# The names by which the form of all filters sends each of them, and whether it is negated.
FILTER_VAR, SENSE_VAR = "filter", "sense"
# What the form of filters leaves as it is.
KEPT = (ORDER_VAR, COLUMNS_VAR, VIEW_VAR)
_IS_NULL = f"{LOOKUP_SEP}isnull"


def merge_filters(asked: QueryDict) -> str | None:
    """The query that the form of filters means; None for a query that needs no change."""
    if FILTER_VAR not in asked and asked.get(SEARCH_VAR) != "":
        return None
    form = (FILTER_VAR, SENSE_VAR)
    pairs = [(name, value) for name, value in _pairs(asked) if name not in form and value]
    senses = asked.getlist(SENSE_VAR)
    for query, sense in zip_longest(asked.getlist(FILTER_VAR), senses, fillvalue=""):
        filters = parse_qsl(query)
        pairs += [_negate(*pair) for pair in filters] if sense == "not" else filters
    return urlencode(pairs)


def _negate(name: str, value: str) -> tuple[str, str]:
    # “Empty” is a question of yes and no; any other value has a name of its own for “is not”.
    if name.endswith((_IS_NULL, EMPTY)):
        return name, "False"
    return f"{name}{NOT}", value


def _pairs(asked: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in asked.lists():
        for value in values:
            yield name, str(value)


def read_listing(changes: ChangeList) -> Listing:
    """The head of a change list."""
    specs = getattr(changes, "filter_specs", [])
    facets = [(_facet(spec, changes), _url_without(spec, changes)) for spec in specs]
    return Listing(
        title=capfirst(str(changes.opts.verbose_name_plural)),
        count=changes.result_count,
        total=changes.full_result_count,
        query=changes.query,
        is_searched=bool(changes.search_fields),
        facets=tuple(facet for facet, _url in facets),
        pills=pills_of(facets),
        clear_url=changes.get_query_string(
            remove=[name for spec in specs for name in spec.expected_parameters() if name]
        ),
        kept=tuple((name, str(value)) for name, value in changes.params.items() if name in KEPT),
        here=changes.get_query_string(),
    )


def read_ways(request: HttpRequest, changes: "FacetedList", head: Listing) -> tuple[Way, ...]:
    """What an empty list would have without one of its filters or its search, most rows first."""
    if changes.result_count or not (head.pills or head.query):
        return ()
    ways = [(pill.label, pill.remove_url) for pill in head.pills]
    if head.query:
        label = gettext("Search: %(query)s") % {"query": head.query}
        ways.append((label, changes.get_query_string(remove=[SEARCH_VAR, PAGE_VAR])))
    counts = changes.count_queries(request, [url.lstrip("?") for _label, url in ways])
    shorter = (
        Way(label, url, count) for (label, url), count in zip(ways, counts, strict=True) if count
    )
    return tuple(sorted(shorter, key=lambda way: -way.count))


def _url_without(spec: Any, changes: ChangeList) -> str:
    return changes.get_query_string(remove=[*spec.expected_parameters(), PAGE_VAR])


def _facet(spec: Any, changes: ChangeList) -> Facet:
    plain = copy(changes)
    plain.add_facets = False
    own = {*spec.expected_parameters()} - {getattr(spec, "not_name", None)}
    choices = (
        Choice(
            label=str(counted["display"]),
            name=str(choice["display"]),
            value=urlencode(
                [pair for pair in parse_qsl(choice["query_string"].lstrip("?")) if pair[0] in own]
            ),
            is_chosen=bool(choice["selected"]),
        )
        for counted, choice in zip(spec.choices(changes), spec.choices(plain), strict=True)
    )
    return Facet(
        capfirst(str(spec.title)),
        tuple(choices),
        can_be_not=isinstance(spec, Negatable),
        is_not=getattr(spec, "is_negated", False),
    )
