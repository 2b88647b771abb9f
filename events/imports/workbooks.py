"""A workbook with a sheet for each kind of table: venues, rooms, sub-forums, sessions, people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction

from accounts.models import User
from core.tables import Grid, TableRefused, find_mapping, normalise_header, read_table
from core.tables.mapping import in_every_language
from events.import_kinds import KINDS
from events.imports.services import store_table
from events.models import Event, ImportBatch
from events.permissions import may_import

# A workbook of more sheets is no programme; each is read to its end.
_MOST_SHEETS = 12


@dataclass(frozen=True, slots=True)
class SheetsOfFile:
    """The sheets of a workbook that are read, as uploads in the order in which they are imported.

    `unread` names those whose columns are of no kind, or of one that another sheet has.
    """

    batches: list[ImportBatch]
    unread: list[str]


@transaction.atomic
def upload_sheets(
    *,
    event: Event,
    kinds: Sequence[str],
    kind: str,
    file: "File[bytes]",
    by: User,
    sheet: str = "",
    encoding: str = "",
) -> SheetsOfFile:
    """Keep the table of `kind` in a file, and of a workbook the sheets of other `kinds` too.

    A sheet that is named, or a workbook none of whose sheets is of `kind`, is read as `kind`.
    Raises TableRefused, PermissionDenied.
    """
    grid = read_table(file, sheet=sheet, encoding=encoding)
    titles = [] if sheet or len(grid.sheets) < 2 else grid.sheets[:_MOST_SHEETS]
    tables: dict[str, Grid] = {}
    for title in titles:
        table = grid if title == grid.sheet else _read_sheet(file, title)
        of_sheet = _kind_of(table, kinds, event) if table else None
        if table and of_sheet and may_import(by, event, of_sheet):
            tables.setdefault(of_sheet, table)
    if kind not in tables:
        return SheetsOfFile([store_table(event=event, kind=kind, file=file, grid=grid, by=by)], [])
    batches = [
        store_table(event=event, kind=key, file=file, grid=tables[key], by=by)
        for key in kinds
        if key in tables
    ]
    stored = {table.sheet for table in tables.values()}
    return SheetsOfFile(batches, [title for title in titles if title not in stored])


def _read_sheet(file: "File[bytes]", title: str) -> Grid | None:
    """One sheet; None if it is empty or too large, which is no fault of the others."""
    try:
        return read_table(file, sheet=title)
    except TableRefused:
        return None


def _kind_of(grid: Grid, kinds: Sequence[str], event: Event) -> str | None:
    """The kind that a sheet is called, or else the one whose columns it has; None if unclear."""
    named = normalise_header(grid.sheet)
    for key in kinds:
        if named in map(normalise_header, in_every_language(KINDS[key].label)):
            return key
    counts = {key: _recognised(grid, key, event) for key in kinds}
    most = max(counts.values())
    best = [key for key in kinds if most and counts[key] == most]
    return best[0] if len(best) == 1 else None


def _recognised(grid: Grid, kind: str, event: Event) -> int:
    """How many columns of `kind` a sheet has; none where a required one is missing."""
    mapping = find_mapping(grid, KINDS[kind].fields_for(event))
    return 0 if mapping.missing else len(mapping.columns)


def load_sheets(batch: ImportBatch, kinds: Sequence[str]) -> list[ImportBatch]:
    """The newest upload of each sheet of the file of `batch`, itself included, in their order."""
    if not batch.digest or len(batch.grid.sheets) < 2:
        return []
    uploads = ImportBatch.objects.filter(
        event=batch.event, digest=batch.digest, kind__in=kinds
    ).defer("table", "done")
    newest = {upload.kind: upload for upload in uploads.order_by("pk")} | {batch.kind: batch}
    return [newest[key] for key in kinds if key in newest] if len(newest) > 1 else []
