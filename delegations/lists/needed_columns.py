"""What the filters and orders of the attendee list tell of a person, as columns of that list.

The one place that says so, for pages, files and programs: people who may not see all of these
columns are not offered the filter or order, and no address gets an answer by it.
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

# All that stands in the text that is searched: a name in lists is not always the one in passports.
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
    "departs_on": ("departs_at",),
}
# Who sees these as well may search in them: see AttendeeQuerySet.matching().
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
# What the fields tell by which people are put in order, also where nobody asks for an order.
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
    """The parameters of an address, each with its values."""

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


def columns_told(name: str, values: Iterable[str]) -> set[str]:
    """The columns of which a parameter with these values tells; empty ones tell nothing."""
    asked = [one for one in values if one]
    told = set(FILTER_COLUMNS.get(name, ())) if asked else set()
    of_values = _VALUE_COLUMNS.get(name, {})
    return told.union(*(of_values.get(one, ()) for one in asked))


def may_use(name: str, columns: Collection[str], value: str = "x") -> bool:
    """Whether somebody who sees `columns` may use a parameter, or one value of it."""
    return columns_told(name, [value]) <= set(columns)


def unseen(query: Query, columns: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The parameters of `query` that tell more than `columns` say, each with what that is."""
    for name in (*FILTER_COLUMNS, *_VALUE_COLUMNS):
        if missing := columns_told(name, query.getlist(name)) - set(columns):
            yield name, sorted(missing)


def unseen_fields(columns: Collection[str]) -> frozenset[str]:
    """The fields of Attendee by which no list of somebody who sees `columns` is put in order."""
    seen = set(columns)
    return frozenset(field for field, told in _FIELD_COLUMNS.items() if not set(told) <= seen)
