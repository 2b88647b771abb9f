"""Two records of one person made one, parted again, and kept apart for good."""

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.choices import NOT_COMING, AttendeeFunction
from delegations.duplicates.merge_rules import RULES, relations, without_rule
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
    """One of the two is no longer there: somebody else has merged or erased them."""


class PersonMovedOn(Exception):
    """One of the two says something else than what was looked at."""


class SensitiveOnBoth(Exception):
    """Both have data that the user may not see, so that nobody could choose between them."""


class CannotUndo(Exception):
    """The two cannot be parted again."""


class _Rehearsed(Exception):
    """Takes back everything that a rehearsal has written."""


def have_private_both(kept: Attendee, other: Attendee) -> bool:
    """Whether something that few may see stands on both sides."""
    pair = (kept.pk, other.pk)
    return any(model.objects.filter(attendee__in=pair).count() > 1 for model in _PRIVATE)


def seen_of(kept: Attendee, other: Attendee) -> str:
    """What two records say now: differs after any change of either, or of what is private."""
    pair = (kept.pk, other.pk)
    moments = list(
        Attendee.objects.filter(pk__in=pair).order_by("pk").values_list("updated_at", flat=True)
    )
    for model in _PRIVATE:
        rows = model.objects.filter(attendee__in=pair).order_by("pk")
        moments += rows.values_list("updated_at", flat=True)
    return " ".join(f"{one.timestamp():.6f}" for one in moments)


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
    """Let the record of `other` go into that of `kept`, with everything that hangs on it.

    `choices` names for each field whose value stays (`kept`, `other`, `both`); where it says
    nothing, the one that is not empty. All or nothing.
    Raises PersonGone, PersonMovedOn, SensitiveOnBoth, CannotMerge.
    """
    event, kept, other = _turn(kept, other)
    if seen_of(kept, other) != seen:
        raise PersonMovedOn
    if not sees_sensitive and have_private_both(kept, other):
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
        undo=json.dumps([_as_kept(one) for one in merging.steps], default=str),
    )


def rehearse_merge(
    *, kept: Attendee, other: Attendee, choices: Mapping[str, str], by: User
) -> list[Step]:
    """What a merge would do, step by step: it is done and taken back. Raises as a merge does."""
    steps: list[Step] = []
    try:
        with transaction.atomic():
            _event, kept, other = _turn(kept, other)
            merging = Merging(kept, other, by, choices)
            _bring_together(merging)
            steps = merging.steps
            raise _Rehearsed
    except _Rehearsed:
        return steps


def _turn(kept: Attendee, other: Attendee) -> tuple[Event, Attendee, Attendee]:
    """Wait for a turn at the event, then at both people. Raises PersonGone."""
    try:
        event = lock_order(delegations__attendees=kept.pk)
    except Event.DoesNotExist as error:
        raise PersonGone from error
    rows = Attendee.objects.of_event(event).select_related("delegation__organisation")
    locked = rows.filter(pk__in=(kept.pk, other.pk)).order_by("pk")
    found = {one.pk: one for one in locked.select_for_update(of=("self",), no_key=True)}
    if len(found) < 2:
        raise PersonGone
    return event, found[kept.pk], found[other.pk]


def _bring_together(merging: Merging) -> set[str]:
    """Every step of a merge but its own record; the names of the fields that were taken."""
    if missing := without_rule():
        raise CannotMerge(", ".join(sorted(missing)))
    kept, other = merging.kept, merging.other
    values = merging.values_from_other(kept, other)
    status = values.get("status", kept.status)
    values["is_head"] = _leads(kept, other, values)
    found = relations()
    for key, rule in RULES.items():
        if key in found:
            rows = found[key].model._base_manager.filter(**{found[key].name: other})
            rule(merging, rows.order_by("pk"))
    if status != kept.status:
        merging.create(_change_of_status(merging, values, status))
    merging.remove(other, _("is merged into the record that is kept"))
    kept._change_reason = str(other)[:100]  # type: ignore[attr-defined]
    try:
        merging.change(kept, **values)
    except IntegrityError as error:
        raise CannotMerge(_("Name another head of delegation first.")) from error
    return set(values) - {"is_head"}


def _leads(kept: Attendee, other: Attendee, values: Mapping[str, Any]) -> bool:
    """Whether the one record leads the delegation that it stands in: it never leads another."""
    delegation = values.get("delegation", kept.delegation)
    leads = any(one.is_head and one.delegation_id == delegation.pk for one in (kept, other))
    status = values.get("status", kept.status)
    function = values.get("function", kept.function)
    if leads and (function != AttendeeFunction.HEAD or status in NOT_COMING):
        raise CannotMerge(_("Name another head of delegation first."))
    return leads


def _change_of_status(merging: Merging, values: Mapping[str, Any], to: str) -> StatusChange:
    delegation = values.get("delegation", merging.kept.delegation)
    return StatusChange(
        delegation=delegation,
        attendee=merging.kept,
        by=merging.by,
        from_status=merging.kept.status,
        to_status=to,
        office_note=_("Two records of the same person were merged."),
    )


def _as_kept(step: Step) -> dict[str, object]:
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
    """Part two records again: each has what it had, unless it was changed since.

    The newest merge of a person first. Raises CannotUndo, with the reason.
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
        _take_back(step, row, by)
    row.undone_at, row.undone_by, row.undo = timezone.now(), by, ""
    row.save(update_fields=["undone_at", "undone_by", "undo"])
    refresh_order(event=event)
    Event.objects.filter(pk=event.pk).raise_revision()
    parted = Attendee.objects.get(pk=row.merged_pk, delegation__event=event)
    kept.refresh_from_db()
    return parted


def _take_back(step: dict[str, Any], merge: Merge, by: User) -> None:
    model: Any = apps.get_model(step["model"])
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(pk=step["pk"])
    if step["kind"] == CREATED:
        rows.delete()
    elif step["kind"] == REMOVED:
        _bring_back(step["before"])
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
            _unchange(row, step, by)


def _unchange(row: Any, step: dict[str, Any], by: User) -> None:
    """What somebody has changed since stays as they left it."""
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


def _bring_back(state: dict[str, Any]) -> None:
    """A row as it was, with its key and its moments."""
    model = apps.get_model(state["model"])
    back = next(iter(serializers.deserialize("python", [state])))
    row = back.object
    for one in (one for one in model._meta.concrete_fields if one.is_relation):
        key = getattr(row, one.attname)
        if key is None or one.related_model._base_manager.filter(pk=key).exists():
            continue
        if not one.null:
            raise CannotUndo(_("No longer exists: %s.") % one.verbose_name)
        # What may be empty is emptied rather than lost with the row: an account that is gone.
        setattr(row, one.attname, None)
    try:
        with transaction.atomic():
            back.save()
    except IntegrityError as error:
        raise CannotUndo(_("Something else has since replaced: %s.") % row) from error
    if hasattr(model, "history"):
        model.history.bulk_history_create([row])


@transaction.atomic
def keep_apart(*, one: Attendee, other: Attendee, by: User) -> NotSame:
    """Remember that two who look alike are two people. Raises PersonGone."""
    _turn(one, other)
    first, second = sorted((one.pk, other.pk))
    row, _is_new = NotSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"by": by}
    )
    return row
