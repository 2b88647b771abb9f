"""The background job that imports long tables, piece by piece.

A piece is one transaction: its rows, the record of them and a sign of life. So a killed worker
leaves whole pieces, and the next worker goes on with the row after them.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from core.text.languages import in_language
from core.work.claims import ClaimLost
from core.work.pace import Pace
from events.choices import ImportStop
from events.import_kinds import KINDS
from events.imports.plan import PlannedRow
from events.imports.queue import claim_import, finish_import, stop_import
from events.imports.services import NotWaiting, PreviewMoved, lock, plan_import
from events.imports.writing import KnownRows, have_moved, load_known_rows, write_rows
from events.models import ImportBatch
from events.permissions import may_import

logger = logging.getLogger(__name__)

# After so many plans in a row that did not hold, the next one is made while others wait.
_MOST_PLANS = 3


class Stop(Exception):
    """The import cannot go on, for `reason`, with the row of number `row`."""

    def __init__(self, reason: ImportStop, row: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.row = reason, row


def import_next() -> int:
    """Import the next table in the queue; return the number of tables. A background job."""
    batch = claim_import(timezone.now())
    if batch is None:
        return 0
    _import_claimed(batch)
    return 1


def import_now(batch: ImportBatch) -> bool:
    """Import a table that no worker takes; return whether nobody else is importing it."""
    claimed = claim_import(timezone.now(), batch.pk)
    if claimed is not None:
        _import_claimed(claimed)
    return claimed is not None


def _import_claimed(batch: ImportBatch) -> None:
    try:
        with in_language(batch.language):
            _import_rows(batch)
            finish_import(batch)
    except (ClaimLost, NotWaiting, ImportBatch.DoesNotExist):
        pass
    except Stop as stop:
        stop_import(batch, stop.reason, stop.row)
    except (OperationalError, InterfaceError):
        # The claim runs out, and the import goes on when the database is back.
        raise
    except Exception:
        logger.exception("Import %s failed.", batch.pk)
        stop_import(batch, ImportStop.BROKEN)


def _import_rows(batch: ImportBatch) -> None:
    pace, plans = Pace(), 1
    rest, known = _plan_rest(batch)
    while rest:
        piece = rest[: pace.rows]
        try:
            with pace.piece(), _refusals():
                _write_piece(batch, piece, known)
            rest, plans = rest[len(piece) :], 1
        except PreviewMoved:
            plans += 1
            if plans > _MOST_PLANS:
                with pace.piece():
                    _plan_and_write_piece(batch, pace.rows)
            rest, known = _plan_rest(batch)


@contextmanager
def _refusals() -> Iterator[None]:
    """Raise PreviewMoved where the database or a form no longer allows what was planned."""
    try:
        yield
    except (IntegrityError, ValidationError) as error:
        raise PreviewMoved from error


def _plan_rest(batch: ImportBatch) -> tuple[list[PlannedRow], KnownRows]:
    """The rows still to write, if each would become what was reviewed; otherwise raise Stop.

    With the rows of the event as they were before.
    """
    batch.refresh_from_db(fields=["done", "reviewed", "applied_by"])
    if batch.applied_by is None or not may_import(batch.applied_by, batch.event, batch.kind):
        raise Stop(ImportStop.NOT_ALLOWED)
    known = load_known_rows(KINDS[batch.kind], batch.event)
    plan = plan_import(batch, batch.applied_by)
    rest = [row for row in plan.rows if str(row.number) in batch.reviewed]
    for row in rest:
        if row.fingerprint != batch.reviewed[str(row.number)]:
            raise Stop(ImportStop.CHANGED, row.number)
    return rest, known


@transaction.atomic
def _write_piece(batch: ImportBatch, piece: list[PlannedRow], known: KnownRows) -> None:
    """Write some rows with the record of them. Raises PreviewMoved, ClaimLost, NotWaiting, Stop."""
    kind, current = KINDS[batch.kind], lock(batch)
    if current.claim != batch.claim:
        raise ClaimLost
    # Read again with the row: an account may have been closed since the last piece.
    by = current.applied_by
    if by is None or not may_import(by, batch.event, batch.kind):
        raise Stop(ImportStop.NOT_ALLOWED)
    own = {entry["pk"] for entry in current.done}
    if have_moved(kind, batch.event, piece, known, own):
        raise PreviewMoved
    current.done = [*current.done, *write_rows(kind, piece, by)]
    current.rows_done, current.seen_at = len(current.done), timezone.now()
    current.attempts = 0
    current.save(update_fields=["done", "rows_done", "seen_at", "attempts"])


def _plan_and_write_piece(batch: ImportBatch, rows: int) -> None:
    """Write a piece that is planned while others wait. Raises Stop if that fails as well."""
    with transaction.atomic():
        lock(batch)
        rest, known = _plan_rest(batch)
        try:
            with _refusals():
                _write_piece(batch, rest[:rows], known)
        except PreviewMoved as error:
            raise Stop(ImportStop.CHANGED, rest[0].number if rest else None) from error
