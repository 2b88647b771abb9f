"""The rows of a table that have errors: kept apart from the good ones, and as a file to correct."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy

from core.files.spreadsheets import Column, Sheet, stream_xlsx
from core.tables import ColumnMap, fill_merged
from core.tables.mapping import in_every_language
from events.imports.notes import Note
from events.imports.plan import Plan
from events.models import ImportBatch

# The column that says what is wrong. Nobody imports it when the file comes back.
REASON = gettext_lazy("What to correct")


def split_off_errors(batch: ImportBatch, plan: Plan, mapping: ColumnMap) -> ImportBatch:
    """Keep the rows with errors as an upload of their own, under the numbers that they have."""
    faulty = {row.number for row in plan.rows if row.errors}
    grid = fill_merged(batch.grid, mapping.header_row)
    rows = [row for row in grid.rows if row.number <= mapping.header_row or row.number in faulty]
    return ImportBatch.objects.create(
        event=batch.event,
        kind=batch.kind,
        file_name=batch.file_name,
        digest=batch.digest,
        uploaded_by=batch.uploaded_by,
        columns=batch.columns,
        table=replace(grid, rows=tuple(rows), merged=()).as_json(),
    )


def correction_file(batch: ImportBatch, plan: Plan, mapping: ColumnMap) -> Iterator[bytes]:
    """The rows with errors as a workbook: their cells as uploaded, and what to correct in each."""
    reasons = {row.number: _reason(row.errors) for row in plan.rows if row.errors}
    former = in_every_language(REASON)
    kept = [at for at, heading in enumerate(mapping.header) if heading not in former]
    columns = [Column(str(at), mapping.header[at]) for at in kept]
    rows = (
        [*(row.cells[at] if at < len(row.cells) else "" for at in kept), reasons[row.number]]
        for row in fill_merged(batch.grid, mapping.header_row).rows
        if row.number in reasons
    )
    title = batch.grid.sheet or str(batch.get_kind_display())
    return stream_xlsx(Sheet(title, [*columns, Column("reason", str(REASON), width=60)]), rows)


def _reason(errors: list[Note]) -> str:
    return "\n".join(f"{note.place.rpartition('!')[2]}: {note.text}" for note in errors)
