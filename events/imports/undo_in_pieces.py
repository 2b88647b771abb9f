"""The background job that undoes long imports, piece by piece, from the last row to the first.

A piece is one transaction: its rows, and the mark of each. So a killed worker leaves whole pieces,
and the next worker goes on with the row before them.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from accounts.models import User
from core.work.claims import ClaimLost, claim_or_give_up, while_claimed
from core.work.pace import Pace
from events.choices import ImportState, ImportStop
from events.history.records import CannotRestore
from events.import_kinds import KINDS, TableKind
from events.imports.queue import MOST_AT_ONCE
from events.imports.services import NotWaiting, lock
from events.imports.undo import (
    CannotUndoAll,
    check_can_undo,
    find_rows_to_keep,
    mark_undone,
    rows_to_undo,
    undo_rows,
)
from events.models import ImportBatch
from events.permissions import may_import

logger = logging.getLogger(__name__)


def is_long_to_undo(batch: ImportBatch) -> bool:
    """Whether the import is undone by the worker."""
    return len(rows_to_undo(batch)) > MOST_AT_ONCE


def start_undo(*, batch: ImportBatch, by: User, rest: bool = False) -> None:
    """Put an import into the queue of those to undo.

    What must be kept is looked for here without a lock; the worker looks again in each piece.
    Raises CannotUndoAll unless `rest` allows undoing the rest, NotWaiting, PermissionDenied.
    """
    check_can_undo(batch, by)
    if not rest and (kept := find_rows_to_keep(batch, by, rows_to_undo(batch))):
        raise CannotUndoAll(kept)
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
        if current is None:
            raise NotWaiting
        check_can_undo(current, by)
        current.state, current.reviewed = ImportState.UNDOING, {}
        current.claim, current.attempts, current.seen_at = None, 0, timezone.now()
        current.stop_reason, current.stop_row, current.undone_by = "", None, by
        if KINDS[current.kind].is_personal:
            current.forget_cells()
        current.save()


def undo_next() -> int:
    """Undo the next import in the queue; return the number of imports. A background job."""
    batch = _claim(timezone.now())
    if batch is None:
        return 0
    _undo_claimed(batch)
    return 1


def undo_now(batch: ImportBatch) -> bool:
    """Undo an import that no worker takes; return whether nobody else is undoing it."""
    claimed = _claim(timezone.now(), batch.pk)
    if claimed is not None:
        _undo_claimed(claimed)
    return claimed is not None


def _claim(at: datetime, pk: int | None = None) -> ImportBatch | None:
    due = ImportBatch.objects.due(at).filter(state=ImportState.UNDOING).select_related("event")
    return claim_or_give_up(
        due if pk is None else due.filter(pk=pk),
        {"seen_at": at},
        lambda batch: _stop(batch, ImportStop.BROKEN),
    )


def _undo_claimed(batch: ImportBatch) -> None:
    pace, is_more = Pace(), True
    try:
        while is_more:
            with pace.piece():
                is_more = _undo_piece(batch, pace.rows)
        _end(batch, state=ImportState.UNDONE, undone_at=timezone.now())
    except (ClaimLost, NotWaiting):
        pass
    except PermissionDenied:
        _stop(batch, ImportStop.NOT_ALLOWED)
    except (OperationalError, InterfaceError):
        # The claim runs out, and undoing goes on when the database is back.
        raise
    except Exception:
        logger.exception("Undoing import %s failed.", batch.pk)
        _stop(batch, ImportStop.BROKEN)


@transaction.atomic
def _undo_piece(batch: ImportBatch, rows: int) -> bool:
    """Undo the last `rows` that are left; return whether there are more.

    Raises ClaimLost, NotWaiting, PermissionDenied.
    """
    current = lock(batch)
    if current.claim != batch.claim:
        raise ClaimLost
    by = current.undone_by
    if by is None or not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    left = rows_to_undo(current)
    piece = left[-rows:]
    kept = {row.number for row in find_rows_to_keep(current, by, piece)}
    kept |= _undo_possible(
        KINDS[batch.kind], [entry for entry in piece if entry["row"] not in kept], by
    )
    mark_undone(current, piece, kept)
    current.seen_at, current.attempts = timezone.now(), 0
    current.save(update_fields=["done", "seen_at", "attempts"])
    return len(left) > len(piece)


def _undo_possible(kind: TableKind, entries: list[Mapping[str, Any]], by: User) -> set[int]:
    """Undo what can be undone of `entries`; return the numbers of the other rows."""
    try:
        with transaction.atomic():
            undo_rows(kind, entries, by)
    except (CannotRestore, IntegrityError):
        if len(entries) == 1:
            return {entries[0]["row"]}
        middle = len(entries) // 2
        later = _undo_possible(kind, entries[middle:], by)
        return later | _undo_possible(kind, entries[:middle], by)
    return set()


def _stop(batch: ImportBatch, reason: ImportStop) -> None:
    """Stop undoing; what is undone stays so, and the rest can be undone later."""
    _end(batch, state=ImportState.APPLIED, stop_reason=reason)


@transaction.atomic
def _end(batch: ImportBatch, **values: object) -> None:
    KINDS[batch.kind].follow(batch.event)
    while_claimed(batch).filter(state=ImportState.UNDOING).update(claim=None, **values)
