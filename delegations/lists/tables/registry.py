"""The registry of office tables: each working document and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.roles import Right
from delegations.lists.ready_lists import ListGroup
from delegations.lists.tables.change_sheet import change_sheet
from delegations.lists.tables.diet_counts import diet_counts
from delegations.lists.tables.forms import ChangesForm, MasterForm, SensitiveForm, TableForm
from delegations.lists.tables.liaison_roster import liaison_roster
from delegations.lists.tables.master_list import master_list
from delegations.lists.tables.statistics import statistics
from delegations.lists.tables.table import Table
from delegations.lists.tables.visa_letter_register import visa_letter_register
from delegations.models import ExportLog
from delegations.querysets import PRECEDENCE
from events.models import Event

CHANGES = "changes"
Rights = frozenset[Right]


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """A list. `code` is that of the working document; URLs and file names use `key`."""

    code: str
    key: str
    label: str | Promise
    make: Callable[[Event, Rights, TableForm], Table]
    form: type[TableForm] = TableForm
    right: Right = Right.VIEW_PEOPLE
    group: ListGroup = ListGroup.COUNTS


def _master(event: Event, rights: Rights, form: TableForm) -> Table:
    chosen = form.cleaned_data
    return master_list(
        event,
        rights,
        by_rank=chosen["order"] == PRECEDENCE,
        with_journeys=chosen.get("journeys", False),
    )


def _changes(event: Event, rights: Rights, form: TableForm) -> Table:
    return change_sheet(event, rights, since=chosen_moment(event, form))


def chosen_moment(event: Event, form: TableForm) -> datetime:
    """The chosen date and time, or that of the chosen version."""
    moment: datetime = form.cleaned_data["since"]
    number = form.cleaned_data.get("version")
    if number:
        own = ExportLog.objects.filter(event=event, list_name=CHANGES, version=int(number))
        moment = own.values_list("at", flat=True).get()
    return moment


OFFICE_TABLES: list[OfficeTable] = [
    OfficeTable("L2", "delegations", gettext_lazy("Delegations, internal"), _master, MasterForm),
    OfficeTable(
        "L13",
        "diets",
        gettext_lazy("Dietary counts"),
        lambda event, _rights, _form: diet_counts(event),
        form=SensitiveForm,
        right=Right.VIEW_SENSITIVE,
    ),
    OfficeTable(
        "L16",
        "liaison",
        gettext_lazy("Liaison officers"),
        lambda event, rights, _form: liaison_roster(event, rights),
    ),
    OfficeTable(
        "L22",
        "visa-letter-register",
        gettext_lazy("Register of visa letters"),
        lambda event, _rights, _form: visa_letter_register(event),
        form=SensitiveForm,
        right=Right.VIEW_SENSITIVE,
        group=ListGroup.SECURITY,
    ),
    OfficeTable("L24", CHANGES, gettext_lazy("Change sheet"), _changes, ChangesForm),
    OfficeTable(
        "L25",
        "statistics",
        gettext_lazy("Statistics for the release"),
        lambda event, _rights, _form: statistics(event),
    ),
]


def add_table(table: OfficeTable) -> None:
    """Register a table of a higher app, in the order of the working documents."""
    OFFICE_TABLES.append(table)
    OFFICE_TABLES.sort(key=lambda table: int(table.code.removeprefix("L")))


@dataclass(frozen=True, slots=True)
class TableLink:
    """The link to a table."""

    code: str
    label: str | Promise
    url: str
    key: str
    group: ListGroup


def tables_for(event: Event, rights: Rights) -> list[TableLink]:
    """Links to the tables that somebody with `rights` may open, in the order of the documents."""
    return [
        TableLink(
            table.code,
            table.label,
            reverse("staff:table", args=[event.slug, table.key]),
            table.key,
            table.group,
        )
        for table in OFFICE_TABLES
        if table.right in rights
    ]
