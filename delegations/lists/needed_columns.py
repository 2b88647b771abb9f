"""The columns that each filter and order of the attendee list reveals.

The only such table, for pages, files and programs: people who may not see all of these
columns are not offered the filter or order, and no URL can use it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from delegations.choices import ConsentPurpose
from delegations.querysets import (
    ALPHABETICAL,
    ARRIVAL,
    DEPARTURE,
    FUNCTION,
    HOTEL,
    PRECEDENCE,
)

# Every column in the searched text: the name in lists can differ from that in the passport.
_SEARCHED = (
    "code",
    "organisation",
    "name",
    "native_name",
    "given",
    "family",
    "display_name",
    "badge_name",
    "office_title_en",
    "office_title",
)
# Apps above add the filters of their own columns (`delegations.lists.added_columns`).
FILTER_COLUMNS: dict[str, tuple[str, ...]] = {
    "q": _SEARCHED,
    "delegation": ("code",),
    "country": ("country",),
    "function": ("function",),
    "rank": ("rank_class",),
    "status": ("status",),
    "counted": ("counted",),
    "vip": ("vip",),
    "arrives_on": ("arrives_at",),
    "arrives_from": ("arrives_at",),
    "arrives_until": ("arrives_at",),
    "departs_on": ("departs_at",),
    "departs_from": ("departs_at",),
    "departs_until": ("departs_at",),
}
# Parameters whose values are names of filters.
FILTERS_NAMED = ("is_not", "is_empty")
# Readers who also see these can search in them: see AttendeeQuerySet.matching().
CONTACT_COLUMNS = frozenset({"email", "phone"})
# Parameters of which each value tells of columns of its own.
ORDER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    ALPHABETICAL: ("country", "organisation"),
    PRECEDENCE: ("precedence",),
    FUNCTION: ("function",),
    ARRIVAL: ("arrives_at", "arrival_point"),
    DEPARTURE: ("departs_at", "departure_point"),
    HOTEL: ("hotel",),
}
YES, NO, NOT_ASKED = "yes", "no", "not-asked"
ANSWERS = (YES, NO, NOT_ASKED)
# The columns that the fields of an order reveal, including the default order.
_FIELD_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "delegation__alphabetical_position": ORDER_COLUMNS[ALPHABETICAL],
    "delegation__precedence_position": ORDER_COLUMNS[PRECEDENCE],
    "delegation_id": ("code",),
    "function_order": ORDER_COLUMNS[FUNCTION],
    "is_head": ORDER_COLUMNS[FUNCTION],
    "rank_class": ("rank_class",),
    "sort_key": ("name",),
}


class Query(Protocol):
    """The parameters of a URL, each with its values."""

    def getlist(self, key: str, /) -> list[str]:
        """The values of one parameter."""


def consent_column(purpose: str) -> str:
    """The key of the column that shows the answer to `purpose`."""
    return f"consent_{purpose.replace('-', '_')}"


def consent_choice(purpose: str, answer: str) -> str:
    """An answer to `purpose` as the filter writes it."""
    return f"{purpose}.{answer}"


_VALUE_COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "order": ORDER_COLUMNS,
    "then": ORDER_COLUMNS,
    "consent": {
        consent_choice(purpose, answer): (consent_column(purpose),)
        for purpose in ConsentPurpose.values
        for answer in ANSWERS
    },
}


def columns_of(name: str, values: Iterable[str]) -> set[str]:
    """The columns that a parameter with these values reveals; empty values reveal nothing."""
    asked = [value for value in values if value]
    if name in FILTERS_NAMED:
        return {column for value in asked for column in FILTER_COLUMNS.get(value, ())}
    told = set(FILTER_COLUMNS.get(name, ())) if asked else set()
    of_values = _VALUE_COLUMNS.get(name, {})
    return told.union(*(of_values.get(value, ()) for value in asked))


def may_use(name: str, columns: Collection[str], value: str = "x") -> bool:
    """Whether a reader of `columns` may use a parameter, or one value of it."""
    return columns_of(name, [value]) <= set(columns)


def find_leaks(query: Query, columns: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each parameter of `query` that reveals other columns than `columns`, with those."""
    for name in (*FILTER_COLUMNS, *_VALUE_COLUMNS, *FILTERS_NAMED):
        if missing := columns_of(name, query.getlist(name)) - set(columns):
            yield name, sorted(missing)


def hidden_fields(columns: Collection[str]) -> frozenset[str]:
    """The fields of Attendee that must not order a list for a reader of `columns`."""
    seen = set(columns)
    return frozenset(field for field, told in _FIELD_COLUMNS.items() if not set(told) <= seen)
