"""Working document L24: changes of delegations and people since a time, and the desks to notify."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
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
                "institution",
                "parts_known",
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
        "reply_by": (_D.DELEGATIONS,),
        "salutation": (_D.DELEGATIONS, _D.PROTOCOL),
        "liaison_officer": (_D.LIAISON, _D.JOURNEYS),
        "liaison_phone": (_D.LIAISON, _D.JOURNEYS),
        "liaison_languages": (_D.LIAISON,),
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
_CONTACTS = frozenset({"email", "phone", "liaison_phone"})


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
    delegations = {row.pk: str(row) for row in event.delegations.select_related("organisation")}
    people = _load_people(event, delegations)
    changes = [
        *_load_recorded_changes(event, since, rights, people),
        *_load_status_changes(event, since, delegations, people),
    ]
    if Right.VIEW_SENSITIVE in rights:
        changes += _load_private_changes(event, since, people)
    changes.sort(key=lambda change: change.at)
    labels = {desk: str(desk.label) for desk in OfficeDesk}
    rows = [
        [
            change.at.astimezone(event.zone),
            change.what,
            change.field,
            change.old,
            change.new,
            change.by,
            ", ".join(labels[desk] for desk in change.desks),
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


def _load_people(event: Event, delegations: Mapping[int, str]) -> dict[int, str]:
    """Each person with their delegation, by key: one query, which builds no objects."""
    people = Attendee.objects.of_event(event).order_by()
    rows = people.values_list("pk", "listed_name", "delegation_id")
    return {pk: f"{name}, {delegations[delegation]}" for pk, name, delegation in rows}


def _load_recorded_changes(
    event: Event, since: datetime, rights: frozenset[Right], people: Mapping[int, str]
) -> Iterator[SheetChange]:
    """The changes in the histories of people, delegations and organisations.

    Of rows that were changed the records before `since` are needed as well, to compare with.
    """
    of = (
        (Attendee, {"delegation__event": event}),
        (Delegation, {"event": event}),
        (Organisation, {"id__in": event.delegations.values("organisation_id")}),
    )
    for model, own in of:
        touched = model.history.filter(**own, history_date__gt=since)
        kinds = touched.order_by().values_list("id", "history_type").distinct()
        keys = {pk for pk, _kind in kinds}
        changed = {pk for pk, kind in kinds if kind == "~"}
        names = people if model is Attendee else _load_names(model, keys)
        before: dict[int, models.Model] = {}
        records = model.history.filter(Q(id__in=changed) | Q(id__in=keys, history_date__gt=since))
        records = records.select_related("history_user").order_by("history_date", "history_id")
        for record in records:
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
    rows = model.objects.filter(pk__in=keys)
    if model is Delegation:
        rows = rows.select_related("organisation")
    return {row.pk: str(row) for row in rows}


def _load_status_changes(
    event: Event, since: datetime, delegations: Mapping[int, str], people: Mapping[int, str]
) -> Iterator[SheetChange]:
    steps = StatusChange.objects.filter(delegation__event=event, at__gt=since)
    desks_of = {
        True: (_D.BADGES, _D.JOURNEYS, _D.ROOMS, _D.LANGUAGES),
        False: (_D.PROTOCOL, _D.BADGES, _D.JOURNEYS, _D.LIAISON, _D.PUBLICITY),
    }
    for step in steps.select_related("by", "by_focal_point"):
        person = step.attendee_id
        what = delegations[step.delegation_id] if person is None else people[person]
        desks = desks_of[person is not None]
        yield SheetChange(step.at, what, _("Status"), *step.status_labels, step.author, desks)


def _load_private_changes(
    event: Event, since: datetime, people: Mapping[int, str]
) -> Iterator[SheetChange]:
    """Changes of journeys and sensitive data: both tables are saved together, so one is enough."""
    rows = Travel.objects.filter(attendee__delegation__event=event, updated_at__gt=since)
    for row in rows.select_related("updated_by").order_by("updated_at", "pk"):
        yield SheetChange(
            row.updated_at,
            people[row.attendee_id],
            _("Travel, hotel or sensitive data"),
            "",
            "",
            str(row.updated_by or ""),
            (_D.JOURNEYS, _D.LIAISON),
        )
