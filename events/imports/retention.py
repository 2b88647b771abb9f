"""Erasing the cells of tables about people when they are no longer needed."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from django.utils import timezone

from core.protection.scrub import GONE
from events.choices import ImportState
from events.import_kinds import KINDS
from events.models import Event, ImportBatch
from events.querysets import ImportBatchQuerySet

# Who looks at a preview, corrects the file and sends it again is done within a week.
KEPT = timedelta(days=7)


def forget_tables() -> int:
    """Delete tables about people that were not applied within a week; return their number.

    An applied table has lost its cells already. A background job.
    """
    old = ImportBatch.objects.filter(uploaded_at__lt=timezone.now() - KEPT)
    deleted, _models = _personal(old).filter(state=ImportState.PREVIEWED).delete()
    return int(deleted)


def forget_in_tables(
    event: Event, pks: Collection[int], is_in: Callable[[Sequence[str]], bool]
) -> None:
    """Erase somebody from the imports of an event: `pks` of their rows, `is_in` finds them in
    cells.

    A waiting table that names them is deleted as a whole, to be uploaded again without them.
    """
    batches = _personal(ImportBatch.objects.filter(event=event)).select_for_update()
    for batch in batches.order_by("pk"):
        if batch.state == ImportState.PREVIEWED:
            if any(is_in(row.cells) for row in batch.grid.rows):
                batch.delete()
            continue
        batch.done = [
            _without_person(entry) if entry["pk"] in pks else entry for entry in batch.done
        ]
        batch.save(update_fields=["done"])


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
    return {name: entry[name] for name in ("row", "pk", "before", "after")} | {"name": GONE}
