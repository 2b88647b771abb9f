"""Undoing an import, except for rows that somebody has changed afterwards."""

from collections.abc import Collection, Mapping, Sequence
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
from events.import_kinds import KINDS, TableKind
from events.imports.services import NotWaiting, lock
from events.models import ImportBatch
from events.permissions import may_import

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that undoing would not change, and why."""

    number: int
    name: str
    reason: str


class CannotUndoAll(Exception):
    """Some rows cannot be undone: `kept` names them."""

    def __init__(self, kept: list[Kept]) -> None:
        self.kept = kept
        super().__init__(kept)


def rows_to_undo(batch: ImportBatch) -> list[dict[str, Any]]:
    """The entries of the rows that are not undone yet, in the order of the table."""
    return [entry for entry in batch.done if "is_kept" not in entry]


def find_rows_to_keep(
    batch: ImportBatch, by: User, entries: Sequence[Mapping[str, Any]]
) -> list[Kept]:
    """Those rows of `entries` that undoing would not change, in their order."""
    reasons = _reasons(batch, by, entries)
    return [
        Kept(entry["row"], entry["name"], reasons[entry["pk"]])
        for entry in entries
        if entry["pk"] in reasons
    ]


def check_can_undo(batch: ImportBatch, by: User) -> None:
    """Raise PermissionDenied or NotWaiting if this person cannot undo the import now."""
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    if batch.state not in (ImportState.APPLIED, ImportState.STOPPED):
        raise NotWaiting


def rows_made_by(batch: ImportBatch, rows: Mapping[int, Row]) -> list[Row]:
    """The rows in `rows` (by key) that the import created."""
    made = (entry["pk"] for entry in batch.done if entry["before"] is None)
    return [rows[pk] for pk in made if pk in rows]


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User, rest: bool = False) -> list[Kept]:
    """Delete created rows and restore changed ones. Return the rows that were kept.

    If rows must be kept, nothing is undone and CannotUndoAll is raised, unless `rest` allows
    undoing the rest. Raises NotWaiting, PermissionDenied, and CannotRestore if a state refers to a
    deleted row.
    """
    batch = lock(batch)
    check_can_undo(batch, by)
    entries = rows_to_undo(batch)
    kept = find_rows_to_keep(batch, by, entries)
    if kept and not rest:
        raise CannotUndoAll(kept)
    left = {row.number for row in kept}
    kind = KINDS[batch.kind]
    undo_rows(kind, [entry for entry in entries if entry["row"] not in left], by)
    kind.follow(batch.event)
    mark_undone(batch, entries, left)
    batch.state, batch.reviewed, batch.stop_reason = ImportState.UNDONE, {}, ""
    if kind.is_personal:
        batch.forget_cells()
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.save()
    return kept


def undo_rows(kind: TableKind, entries: list[Mapping[str, Any]], by: User) -> None:
    """Undo what was done to each row of `entries`. Raises CannotRestore."""
    if kind.undo:
        kind.undo(entries, by)
    else:
        _undo_each(kind.model, entries, by)


def mark_undone(
    batch: ImportBatch, entries: Sequence[Mapping[str, Any]], kept: Collection[int]
) -> None:
    """Record of `entries` that they are undone, but for the numbers `kept`."""
    numbers = {entry["row"] for entry in entries}
    batch.done = [
        {**entry, "is_kept": entry["row"] in kept} if entry["row"] in numbers else entry
        for entry in batch.done
    ]


def _undo_each(model: type[Model], entries: Sequence[Mapping[str, Any]], by: User) -> None:
    for entry in reversed(entries):
        if entry["before"] is None:
            row = model._base_manager.get(pk=entry["pk"])
            setattr(row, "deleted_by", by)  # noqa: B010  (of each recorded model)
            row.delete()
        else:
            restore(record=history_manager(model).get(pk=entry["before"]), by=by)


def _reasons(batch: ImportBatch, by: User, entries: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The reasons why rows cannot be undone, by primary key."""
    kind = KINDS[batch.kind]
    after = {entry["pk"]: entry["after"] for entry in entries}
    there = {row.pk: row for row in kind.model._base_manager.filter(pk__in=after)}
    moved = _moved(kind.model, after)
    reasons = kind.stays(batch, by, there)
    for pk in after:
        if pk not in there:
            reasons[pk] = _("deleted since")
        elif pk in moved:
            reasons.setdefault(pk, _("changed since"))
    return reasons


def _moved(model: type[Model], after: Mapping[int, int]) -> set[int]:
    """The rows that differ from their record `after` the import.

    A row that was changed and restored is not among them: imports are undone one by one.
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
