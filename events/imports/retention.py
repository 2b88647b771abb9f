"""Erasing the cells of tables about people when they are no longer needed."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.protection.scrub import GONE
from events.choices import TO_REVIEW, UNFINISHED, ImportState
from events.import_kinds import KINDS
from events.models import Event, ImportBatch
from events.querysets import ImportBatchQuerySet

# Who looks at a preview, corrects the file and sends it again is done within a week.
KEPT = timedelta(days=7)


def forget_tables() -> int:
    """Delete tables about people that were not applied within a week; return their number.

    An applied table has lost its cells already. A background job.
    """
    old = timezone.now() - KEPT
    waiting = Q(state__in=TO_REVIEW, uploaded_at__lt=old)
    unfinished = Q(state__in=UNFINISHED, seen_at__lt=old)
    forgotten = 0
    with transaction.atomic():
        rows = _personal(ImportBatch.objects.filter(waiting | unfinished))
        for batch in rows.select_for_update().order_by("pk"):
            _forget_table(batch)
            forgotten += 1
    return forgotten


def _forget_table(batch: ImportBatch) -> None:
    """Delete a table that is not applied; of one that is partly imported, its cells.

    What was imported can still be undone. A worker that is importing it loses its claim.
    """
    if not batch.done:
        batch.delete()
        return
    batch.forget_cells()
    batch.state, batch.claim, batch.reviewed = ImportState.APPLIED, None, {}
    batch.save(update_fields=["table", "state", "claim", "reviewed"])


def forget_in_tables(
    event: Event, pks: Collection[int], is_in: Callable[[Sequence[str]], bool]
) -> None:
    """Erase somebody from the imports of an event: `pks` of their rows, `is_in` finds them in
    cells.

    A table that names them and still waits is deleted, to be uploaded again without them.
    """
    batches = _personal(ImportBatch.objects.filter(event=event)).select_for_update()
    for batch in batches.order_by("pk"):
        batch.done = [
            _without_person(entry) if entry["pk"] in pks else entry for entry in batch.done
        ]
        batch.save(update_fields=["done"])
        if any(is_in(row.cells) for row in batch.grid.rows):
            _forget_table(batch)


def forget_undo_facts(event: Event, key: str) -> None:
    """Erase what undoing stores for each row under `key`, besides its history."""
    for batch in _personal(ImportBatch.objects.filter(event=event)).select_for_update():
        batch.done = [{name: entry[name] for name in entry if name != key} for entry in batch.done]
        batch.save(update_fields=["done"])


def find_traces(event: Event, pks: Collection[int]) -> list[dict[str, object]]:
    """What the imports of an event store about the rows `pks`: date, file and changes."""
    return [
        {"file_name": batch.file_name, "applied_at": batch.applied_at, **entry}
        for batch in _personal(ImportBatch.objects.filter(event=event)).order_by("pk")
        for entry in batch.done
        if entry["pk"] in pks
    ]


def _personal(rows: ImportBatchQuerySet) -> ImportBatchQuerySet:
    return rows.filter(kind__in=[kind.key for kind in KINDS.values() if kind.is_personal])


def _without_person(entry: dict[str, object]) -> dict[str, object]:
    names = ("row", "pk", "before", "after", "is_kept")
    return {name: entry[name] for name in names if name in entry} | {"name": GONE}
