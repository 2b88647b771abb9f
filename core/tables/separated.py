"""A CSV file: its encoding and its delimiter are found out, said, and may be chosen instead."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.files.spreadsheets import unguard
from core.tables.encodings import decode
from core.tables.grid import Collector, Grid, TableRefused

_DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 20


def read_separated(data: bytes, encoding: str = "") -> Grid:
    """The rows. `encoding` is one of ENCODINGS, or empty to find it out.

    Raises TableRefused, and Doubtful where several encodings fit.
    """
    decoded = decode(data, encoding)
    text = decoded.text
    delimiter = _delimiter(text)
    collected = Collector()
    # csv stops at a field of this length, for the whole process: ours is given a name and a cell.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        for number, cells in enumerate(_rows(text, delimiter), start=1):
            collected.add(number, [unguard(cell) for cell in cells])
    except csv.Error as error:
        raise TableRefused(_("This file is not a table. Save it as XLSX or as CSV.")) from error
    return Grid(
        rows=tuple(collected.rows),
        encoding=decoded.encoding,
        is_guessed=decoded.is_guessed,
        delimiter=delimiter,
        flaws=collected.flaws,
    )


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


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
