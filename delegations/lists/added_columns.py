"""Columns of the attendee list that apps above add, each with the filter that goes with it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from delegations.lists.list_column import ListColumn
from delegations.lists.needed_columns import FILTER_COLUMNS
from events.models import Event


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """One column, and the filter by its values.

    `facts` reads the cells of all attendees of an event at once, or of those with some keys, by
    primary key; the column finds them under its own key in `ListFacts.more`. A column whose cells
    are made of fields of the attendee needs none. `filter_name` is the parameter in addresses;
    `filter_group` is the heading in the menu of filters.
    `choices` lists its values with their labels; `condition` selects attendees for chosen values.
    """

    column: ListColumn
    facts: Callable[[Event, Collection[int] | None], Mapping[int, Any]] | None
    filter_name: str
    filter_label: str | Promise
    filter_group: str | Promise
    choices: Callable[[Event], list[tuple[str, str | Promise]]]
    condition: Callable[[Event, Collection[str]], Q]


ADDED: list[AddedColumn] = []


def add_column(added: AddedColumn) -> None:
    """Show a column in every attendee list, and offer its filter to those who may see it."""
    ADDED.append(added)
    FILTER_COLUMNS[added.filter_name] = (added.column.key,)
