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
    """A row that undoing would not change, and why."""

    number: int
    name: str
    reason: str


class CannotUndoAll(Exception):
    """Some rows cannot be undone: `kept` names them."""

    def __init__(self, kept: list[Kept]) -> None:
        self.kept = kept
        super().__init__(kept)


def find_rows_to_keep(batch: ImportBatch, by: User) -> list[Kept]:
    """The rows that undoing would not change, in the order of the table."""
    reasons = _reasons(batch, by)
    return [
        Kept(entry["row"], entry["name"], reasons[entry["pk"]])
        for entry in batch.done
        if entry["pk"] in reasons
    ]


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
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    if batch.state not in (ImportState.APPLIED, ImportState.STOPPED):
        raise NotWaiting
    kept = find_rows_to_keep(batch, by)
    if kept and not rest:
        raise CannotUndoAll(kept)
    left = {row.number for row in kept}
    kind = KINDS[batch.kind]
    entries = [entry for entry in batch.done if entry["row"] not in left]
    if kind.undo:
        kind.undo(entries, by)
    else:
        _undo_each(kind.model, entries, by)
    kind.follow(batch.event)
    batch.done = [{**entry, "is_kept": entry["row"] in left} for entry in batch.done]
    batch.state, batch.reviewed = ImportState.UNDONE, {}
    if kind.is_personal:
        batch.forget_cells()
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
    entries = {entry["pk"]: entry for entry in batch.done}
    there = {row.pk: row for row in kind.model._base_manager.filter(pk__in=entries)}
    moved = _moved(kind.model, {pk: entry["after"] for pk, entry in entries.items()})
    reasons = kind.stays(batch, by, there)
    for pk in entries:
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
