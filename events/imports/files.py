"""Rows as a file that an import reads back, and a template."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.files.downloads import CSV, XLSX
from core.files.spreadsheets import Column, Sheet, stream_csv, stream_xlsx
from core.tables import Field
from core.tables.mapping import in_every_language
from core.text.translated import fallback_order
from events.import_kinds import KINDS
from events.models import Event

CONTENT_TYPES = {"xlsx": XLSX, "csv": CSV}


def export_rows(event: Event, kind: str, file_format: str) -> Iterator[bytes]:
    """All rows of a kind as a file, in pieces. Importing it unchanged changes nothing."""
    with fallback_order(event.languages):
        rows = list(KINDS[kind].rows(event))
    table_kind = KINDS[kind]
    fields = [field for field in table_kind.fields_for(event) if field.key not in table_kind.apart]
    return _stream(fields, str(table_kind.label), file_format, rows)


def template_file(event: Event, kind: str) -> Iterator[bytes]:
    """A workbook with headers, a row of explanations and a row of examples.

    An import ignores both rows.
    """
    return table_to_fill_in(KINDS[kind].fields_for(event), str(KINDS[kind].label))


def table_to_fill_in(fields: Sequence[Field], title: str) -> Iterator[bytes]:
    """A template for any fields."""
    explained = {field.key: str(field.help) for field in fields}
    shown = {field.key: field.example for field in fields}
    return _stream(fields, title, "xlsx", [explained, shown])


def _stream(
    fields: Sequence[Field], title: str, file_format: str, rows: Iterable[Mapping[str, object]]
) -> Iterator[bytes]:
    columns = [Column(field.key, str(field.label), field.kind, field.width) for field in fields]
    stream = stream_xlsx if file_format == "xlsx" else stream_csv
    return stream(Sheet(title, columns), ([row[field.key] for field in fields] for row in rows))


def samples(fields: Iterable[Field]) -> dict[str, frozenset[str]]:
    """The texts of the template by field, in every language."""
    return {
        field.key: frozenset([*in_every_language(field.help), field.example]) for field in fields
    }
