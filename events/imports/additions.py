"""New rows for what a table names and the edition lacks: a venue of rooms, say."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from core.tables import Grid, Row
from events.choices import ImportState
from events.import_kinds import KINDS, TableKind
from events.imports.services import apply_import, plan_import
from events.models import Event, ImportBatch


@transaction.atomic
def add_values(*, batch: ImportBatch, field: str, texts: Iterable[str], by: User) -> ImportBatch:
    """Import one row for each of `texts`, which `field` of a table names; return that import.

    It is in the record like any other, and can be undone. Raises HasErrors, PermissionDenied.
    """
    kind = KINDS[KINDS[batch.kind].adds[field]]
    named = [Row(number, (text,)) for number, text in enumerate(texts, start=2)]
    column = _name_field(kind, batch.event)
    additions = ImportBatch.objects.create(
        event=batch.event,
        kind=kind.key,
        file_name=batch.file_name,
        uploaded_by=by,
        columns={"0": column},
        table=Grid(rows=(Row(1, (column,)), *named)).as_json(),
        state=ImportState.PREVIEWED,
    )
    reviewed = plan_import(additions, by).fingerprint
    apply_import(batch=additions, by=by, reviewed=reviewed)
    return additions


def _name_field(kind: TableKind, event: Event) -> str:
    """The field of the name in the source language of the edition."""
    required = next(field.key for field in kind.fields if field.is_required)
    wanted = f"{required.partition('.')[0]}.{event.languages[0]}"
    return wanted if wanted in {field.key for field in kind.fields_for(event)} else required
