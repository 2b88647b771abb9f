"""Entering and changing many people at once, and taking it back. Always within a transaction.

Row by row, five thousand people are a minute; the statements here are few.
"""

from collections import defaultdict
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
from events.imports.rows import PlannedRow

_NEVER_BACK = frozenset({"id", "guid", "updated_by"})
_JOURNEY = tuple(
    one.attname
    for one in Travel._meta.concrete_fields
    if one.name not in ("attendee", "created_at", "updated_at", "updated_by")
)


def write_people(planned: list[PlannedRow], by: User | None) -> Mapping[int, Mapping[str, object]]:
    """Enter new people as drafts and change known ones, with their history.

    Answers with the journeys before and after, of the rows that have one.
    """
    new: dict[int, list[Attendee]] = defaultdict(list)
    changed = []
    for one in planned:
        if one.is_new:
            new[one.row.delegation_id].append(one.row)
        elif values := _own_values(one):
            changed.append(one.row)
            _update(one.row, values, by)
    for people in new.values():
        register_people(delegation=people[0].delegation, people=people, by=by)
    Attendee.history.bulk_history_create(changed, update=True)
    journeys = [one for one in planned if one.beside]
    return _write_journeys(journeys, by) if by and journeys else {}


def _own_values(planned: PlannedRow) -> dict[str, object]:
    fields = {one.name: one.attname for one in Attendee._meta.concrete_fields}
    names = (fields[one.name] for one in planned.changes if one.name in fields)
    return {name: getattr(planned.row, name) for name in names}


def _update(row: Attendee, values: Mapping[str, object], by: User | None) -> None:
    """Write some fields of a row, and what follows from them; its status and head are others'."""
    row.derive()
    row.updated_by = by
    derived = {name: getattr(row, name) for name in DERIVED}
    Attendee.objects.filter(pk=row.pk).update(
        **values, **derived, updated_by=by, updated_at=timezone.now()
    )


def undo_people(entries: Sequence[Mapping[str, Any]], by: User) -> None:
    """Delete who was entered, and bring those who were changed back. Raises CannotRestore."""
    made = [one["pk"] for one in entries if one["before"] is None]
    changed = {
        one["pk"]: one["before"] for one in entries if one["before"] not in (None, one["after"])
    }
    _bring_back(changed, by)
    _bring_journeys_back([one for one in entries if one["before"] is not None], by)
    people = list(Attendee.objects.filter(pk__in=made))
    for person in people:
        person.deleted_by = by
    collector = Collector(using=Attendee.objects.db)
    collector.collect(people)
    collector.delete()


def _bring_back(records_of: Mapping[int, int], by: User) -> None:
    records = Attendee.history.in_bulk(list(records_of.values()))
    rows = Attendee.objects.select_related("delegation__organisation").in_bulk(list(records_of))
    there = set(Delegation.objects.values_list("pk", flat=True))
    fields = [one for one in Attendee.history.model.tracked_fields if one.name not in _NEVER_BACK]
    for pk, number in records_of.items():
        row, record = rows[pk], records[number]
        values = {one.attname: getattr(record, one.attname) for one in fields}
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


def journeys_of(people: Iterable[int]) -> dict[int, dict[str, object]]:
    """The journeys of people as JSON, by primary key."""
    rows = Travel.objects.filter(pk__in=list(people)).values("pk", *_JOURNEY)
    return {row.pop("pk"): {name: _plain(value) for name, value in row.items()} for row in rows}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _write_journeys(planned: list[PlannedRow], by: User) -> Mapping[int, Mapping[str, object]]:
    """Save the journeys that come with people, and who changed whose."""
    people = [one.row.pk for one in planned]
    before = journeys_of(people)
    for one in planned:
        one.beside.attendee = one.row
    _save_journeys([one.beside for one in planned], by)
    reason = _("Imported from a table")
    SensitiveAccess.objects.bulk_create(
        SensitiveAccess(
            event=one.row.delegation.event,
            attendee=one.row,
            by=by,
            kind=AccessKind.CHANGE,
            reason=reason,
        )
        for one in planned
    )
    after = journeys_of(people)
    return {
        one.number: {JOURNEY: {"before": before.get(one.row.pk), "after": after[one.row.pk]}}
        for one in planned
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


def _bring_journeys_back(entries: Sequence[Mapping[str, Any]], by: User) -> None:
    found = [(one["pk"], one[JOURNEY]["before"]) for one in entries if JOURNEY in one]
    Travel.objects.filter(pk__in=[pk for pk, before in found if before is None]).delete()
    kept = []
    for pk, before in found:
        if before is not None:
            moments = {name: _moment(before[name]) for name in ("arrives_at", "departs_at")}
            kept.append(Travel(attendee_id=pk, **{**before, **moments}))
    _save_journeys(kept, by)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
