"""Undoing an import, except for rows that somebody has changed afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.history import compare_records, history_manager
from events.choices import ImportState
from events.history.records import restore
from events.import_kinds import KINDS
from events.imports.services import NotWaiting, lock
from events.models import ImportBatch
from events.permissions import may_import

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that undoing would leave as it is, and why."""

    number: int
    name: str
    reason: str


class CannotUndoAll(Exception):
    """Some rows must be left as they are: `kept` names them."""

    def __init__(self, kept: list[Kept]) -> None:
        self.kept = kept
        super().__init__(kept)


def find_rows_to_keep(batch: ImportBatch, by: User) -> list[Kept]:
    """What undoing would leave as it is, in the order of the table."""
    reasons = _reasons(batch, by)
    return [
        Kept(one["row"], one["name"], reasons[one["pk"]])
        for one in batch.done
        if one["pk"] in reasons
    ]


def rows_made_by(batch: ImportBatch, rows: Mapping[int, Row]) -> list[Row]:
    """Those of `rows`, by key, that the import made."""
    made = (one["pk"] for one in batch.done if one["before"] is None)
    return [rows[pk] for pk in made if pk in rows]


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User, rest: bool = False) -> list[Kept]:
    """Delete what the import made and bring back what it changed. Answers with what was kept.

    Where something must be kept, nothing is undone and CannotUndoAll is raised, unless `rest` says
    to undo the rest. Raises NotWaiting, PermissionDenied, and CannotRestore where a state refers to
    something that is gone.
    """
    batch = lock(batch)
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    if batch.state != ImportState.APPLIED:
        raise NotWaiting
    kept = find_rows_to_keep(batch, by)
    if kept and not rest:
        raise CannotUndoAll(kept)
    left = {one.number for one in kept}
    kind = KINDS[batch.kind]
    entries = [entry for entry in batch.done if entry["row"] not in left]
    if kind.undo:
        kind.undo(entries, by)
    else:
        _undo_each(kind.model, entries, by)
    kind.follow(batch.event)
    batch.done = [{**one, "is_kept": one["row"] in left} for one in batch.done]
    batch.state = ImportState.UNDONE
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.save()
    return kept


def _undo_each(model: type[Model], entries: Sequence[Mapping[str, Any]], by: User) -> None:
    for entry in reversed(entries):
        if entry["before"] is None:
            row = model._base_manager.get(pk=entry["pk"])
            setattr(row, "deleted_by", by)  # noqa: B010  (of each recorded model)
            row.delete()
        else:
            restore(record=history_manager(model).get(pk=entry["before"]), by=by)


def _reasons(batch: ImportBatch, by: User) -> dict[int, str]:
    """The reasons why rows cannot be undone, by primary key."""
    kind = KINDS[batch.kind]
    entries = {one["pk"]: one for one in batch.done}
    there = {one.pk: one for one in kind.model._base_manager.filter(pk__in=entries)}
    moved = _moved(kind.model, {pk: one["after"] for pk, one in entries.items()})
    found = kind.stays(batch, by, there)
    for pk in entries:
        if pk not in there:
            found[pk] = _("deleted since")
        elif pk in moved:
            found.setdefault(pk, _("changed since"))
    return found


def _moved(model: type[Model], after: Mapping[int, int]) -> set[int]:
    """The rows that no longer say what their record `after` the import says.

    One that was changed and brought back does: imports are undone one after the other.
    """
    records = history_manager(model).filter(id__in=after).order_by().values("id")
    newest = dict(records.annotate(newest=Max("history_id")).values_list("id", "newest"))
    other = {pk: number for pk, number in newest.items() if number != after[pk]}
    kept = history_manager(model).in_bulk([*other.values(), *(after[pk] for pk in other)])
    return {
        pk
        for pk, number in other.items()
        if after[pk] not in kept or compare_records(kept[after[pk]], kept[number])
    }
