"""What a change of many rows is about: people or delegations, chosen in their list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.text.numbers import read_guid
from delegations.bulk.actions import DELEGATION_ACTIONS, PEOPLE_ACTIONS, BulkAction, Row
from delegations.lists.list_request import filter_form, requested_list
from delegations.models import Attendee, Delegation
from events.models import Event

EVERYONE, CHOSEN = "everyone", "chosen"


@dataclass(frozen=True, slots=True)
class Subject(Generic[Row]):
    """People or delegations: their actions, their rows, and the list that they are ticked in.

    `tick` is the name of a ticked box, whose value is the `key` of a row.
    """

    key: str
    tick: str
    list_url: str
    nobody: str | Promise
    actions: Mapping[str, BulkAction[Row]]
    rows: Callable[[Event], "QuerySet[Row]"]
    find: Callable[[Event, Sequence[str]], "QuerySet[Row]"]


def _people(event: Event) -> "QuerySet[Attendee]":
    people = Attendee.objects.of_event(event).alphabetical()
    return people.select_related(
        "delegation__event", "delegation__organisation", "delegation__liaison_officer"
    )


def _people_ticked(event: Event, texts: Sequence[str]) -> "QuerySet[Attendee]":
    return _people(event).filter(guid__in=list(filter(None, map(read_guid, texts))))


def _delegations(event: Event) -> "QuerySet[Delegation]":
    rows = Delegation.objects.filter(event=event).alphabetical()
    return rows.select_related("event", "organisation", "liaison_officer")


def _delegations_ticked(event: Event, texts: Sequence[str]) -> "QuerySet[Delegation]":
    return _delegations(event).filter(code__in=texts)


PEOPLE = Subject(
    "people",
    "person",
    "staff:attendees",
    _("Select at least one person."),
    PEOPLE_ACTIONS,
    _people,
    _people_ticked,
)
DELEGATIONS = Subject(
    "delegations",
    "delegation",
    "staff:delegations",
    _("Tick the delegations first."),
    DELEGATION_ACTIONS,
    _delegations,
    _delegations_ticked,
)


def people_in_list(event: Event, rights: frozenset[Right], query: str) -> list[str]:
    """The guids of everyone in the attendee list that `query` asks for, for a reader of it.

    None for a comparison: its rows are changes, of people who have left the list too.
    """
    form = filter_form(QueryDict(query), event, rights)
    if not form.is_valid() or form.cleaned_data.get("since"):
        return []
    return [str(guid) for guid in requested_list(form).queryset().values_list("guid", flat=True)]
