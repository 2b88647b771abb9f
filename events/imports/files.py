"""Rows as a file that an import takes back, and an empty one to fill in."""

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
    found = KINDS[kind]
    fields = [one for one in found.fields_for(event) if one.key not in found.apart]
    return _stream(fields, str(found.label), file_format, rows)


def template_file(event: Event, kind: str) -> Iterator[bytes]:
    """A workbook with the headers, a row that explains and one that shows. Both are left out when
    the file comes back."""
    return table_to_fill_in(KINDS[kind].fields_for(event), str(KINDS[kind].label))


def table_to_fill_in(fields: Sequence[Field], title: str) -> Iterator[bytes]:
    """The same for any fields."""
    explained = {one.key: str(one.help) for one in fields}
    shown = {one.key: one.example for one in fields}
    return _stream(fields, title, "xlsx", [explained, shown])


def _stream(
    fields: Sequence[Field], title: str, file_format: str, rows: Iterable[Mapping[str, object]]
) -> Iterator[bytes]:
    columns = [Column(one.key, str(one.label), one.kind, one.width) for one in fields]
    stream = stream_xlsx if file_format == "xlsx" else stream_csv
    return stream(Sheet(title, columns), ([row[one.key] for one in fields] for row in rows))


def samples(fields: Iterable[Field]) -> dict[str, frozenset[str]]:
    """What the template says in each field, in every language."""
    return {one.key: frozenset([*in_every_language(one.help), one.example]) for one in fields}
