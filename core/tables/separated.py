"""A CSV file: its encoding and its delimiter are found out, said, and may be chosen instead."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.spreadsheets import unguard
from core.tables.grid import Collector, Grid, TableRefused

# What programs write. Windows-1252 fits any bytes at all, so it is only ever chosen by a person.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030",
    "cp1252": "Windows-1252",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 20


def read_separated(data: bytes, encoding: str = "") -> Grid:
    """The rows. `encoding` is one of ENCODINGS, or empty to find it out. Raises TableRefused."""
    text, used = _decoded(data, encoding)
    delimiter = _delimiter(text)
    collected = Collector()
    # csv stops at a field of this length, for the whole process: ours is given a name and a cell.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        for number, cells in enumerate(_rows(text, delimiter), start=1):
            collected.add(number, [unguard(cell) for cell in cells])
    except csv.Error as error:
        raise TableRefused(_("This file is no table. Save it as XLSX, or as CSV.")) from error
    return Grid(
        rows=tuple(collected.rows),
        encoding=used,
        delimiter=delimiter,
        flaws=collected.flaws,
    )


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    guesses = [encoding] if encoding else _guesses(data)
    for guess in guesses:
        mark = next((mark for mark, name in _MARKS if name == guess and data.startswith(mark)), b"")
        try:
            return data[len(mark) :].decode(guess), guess
        except UnicodeDecodeError:
            continue
    raise TableRefused(
        _("The letters of this file cannot be read. Choose its encoding, or save it as XLSX.")
    )


def _guesses(data: bytes) -> list[str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return [name]
    # Latin letters in UTF-16 have a zero beside each, before or after it.
    start = data[:2000]
    if start.count(0) > len(start) // 4:
        return ["utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"]
    return ["utf-8", "gb18030"]


def _delimiter(text: str) -> str:
    """The one that divides the first rows into the most columns of the same number."""
    start = text[:20_000]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = [
                row for row, _n in zip(_rows(start, delimiter), range(_LOOKED_AT), strict=False)
            ]
        except csv.Error:
            return 0, 0
        widths = [len(row) for row in rows if any(row)]
        usual = max(set(widths), key=widths.count, default=0) if widths else 0
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(_DELIMITERS, key=score)
