"""Merge two records of one person, undo a merge, and mark two records as different people."""

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.choices import NOT_COMING, AttendeeFunction
from delegations.duplicates.merge_rules import RULES, relations_to_person, relations_without_rule
from delegations.duplicates.merge_steps import (
    CHANGED,
    CREATED,
    MOVED,
    REMOVED,
    CannotMerge,
    Merging,
    Step,
    snapshot,
)
from delegations.models import Attendee, Merge, NotSame, SensitiveData, StatusChange, Travel
from delegations.people.delegation_order import lock_order, refresh_order
from events.models import Event

_PRIVATE: tuple[type[SensitiveData | Travel], ...] = (SensitiveData, Travel)


class PersonGone(Exception):
    """One of the two records no longer exists: it has been merged or erased."""


class PersonMovedOn(Exception):
    """One of the two records has changed since it was reviewed."""


class SensitiveOnBoth(Exception):
    """Both records contain sensitive data, and the user may not see them to choose."""


class CannotUndo(Exception):
    """The merge cannot be undone."""


class _Rehearsed(Exception):
    """Rolls back a rehearsal."""


def both_have_private_data(kept: Attendee, other: Attendee) -> bool:
    """Whether both records have sensitive data, or both a journey."""
    pair = (kept.pk, other.pk)
    return any(model.objects.filter(attendee__in=pair).count() > 1 for model in _PRIVATE)


def load_state_token(kept: Attendee, other: Attendee) -> str:
    """A token of the state of two records: it changes with either record or its private data."""
    pair = (kept.pk, other.pk)
    moments = list(
        Attendee.objects.filter(pk__in=pair).order_by("pk").values_list("updated_at", flat=True)
    )
    for model in _PRIVATE:
        rows = model.objects.filter(attendee__in=pair).order_by("pk")
        moments += rows.values_list("updated_at", flat=True)
    return " ".join(f"{moment.timestamp():.6f}" for moment in moments)


@transaction.atomic
def merge_people(
    *,
    kept: Attendee,
    other: Attendee,
    choices: Mapping[str, str],
    by: User,
    seen: str,
    sees_sensitive: bool,
) -> Merge:
    """Merge the record `other` into `kept`, with all rows that refer to it.

    `choices` maps a field to the record whose value is kept (`kept`, `other`, `both`); by default
    the value that is not empty. `seen` is load_state_token() of what was reviewed. All or nothing.
    Raises PersonGone, PersonMovedOn, SensitiveOnBoth or CannotMerge.
    """
    event, kept, other = _lock_pair(kept, other)
    if load_state_token(kept, other) != seen:
        raise PersonMovedOn
    if not sees_sensitive and both_have_private_data(kept, other):
        raise SensitiveOnBoth
    merging = Merging(kept, other, by, choices)
    taken = _bring_together(merging)
    for work in merging.afterwards:
        work()
    refresh_order(event=event)
    # A photograph and a word about it are read as they are, not as they were released.
    Event.objects.filter(pk=event.pk).raise_revision()
    return Merge.objects.create(
        event=event,
        kept=kept,
        merged_pk=other.pk,
        merged_guid=other.guid,
        merged_name=str(other)[:400],
        by=by,
        taken=sorted(taken),
        undo=json.dumps([_serialize_step(step) for step in merging.steps], default=str),
    )


def rehearse_merge(
    *, kept: Attendee, other: Attendee, choices: Mapping[str, str], by: User
) -> list[Step]:
    """The steps that a merge would take: it is done and rolled back. Raises like merge_people()."""
    steps: list[Step] = []
    try:
        with transaction.atomic():
            _event, kept, other = _lock_pair(kept, other)
            merging = Merging(kept, other, by, choices)
            _bring_together(merging)
            steps = merging.steps
            raise _Rehearsed
    except _Rehearsed:
        return steps


def _lock_pair(kept: Attendee, other: Attendee) -> tuple[Event, Attendee, Attendee]:
    """Lock the order of the event, then both people. Raises PersonGone."""
    try:
        event = lock_order(delegations__attendees=kept.pk)
    except Event.DoesNotExist as error:
        raise PersonGone from error
    rows = Attendee.objects.of_event(event).select_related("delegation__organisation")
    locked = rows.filter(pk__in=(kept.pk, other.pk)).order_by("pk")
    people = {person.pk: person for person in locked.select_for_update(of=("self",), no_key=True)}
    if len(people) < 2:
        raise PersonGone
    return event, people[kept.pk], people[other.pk]


def _bring_together(merging: Merging) -> set[str]:
    """Do every step of a merge except its record; return the fields taken from the other record."""
    if missing := relations_without_rule():
        raise CannotMerge(", ".join(sorted(missing)))
    kept, other = merging.kept, merging.other
    values = merging.values_from_other(kept, other)
    status = values.get("status", kept.status)
    values["is_head"] = _leads(kept, other, values)
    relations = relations_to_person()
    for key, rule in RULES.items():
        if key in relations:
            rows = relations[key].model._base_manager.filter(**{relations[key].name: other})
            rule(merging, rows.order_by("pk"))
    if status != kept.status:
        merging.create(_status_change(merging, values, status))
    merging.remove(other, _("is merged into the record that is kept"))
    kept._change_reason = str(other)[:100]  # type: ignore[attr-defined]
    try:
        merging.change(kept, **values)
    except IntegrityError as error:
        raise CannotMerge(_("Name another head of delegation first.")) from error
    return set(values) - {"is_head"}


