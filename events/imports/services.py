"""From an uploaded table to rows: read, plan, apply."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.uploads import describe_file
from core.tables import ColumnMap as ColumnMapping
from core.tables import (
    Field,
    Grid,
    fill_merged,
    find_mapping,
    guess_note,
    normalise_header,
    read_table,
)
from core.tables.mapping import LEFT_OUT, complete_map, in_every_language
from core.text.translated import fallback_order
from events.choices import TO_REVIEW, ImportState
from events.import_kinds import KINDS
from events.imports.corrections import REASON, split_off_errors
from events.imports.files import samples
from events.imports.plan import Plan
from events.imports.rows import Choices, Planner, RowReader
from events.imports.values import load_choices
from events.imports.writing import write_rows
from events.models import ColumnChoice, Event, ImportBatch
from events.permissions import may_import

_MERGED_NAMED = 10


class PreviewMoved(Exception):
    """The rows have changed since the preview: check it again."""


class HasErrors(Exception):
    """The table has errors: nothing is applied."""


class NotWaiting(Exception):
    """Somebody has applied or undone this import in the meantime."""


def upload_table(
    *, event: Event, kind: str, file: "File[bytes]", by: User, sheet: str = "", encoding: str = ""
) -> ImportBatch:
    """Store the cells of a file, with its columns as far as they are known. Raises TableRefused."""
    grid = read_table(file, sheet=sheet, encoding=encoding)
    return store_table(event=event, kind=kind, file=file, grid=grid, by=by)


def store_table(
    *, event: Event, kind: str, file: "File[bytes]", grid: Grid, by: User
) -> ImportBatch:
    """Store the cells of `grid`, which was read from `file`."""
    if not may_import(by, event, kind):
        raise PermissionDenied
    name, _size, digest = describe_file(file)
    batch = ImportBatch(event=event, kind=kind, file_name=name, digest=digest, uploaded_by=by)
    mapping = find_mapping(grid, KINDS[kind].fields_for(event), _remembered(event, kind))
    never = find_columns_never_kept(mapping.header, KINDS[kind].never)
    batch.columns = {str(column): key for column, key in mapping.columns.items()}
    batch.columns |= dict.fromkeys(map(str, never), LEFT_OUT)
    batch.table = grid.without(never, mapping.header_row).as_json()
    batch.save()
    return batch


def find_columns_never_kept(header: Sequence[str], never: Sequence[str]) -> list[int]:
    """The columns that are never stored, whatever they contain."""
    words = [normalise_header(word) for word in never]
    return [
        column
        for column, text in enumerate(header)
        if any(word in normalise_header(text) for word in words)
    ]


def mapping_of(batch: ImportBatch) -> ColumnMapping:
    """The columns of a table, as they are known or chosen."""
    fields = KINDS[batch.kind].fields_for(batch.event)
    mapping = find_mapping(batch.grid, fields, _remembered(batch.event, batch.kind))
    chosen = batch.chosen_columns
    unknown = {
        column: header
        for column, header in enumerate(mapping.header)
        if header and column not in chosen
    }
    return complete_map(mapping.header_row, mapping.header, chosen, unknown, fields)


@transaction.atomic
def choose_columns(*, batch: ImportBatch, chosen: Mapping[int, str], by: User) -> None:
    """Set the field of each column, and remember it for the next file."""
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    header = mapping_of(batch).header
    chosen = {
        **chosen,
        **dict.fromkeys(find_columns_never_kept(header, KINDS[batch.kind].never), LEFT_OUT),
    }
    batch.columns = {str(column): key for column, key in chosen.items()}
    batch.save(update_fields=["columns"])
    for column, key in chosen.items():
        if name := normalise_header(header[column])[:200]:
            ColumnChoice.objects.update_or_create(
                event=batch.event, kind=batch.kind, header=name, defaults={"field": key}
            )


def _remembered(event: Event, kind: str) -> dict[str, str]:
    choices = ColumnChoice.objects.filter(event=event, kind=kind)
    return dict.fromkeys(in_every_language(REASON), LEFT_OUT) | dict(
        choices.values_list("header", "field")
    )


def plan_import(batch: ImportBatch, by: User, choices: Choices | None = None) -> Plan:
    """Plan what applying the table would do for this person, to the present rows.

    Rows that are imported already are left out: an import can stop in the middle. `choices` replace
    remembered meanings of unknown values.
    """
    kind, mapping = KINDS[batch.kind], mapping_of(batch)
    never = [
        mapping.header[column] for column in find_columns_never_kept(mapping.header, kind.never)
    ]
    with timezone.override(batch.event.zone), fallback_order(batch.event.languages):
        planner = kind.planner(batch.event, by)
        if choices is None:
            choices = load_choices(batch)
        fields = kind.fields_for(batch.event)
        plan = plan_grid(batch.grid, mapping, fields, planner, never, choices)
    return plan.without({entry["row"] for entry in batch.done}) if batch.done else plan


def plan_grid(
    grid: Grid,
    mapping: ColumnMapping,
    fields: Sequence[Field],
    planner: Planner,
    never: Sequence[str] = (),
    choices: Choices | None = None,
) -> Plan:
    """Plan each row of a table below its header."""
    examples, grid = samples(fields), fill_merged(grid, mapping.header_row)
    readers = [
        RowReader(row, mapping.columns, grid, choices)
        for row in grid.rows
        if row.number > mapping.header_row
    ]
    readers = [
        reader for reader in readers if not reader.is_blank and not reader.says_only(examples)
    ]
    planner.prepare(readers)
    return Plan([planner.plan(reader) for reader in readers], _notes(grid, never))


def _notes(grid: Grid, never: Sequence[str]) -> list[str]:
    notes = []
    if grid.is_guessed:
        notes.append(guess_note(grid.encoding))
    if grid.merged:
        named = ", ".join(grid.merged[:_MERGED_NAMED])
        more = "…" if len(grid.merged) > _MERGED_NAMED else ""
        notes.append(
            _("The value of merged cells was used for each of their rows: %(places)s.")
            % {"places": named + more}
        )
    if never:
        notes.append(
            _("Never imported from tables, and not stored: %(columns)s.")
            % {"columns": ", ".join(never)}
        )
    return notes


@transaction.atomic
def apply_import(*, batch: ImportBatch, by: User, reviewed: str) -> Plan:
    """Write every row of the table, or none. `reviewed` is the fingerprint of the preview.

    Others who import, publish or edit these rows wait in the meantime. Raises NotWaiting,
    PreviewMoved, HasErrors, PermissionDenied.
    """
    batch, plan = _reviewed_plan(batch, by, reviewed)
    if plan.has_errors:
        raise HasErrors
    _carry_out(batch, plan, by)
    return plan


@transaction.atomic
def apply_good_rows(*, batch: ImportBatch, by: User, reviewed: str) -> ImportBatch:
    """Write the rows without errors; return an upload of the others, which waits to be corrected.

    Raises as `apply_import` does; HasErrors only where no row is to be written.
    """
    batch, plan = _reviewed_plan(batch, by, reviewed)
    if not plan.to_write:
        raise HasErrors
    rest = split_off_errors(batch, plan, mapping_of(batch))
    _carry_out(batch, plan, by)
    return rest


def _reviewed_plan(batch: ImportBatch, by: User, reviewed: str) -> tuple[ImportBatch, Plan]:
    batch = lock(batch)
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    if batch.state not in TO_REVIEW:
        raise NotWaiting
    plan = plan_import(batch, by)
    if plan.fingerprint != reviewed:
        raise PreviewMoved
    return batch, plan


def _carry_out(batch: ImportBatch, plan: Plan, by: User) -> None:
    kind = KINDS[batch.kind]
    try:
        batch.done = [*batch.done, *write_rows(kind, plan.to_write, by)]
        kind.follow(batch.event)
    except ValidationError as error:
        raise HasErrors from error
    except IntegrityError as error:
        # A row that was made in the same moment takes the same place: the preview will say so.
        raise PreviewMoved from error
    batch.fingerprint = plan.fingerprint
    batch.state = ImportState.APPLIED
    if kind.is_personal:
        batch.forget_cells()
    batch.rows_done = batch.rows_total = len(batch.done)
    batch.applied_by, batch.applied_at = by, timezone.now()
    batch.save()


def lock(batch: ImportBatch) -> ImportBatch:
    """Lock an import and the rows of its event until the transaction ends.

    Raises NotWaiting if it was deleted: somebody whom it named was erased.
    """
    # Not against rows that name the event: a list is taken out while an import is written.
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.event_id)
    kind = KINDS[batch.kind]
    rows = kind.model._base_manager.filter(**{kind.event_path: event})
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    # A worker locks once for each piece of a table, whose cells it has read before.
    rows_of_batch = ImportBatch.objects.defer("table", "reviewed").filter(pk=batch.pk)
    locked = rows_of_batch.select_for_update().first()
    if locked is None:
        raise NotWaiting
    locked.event = event
    return locked
