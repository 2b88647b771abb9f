"""Lists as files that open in Excel on any machine: CSV and XLSX, streamed in flat memory.

Cells hold what people typed. A spreadsheet program takes a text that begins with = + - @ for a
formula (OWASP "CSV injection"; ASVS 5.0, 1.2.10), so CSV cells of that kind are led by an
apostrophe. A cell of a workbook has a type: as text it is inert, and is written unchanged.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from core.text.zones import is_twice

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# What a cell of a list can hold; a `datetime` is a `date`.
CellValue: TypeAlias = str | int | float | bool | date | None

# What Excel and LibreOffice may take for a formula, with the forms of Chinese keyboards.
_DANGEROUS = "=+-@＝＋－＠﹦﹢﹣﹫"
# What nobody sees, and a program may skip, before it: spaces of all widths, controls, format
# characters, fillers, variation selectors, tags, the mark of byte order.
_UNSEEN = (
    "\\s\\x00-\\x1f\\x7f-\\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_GUARDED = re.compile(rf"'*(?:[\t\r\n\0]|[{_UNSEEN}]*[{re.escape(_DANGEROUS)}])")
# What XML 1.0 cannot hold, even escaped; Excel's own escape takes care of the control characters.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
# The limits of Excel: characters of a cell, counted in UTF-16, and rows of a sheet.
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_CHUNK_ROWS = 500
_MOST_WORDS = 4_096
_CHUNK_BYTES = 64 * 1024
_BOM = b"\xef\xbb\xbf"


# The kind of a column of dates whose weekday means nothing.
BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is text, number, date, birthday or datetime; `width` in characters."""

    key: str
    heading: str
    kind: str = "text"
    width: int = 16
    # Whether it is filled in by hand, on paper.
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its name, lines above the header (event, as-of time, rows), and its columns."""

    title: str
    columns: Sequence[Column]
    notes: Sequence[str] = field(default_factory=tuple)
    right_to_left: bool = False


class TooManyRows(Exception):
    """A sheet holds 1,048,576 rows. The list goes as CSV, or in parts: none is lost unsaid."""


def guard(text: str) -> str:
    """`text` so that no spreadsheet program calculates it: an apostrophe leads it if it must."""
    return "'" + text if _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """The text that guard() was given."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def _moment_text(moment: datetime) -> str:
    """A moment as text, and with the offset that says which where clocks show it twice."""
    text = f"{moment:%Y-%m-%d %H:%M}"
    return text + moment.isoformat()[-6:] if is_twice(moment) else text


def _csv_cell(value: object) -> object:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else value


def stream_csv(sheet: Sheet, rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The list as CSV (RFC 4180, UTF-8 with BOM): header, then the rows. No notes: it is data."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    # Many rows repeat the same words: most cells have been guarded before.
    guarded = lru_cache(_MOST_WORDS)(guard)
    yield _BOM
    writer.writerow([guard(column.heading) for column in sheet.columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([guarded(cell) if type(cell) is str else _csv_cell(cell) for cell in row])
        if number % _CHUNK_ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    # A lone surrogate has no place in UTF-8: it becomes a question mark rather than an error.
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def stream_xlsx(
    sheet: Sheet, rows: Iterable[Sequence[object]], *, scratch: Path | None = None
) -> Iterator[bytes]:
    """The list as a workbook: typed cells, frozen header, filter, real dates, ready to print.

    Written to a temporary file in constant memory, then streamed; the file goes when the reader
    has it or leaves. It lies in `scratch`, where somebody tidies up after a process that is killed.
    """
    with tempfile.TemporaryDirectory(prefix="list-", dir=scratch) as folder:
        path = Path(folder) / "list.xlsx"
        _write_workbook(path, sheet, rows, folder)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk


def _write_workbook(
    path: Path, sheet: Sheet, rows: Iterable[Sequence[object]], folder: str
) -> None:
    import xlsxwriter  # noqa: PLC0415  (40 ms that only an export should cost)

    options = {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd ddd",
    }
    book = xlsxwriter.Workbook(str(path), options)
    page = book.add_worksheet(_sheet_name(sheet.title))
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({}),
        "date": book.add_format({"num_format": "yyyy-mm-dd ddd"}),
        BIRTHDAY: book.add_format({"num_format": "yyyy-mm-dd"}),
        "datetime": book.add_format({"num_format": "yyyy-mm-dd ddd hh:mm"}),
    }
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    for index, note in enumerate(sheet.notes):
        page.write_string(index, 0, _xml_text(note))
    top = len(sheet.notes)
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, _xml_text(column.heading), heading)
    kinds = [(column.kind, formats[column.kind]) for column in sheet.columns]
    last = top
    for last, row in enumerate(rows, start=top + 1):
        if last >= _MOST_ROWS:
            raise TooManyRows
        _write_row(page, last, row, kinds)
    _set_up_page(page, sheet, top, last)
    book.close()


def _write_row(
    page: "Worksheet", number: int, row: Sequence[object], kinds: Sequence[tuple[str, "Format"]]
) -> None:
    for index, (value, (kind, style)) in enumerate(zip(row, kinds, strict=True)):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            page.write_string(number, index, _xml_text(value), style)
        elif isinstance(value, datetime) and is_twice(value):
            page.write_string(number, index, _moment_text(value), style)
        elif kind in ("date", "datetime") and isinstance(value, datetime):
            page.write_datetime(number, index, value.replace(tzinfo=None), style)
        elif kind == BIRTHDAY and isinstance(value, date):
            page.write_datetime(number, index, value, style)
        elif kind in ("date", "datetime") and isinstance(value, date):
            # In the default format of the book: a day without a time, among moments as well.
            page.write_datetime(number, index, value)
        else:
            page.write_number(number, index, value, style)


def _set_up_page(page: "Worksheet", sheet: Sheet, top: int, last: int) -> None:
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, max(last, top), max(len(sheet.columns) - 1, 0))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&L&A&RPage &P / &N")
    if sheet.right_to_left:
        page.right_to_left()


def _xml_text(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", text) if not text.isascii() else text
    if 2 * len(text) <= _LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    # Half of an emoji at the cut is left out as well.
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _sheet_name(title: str) -> str:
    # Excel allows 31 characters, none of []:*?/\ and no apostrophe at either end.
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31].strip("' ") or "List"
