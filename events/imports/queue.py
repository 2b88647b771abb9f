"""The queue of long tables: start, claim, give signs of life, stop, finish.

What was reviewed is stored row by row, so that the worker imports that and nothing else.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from core.work.claims import claim_or_give_up, while_claimed
from events.choices import TO_REVIEW, ImportState, ImportStop
from events.import_kinds import KINDS
from events.imports.corrections import split_off_errors
from events.imports.services import HasErrors, NotWaiting, PreviewMoved, mapping_of, plan_import
from events.models import ImportBatch
from events.permissions import may_import

# A table of more rows is imported by the worker.
MOST_AT_ONCE = 100
_LATE = timedelta(seconds=15)


def is_long(batch: ImportBatch) -> bool:
    """Whether the table is imported by the worker."""
    return len(batch.grid.rows) - 1 > MOST_AT_ONCE


def is_late(batch: ImportBatch, at: datetime) -> bool:
    """Whether it has waited for so long that there is perhaps no worker."""
    return ImportBatch.objects.due(at).filter(pk=batch.pk, seen_at__lte=at - _LATE).exists()


def start_import(
    *, batch: ImportBatch, by: User, reviewed: str, without_errors: bool = False
) -> ImportBatch | None:
    """Put a table into the queue; `reviewed` is the fingerprint of its preview.

    With `without_errors` only the rows without errors, and an upload of the others is returned.
    It is planned here without a lock: the worker compares each row again before it writes it.
    Raises NotWaiting, PreviewMoved, HasErrors, PermissionDenied.
    """
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    plan = plan_import(batch, by)
    if plan.fingerprint != reviewed:
        raise PreviewMoved
    if not plan.to_write or (plan.has_errors and not without_errors):
        raise HasErrors
    rest = None
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
        if current is None or current.state not in TO_REVIEW:
            raise NotWaiting
        if plan.has_errors:
            rest = split_off_errors(current, plan, mapping_of(current))
        current.state = ImportState.QUEUED
        current.reviewed = {str(row.number): row.fingerprint for row in plan.to_write}
        current.rows_done = len(current.done)
        current.rows_total = current.rows_done + len(plan.to_write)
        current.fingerprint, current.language = reviewed, get_language() or "en"
        current.stop_reason, current.stop_row, current.attempts = "", None, 0
        current.seen_at = timezone.now()
        # What is decided on people from now on is later than the import.
        current.applied_by, current.applied_at = by, current.applied_at or timezone.now()
        current.save()
    return rest


def claim_import(at: datetime, pk: int | None = None) -> ImportBatch | None:
    """Claim the next import, or the import `pk`, so that no other worker takes it."""

    due = ImportBatch.objects.due(at).exclude(state=ImportState.UNDOING)
    due = due.select_related("event", "applied_by")
    return claim_or_give_up(
        due if pk is None else due.filter(pk=pk),
        {"state": ImportState.RUNNING, "seen_at": at},
        lambda batch: stop_import(batch, ImportStop.BROKEN),
    )


@transaction.atomic
def stop_import(batch: ImportBatch, reason: ImportStop, row: int | None = None) -> None:
    """Stop before `row`, the number of a row; what is imported stays."""
    KINDS[batch.kind].follow(batch.event)
    _update(batch, state=ImportState.STOPPED, claim=None, stop_reason=reason, stop_row=row)


@transaction.atomic
def finish_import(batch: ImportBatch) -> None:
    """Record that every row is imported; cells of tables about people go."""
    KINDS[batch.kind].follow(batch.event)
    values: dict[str, object] = {"state": ImportState.APPLIED, "claim": None, "reviewed": {}}
    if KINDS[batch.kind].is_personal:
        batch.forget_cells()
        values["table"] = batch.table
    _update(batch, **values)


def _update(batch: ImportBatch, **values: object) -> bool:
    return bool(while_claimed(batch).filter(state=ImportState.RUNNING).update(**values))