def _leads(kept: Attendee, other: Attendee, values: Mapping[str, Any]) -> bool:
    """Whether the merged person leads their delegation. Raises CannotMerge if they cannot."""
    delegation = values.get("delegation", kept.delegation)
    leads = any(
        person.is_head and person.delegation_id == delegation.pk for person in (kept, other)
    )
    status = values.get("status", kept.status)
    function = values.get("function", kept.function)
    if leads and (function != AttendeeFunction.HEAD or status in NOT_COMING):
        raise CannotMerge(_("Name another head of delegation first."))
    return leads


def _status_change(merging: Merging, values: Mapping[str, Any], to: str) -> StatusChange:
    delegation = values.get("delegation", merging.kept.delegation)
    return StatusChange(
        delegation=delegation,
        attendee=merging.kept,
        by=merging.by,
        from_status=merging.kept.status,
        to_status=to,
        office_note=_("Two records of the same person were merged."),
    )


def _serialize_step(step: Step) -> dict[str, object]:
    return {
        "kind": step.kind,
        "model": step.row._meta.label,
        "pk": step.row.pk,
        "through": step.through,
        "before": step.before,
        "after": step.after,
    }


@transaction.atomic
def undo_merge(*, merge: Merge, by: User) -> Attendee:
    """Undo a merge: each record gets its own data back, except for what was changed since.

    The newest merge of a person has to be undone first. Raises CannotUndo with the reason.
    """
    event = lock_order(pk=merge.event_id)
    row = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    newest = Merge.objects.standing().filter(kept=row.kept_id).first()
    if row.undone_at is not None or not row.undo:
        raise CannotUndo(_("The merge has already been undone, or data it needs has been erased."))
    if newest != row:
        raise CannotUndo(_("Undo the most recent merge of this person first."))
    kept = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=row.kept_id)
    for step in reversed(json.loads(row.undo)):
        _undo_step(step, row, by)
    row.undone_at, row.undone_by, row.undo = timezone.now(), by, ""
    row.save(update_fields=["undone_at", "undone_by", "undo"])
    refresh_order(event=event)
    Event.objects.filter(pk=event.pk).raise_revision()
    parted = Attendee.objects.get(pk=row.merged_pk, delegation__event=event)
    kept.refresh_from_db()
    return parted


def _undo_step(step: dict[str, Any], merge: Merge, by: User) -> None:
    model: Any = apps.get_model(step["model"])
    rows = model._base_manager.filter(pk=step["pk"])
    if step["kind"] == CREATED:
        rows.delete()
    elif step["kind"] == REMOVED:
        _restore_row(step["before"])
    elif step["kind"] == MOVED:
        through = step["through"]
        for row in rows.filter(**{through: merge.kept_id}):
            if hasattr(model, "history"):
                setattr(row, f"{through}_id", merge.merged_pk)
                row.updated_by = by
                row.save()
            else:
                rows.update(**{through: merge.merged_pk})
    elif step["kind"] == CHANGED:
        for row in rows.select_for_update():
            _restore_fields(row, step, by)


def _restore_fields(row: Any, step: dict[str, Any], by: User) -> None:
    """Restore the fields that nobody has changed since."""
    now = json.loads(json.dumps(snapshot(row)["fields"], default=str))
    names = [name for name, after in step["after"].items() if now[name] == after]
    state = {"model": step["model"], "pk": row.pk, "fields": {**now, **step["before"]}}
    former = next(iter(serializers.deserialize("python", [state]))).object
    for name in names:
        attname = row._meta.get_field(name).attname
        setattr(row, attname, getattr(former, attname))
    row.updated_by = by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise CannotUndo(_("Name another head of delegation first.")) from error


def _restore_row(state: dict[str, Any]) -> None:
    """Restore a deleted row with its key and its dates. Raises CannotUndo."""
    model = apps.get_model(state["model"])
    back = next(iter(serializers.deserialize("python", [state])))
    row = back.object
    for field in (field for field in model._meta.concrete_fields if field.is_relation):
        key = getattr(row, field.attname)
        if key is None or field.related_model._base_manager.filter(pk=key).exists():
            continue
        if not field.null:
            raise CannotUndo(_("No longer exists: %s.") % field.verbose_name)
        # What may be empty is emptied rather than lost with the row: an account that is gone.
        setattr(row, field.attname, None)
    try:
        with transaction.atomic():
            back.save()
    except IntegrityError as error:
        raise CannotUndo(_("Something else has since replaced: %s.") % row) from error
    if hasattr(model, "history"):
        model.history.bulk_history_create([row])


@transaction.atomic
def keep_apart(*, person: Attendee, other: Attendee, by: User) -> NotSame:
    """Record that two similar records are different people. Raises PersonGone."""
    _lock_pair(person, other)
    first, second = sorted((person.pk, other.pk))
    row, _is_new = NotSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"by": by}
    )
    return row
