"""Working document L24: changes of delegations and people since a time, and the desks to notify."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Right
from core.files.spreadsheets import Column
from core.history import compare_records
from delegations.lists.tables.table import Table
from delegations.models import Attendee, Delegation, Organisation, StatusChange, Travel
from events.models import Event


class OfficeDesk(models.TextChoices):
    """The desks that work with the data of the delegations desk."""

    DELEGATIONS = "delegations", gettext_lazy("delegations")
    PROTOCOL = "protocol", gettext_lazy("protocol")
    BADGES = "badges", gettext_lazy("badges")
    ROOMS = "rooms", gettext_lazy("plates and seats")
    JOURNEYS = "journeys", gettext_lazy("airport, cars, hotels")
    LANGUAGES = "languages", gettext_lazy("interpreters")
    LIAISON = "liaison", gettext_lazy("liaison officers")
    PUBLICITY = "publicity", gettext_lazy("publicity")


_D = OfficeDesk
_NAME = (_D.BADGES, _D.ROOMS, _D.PUBLICITY)
_EVERYBODY = (_D.PROTOCOL, _D.BADGES, _D.ROOMS, _D.JOURNEYS, _D.LIAISON)
_RANK = (_D.PROTOCOL, _D.ROOMS, _D.JOURNEYS)
# Whom a change of each field concerns. A test compares the fields with those of the models.
DESKS: Mapping[type[models.Model], Mapping[str, tuple[OfficeDesk, ...]]] = {
    Attendee: {
        **dict.fromkeys(
            (
                "given",
                "family",
                "name_order",
                "display_name",
                "native_name",
                "list_name",
                "badge_name",
                "office_title",
                "office_title_en",
            ),
            _NAME,
        ),
        "honorific": (_D.PROTOCOL, *_NAME),
        "courtesy": (_D.PROTOCOL, *_NAME),
        "pronunciation": (_D.PROTOCOL,),
        "function": (_D.PROTOCOL, _D.BADGES, _D.ROOMS),
        "rank_class": _RANK,
        "vip": _RANK,
        "is_incumbent": _RANK,
        "email": (_D.DELEGATIONS, _D.LIAISON),
        "phone": (_D.DELEGATIONS, _D.LIAISON),
        "delegation": _EVERYBODY,
        "office_note": (_D.DELEGATIONS,),
    },
    Delegation: {
        "event": (_D.DELEGATIONS,),
        "organisation": _EVERYBODY,
        "code": _EVERYBODY,
        "is_host": _RANK,
        "is_public": (_D.PUBLICITY,),
        "quota": (_D.DELEGATIONS,),
        "salutation": (_D.DELEGATIONS, _D.PROTOCOL),
        "liaison_officer": (_D.LIAISON, _D.JOURNEYS),
        "interpretation_language": (_D.LANGUAGES,),
        "office_note": (_D.DELEGATIONS,),
        "manual_position": _RANK,
        "manual_reason": (_D.PROTOCOL,),
        "manual_by": (_D.PROTOCOL,),
    },
    Organisation: {
        "kind": (_D.PROTOCOL,),
        "name": (_D.PROTOCOL, *_NAME),
        "local_name": _NAME,
        "acronym": _NAME,
        "country": (_D.PROTOCOL, *_NAME),
        "website": (_D.PUBLICITY,),
    },
}
_CONTACTS = frozenset({"email", "phone"})


@dataclass(frozen=True, slots=True)
class SheetChange:
    """One change: time, row, field, old and new value, author, and the desks to notify."""

    at: datetime
    what: str
    field: str
    old: str
    new: str
    by: str
    desks: tuple[OfficeDesk, ...]


def change_sheet(event: Event, rights: frozenset[Right], *, since: datetime) -> Table:
    """The changes after `since`, the earliest first. Contacts need their right.

    Journeys and sensitive data have no history: readers with the right see only that
    somebody changed them.
    """
    changes = [*_load_recorded_changes(event, since, rights), *_load_status_changes(event, since)]
    if Right.VIEW_SENSITIVE in rights:
        changes += _load_private_changes(event, since)
    changes.sort(key=lambda change: change.at)
    rows = [
        [
            change.at.astimezone(event.zone),
            change.what,
            change.field,
            change.old,
            change.new,
            change.by,
            ", ".join(str(desk.label) for desk in change.desks),
        ]
        for change in changes
    ]
    return Table(_columns(), rows)


def _columns() -> list[Column]:
    return [
        Column("at", _("Time"), "datetime", 20),
        Column("what", _("What"), width=36),
        Column("field", _("Field"), width=22),
        Column("old", _("Before"), width=30),
        Column("new", _("Now"), width=30),
        Column("by", _("By"), width=22),
        Column("desks", _("Notify"), width=34),
    ]


def _load_recorded_changes(
    event: Event, since: datetime, rights: frozenset[Right]
) -> Iterator[SheetChange]:
    """The changes in the histories of people, delegations and organisations: three queries each."""
    of = (
        (Attendee, {"delegation__event": event}),
        (Delegation, {"event": event}),
        (Organisation, {"id__in": event.delegations.values("organisation_id")}),
    )
    for model, own in of:
        touched = model.history.filter(**own, history_date__gt=since)
        keys = set(touched.order_by().values_list("id", flat=True))
        names = _load_names(model, keys)
        before: dict[int, models.Model] = {}
        records = model.history.filter(id__in=keys).select_related("history_user")
        for record in records.order_by("history_date", "history_id"):
            if record.history_date > since:
                yield from _changes_of_record(model, before.get(record.id), record, names, rights)
            before[record.id] = record


def _changes_of_record(
    model: type[models.Model],
    old: models.Model | None,
    record: Any,
    names: Mapping[int, str],
    rights: frozenset[Right],
) -> Iterator[SheetChange]:
    what = names.get(record.id) or _recorded_name(model, record)
    by = str(record.history_user or "")
    if record.history_type != "~":
        word = _("added") if record.history_type == "+" else _("deleted")
        yield SheetChange(record.history_date, what, "", "", word, by, _EVERYBODY)
        return
    if old is None:  # what it was nobody knows any more
        return
    for change in compare_records(old, record):
        desks = DESKS[model].get(change.name, ())
        hidden = change.name in _CONTACTS and Right.VIEW_CONTACTS not in rights
        values = ("", "") if hidden else (change.old, change.new)
        yield SheetChange(record.history_date, what, change.label, *values, by, desks)


def _recorded_name(model: type[models.Model], record: Any) -> str:
    """The name of a row that no longer exists."""
    if model is Attendee:
        return record.display_name or f"{record.given} {record.family}".strip()
    return str(record.code if model is Delegation else record.name)


def _load_names(model: Any, keys: set[int]) -> dict[int, str]:
    """The present names of the rows that still exist, by key: one query."""
    if model is not Attendee:
        related = ("organisation",) if model is Delegation else ()
        return {
            row.pk: str(row) for row in model.objects.filter(pk__in=keys).select_related(*related)
        }
    people = Attendee.objects.filter(pk__in=keys).select_related("delegation__organisation")
    return {person.pk: _describe_person(person) for person in people}


def _describe_person(person: Attendee) -> str:
    return f"{person.listed_name}, {person.delegation}"


def _load_status_changes(event: Event, since: datetime) -> Iterator[SheetChange]:
    steps = StatusChange.objects.filter(delegation__event=event, at__gt=since)
    people = {
        True: (_D.BADGES, _D.JOURNEYS, _D.ROOMS, _D.LANGUAGES),
        False: (_D.PROTOCOL, _D.BADGES, _D.JOURNEYS, _D.LIAISON, _D.PUBLICITY),
    }
    related = (
        "delegation__organisation",
        "attendee__delegation__organisation",
        "by",
        "by_focal_point",
    )
    for step in steps.select_related(*related):
        what = _describe_person(step.attendee) if step.attendee else str(step.delegation)
        desks = people[step.attendee is not None]
        yield SheetChange(step.at, what, _("Status"), *step.status_labels, step.author, desks)


def _load_private_changes(event: Event, since: datetime) -> Iterator[SheetChange]:
    """Changes of journeys and sensitive data: both tables are saved together, so one is enough."""
    rows = Travel.objects.filter(attendee__delegation__event=event, updated_at__gt=since)
    related = ("attendee__delegation__organisation", "updated_by")
    for row in rows.select_related(*related).order_by("updated_at", "pk"):
        yield SheetChange(
            row.updated_at,
            _describe_person(row.attendee),
            _("Travel, hotel or sensitive data"),
            "",
            "",
            str(row.updated_by or ""),
            (_D.JOURNEYS, _D.LIAISON),
        )
