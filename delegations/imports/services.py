"""Enter and change many people at once, and undo that. Always within a transaction.

Row by row, five thousand people are a minute; the statements here are few.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.choices import JOURNEY, AccessKind, AttendeeFunction
from delegations.models import Attendee, Delegation, SensitiveAccess, Travel
from delegations.people.person_steps import register_people
from delegations.protocol.derived_fields import DERIVED
from events.history.records import CannotRestore
from events.imports.plan import PlannedRow

_NEVER_BACK = frozenset({"id", "guid", "updated_by"})
_JOURNEY = tuple(
    field.attname
    for field in Travel._meta.concrete_fields
    if field.name not in ("attendee", "created_at", "updated_at", "updated_by")
)


def write_people(planned: list[PlannedRow], by: User | None) -> Mapping[int, Mapping[str, object]]:
    """Enter new people as drafts and change stored ones, with their history.

    Returns the journeys before and after, for rows with a journey.
    """
    new, changed = [], []
    for planned_row in planned:
        if planned_row.is_new:
            new.append(planned_row.row)
        elif values := _derived_values(planned_row):
            changed.append(planned_row.row)
            _update(planned_row.row, values, by)
    register_people(people=new, by=by)
    Attendee.history.bulk_history_create(changed, update=True)
    journeys = [planned_row for planned_row in planned if planned_row.beside]
    return _write_journeys(journeys, by) if by and journeys else {}


def _derived_values(planned: PlannedRow) -> dict[str, object]:
    fields = {field.name: field.attname for field in Attendee._meta.concrete_fields}
    names = (fields[change.name] for change in planned.changes if change.name in fields)
    return {name: getattr(planned.row, name) for name in names}


def _update(row: Attendee, values: Mapping[str, object], by: User | None) -> None:
    """Update fields of a row and the fields derived from them; status and head are not touched."""
    row.derive()
    row.updated_by = by
    derived = {name: getattr(row, name) for name in DERIVED}
    Attendee.objects.filter(pk=row.pk).update(
        **values, **derived, updated_by=by, updated_at=timezone.now()
    )


def undo_people(entries: Sequence[Mapping[str, Any]], by: User) -> None:
    """Delete people who were entered, and restore those who were changed. Raises CannotRestore."""
    made = [entry["pk"] for entry in entries if entry["before"] is None]
    changed = {
        entry["pk"]: entry["before"]
        for entry in entries
        if entry["before"] not in (None, entry["after"])
    }
    _restore_people(changed, by)
    _restore_journeys([entry for entry in entries if entry["before"] is not None], by)
    people = list(Attendee.objects.filter(pk__in=made))
    for person in people:
        person.deleted_by = by
    collector = Collector(using=Attendee.objects.db)
    collector.collect(people)
    collector.delete()


def _restore_people(records_of: Mapping[int, int], by: User) -> None:
    records = Attendee.history.in_bulk(list(records_of.values()))
    rows = Attendee.objects.select_related("delegation__organisation").in_bulk(list(records_of))
    there = set(Delegation.objects.values_list("pk", flat=True))
    fields = [
        field for field in Attendee.history.model.tracked_fields if field.name not in _NEVER_BACK
    ]
    for pk, number in records_of.items():
        row, record = rows[pk], records[number]
        values = {field.attname: getattr(record, field.attname) for field in fields}
        if values["delegation_id"] not in there:
            raise CannotRestore(_("No longer exists: %s.") % Delegation._meta.verbose_name)
        moves = values["delegation_id"] != row.delegation_id
        if row.is_head and (moves or values["function"] != AttendeeFunction.HEAD):
            raise CannotRestore(_("Name another head of delegation first."))
        for name, value in values.items():
            setattr(row, name, value)
        _update(row, values, by)
    Attendee.history.bulk_history_create(rows.values(), update=True)


# --- Journeys -------------------------------------------------------------------------------------


def load_journeys(people: Iterable[int]) -> dict[int, dict[str, object]]:
    """The journeys of people as JSON, by primary key."""
    rows = Travel.objects.filter(pk__in=list(people)).values("pk", *_JOURNEY)
    return {row.pop("pk"): {name: _plain(value) for name, value in row.items()} for row in rows}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _write_journeys(planned: list[PlannedRow], by: User) -> Mapping[int, Mapping[str, object]]:
    """Save the journeys of these people, and record who changed them."""
    people = [planned_row.row.pk for planned_row in planned]
    before = load_journeys(people)
    for planned_row in planned:
        planned_row.beside.attendee = planned_row.row
    _save_journeys([planned_row.beside for planned_row in planned], by)
    reason = _("Imported from a table")
    SensitiveAccess.objects.bulk_create(
        SensitiveAccess(
            event=planned_row.row.delegation.event,
            attendee=planned_row.row,
            by=by,
            kind=AccessKind.CHANGE,
            reason=reason,
        )
        for planned_row in planned
    )
    after = load_journeys(people)
    return {
        planned_row.number: {
            JOURNEY: {"before": before.get(planned_row.row.pk), "after": after[planned_row.row.pk]}
        }
        for planned_row in planned
    }


def _save_journeys(rows: list[Travel], by: User) -> None:
    for row in rows:
        row.updated_by = by
    Travel.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["attendee"],
        update_fields=[*_JOURNEY, "updated_by", "updated_at"],
    )


def _restore_journeys(entries: Sequence[Mapping[str, Any]], by: User) -> None:
    journeys = [(entry["pk"], entry[JOURNEY]["before"]) for entry in entries if JOURNEY in entry]
    Travel.objects.filter(pk__in=[pk for pk, before in journeys if before is None]).delete()
    kept = []
    for pk, before in journeys:
        if before is not None:
            moments = {name: _moment(before[name]) for name in ("arrives_at", "departs_at")}
            kept.append(Travel(attendee_id=pk, **{**before, **moments}))
    _save_journeys(kept, by)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
