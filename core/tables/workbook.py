"""A sheet of an XLSX file, read by openpyxl after `package` has looked at it."""

import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from core.tables.grid import (
    LAST_ROW,
    MOST_COLUMNS,
    MOST_ROWS,
    Collector,
    Flaw,
    Grid,
    TableRefused,
    address,
)
from core.tables.merged import column_number
from core.tables.numbers import has_lost_digits, number_text
from core.tables.package import MOST_ELEMENTS, check_package, walk

# So many merged cells and formulas are known; more are a sheet that was drawn, not filled in.
_MOST_MERGED = MOST_ROWS
_MOST_FORMULAS = 200
# Times of day are rounded as moments.
_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  (cells know no zone)


def read_workbook(file: IO[bytes], sheet_name: str = "") -> Grid:
    """The sheet of that name, else the first that is shown. Raises TableRefused."""
    check_package(file)
    import openpyxl  # noqa: PLC0415  (100 ms that only an import should cost)

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            return _read(book, sheet_name)
        finally:
            book.close()
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
        EOFError,
        OverflowError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        # openpyxl says in many ways that a part is missing or is not what it should be.
        raise TableRefused(_("This file is damaged. Save it again as XLSX.")) from error


def _read(book: Any, sheet_name: str) -> Grid:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    shown = [
        sheet for sheet in book.worksheets if sheet.sheet_state == "visible"
    ] or book.worksheets
    if sheet_name and sheet_name not in sheets:
        known = ", ".join(sheets)
        raise TableRefused(_("There is no sheet with this name. The sheets are: %s.") % known)
    sheet = sheets[sheet_name] if sheet_name else shown[0]
    facts = _Facts()
    # openpyxl keeps no merged cells when it streams, and no trace of a formula without a result.
    with book._archive.open(sheet._worksheet_path) as part:
        walk(part, most=MOST_ELEMENTS, started=facts.start, ended=facts.end, text=facts.text)
    if facts.is_too_long:
        raise TableRefused(_("This table has more than 5,000 rows. Split it into several tables."))
    if facts.is_too_wide:
        raise TableRefused(_("This table has more than 100 columns. Remove some."))
    collected = Collector()
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=max(facts.last_row, 1), max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        collected.add(number, [_text(cell, collected) for cell in cells])
    flaws = dict.fromkeys(facts.formulas, Flaw.FORMULA) | collected.flaws
    return Grid(
        rows=tuple(collected.rows),
        sheet=sheet.title,
        sheets=tuple(sheet.title for sheet in shown),
        flaws=flaws,
        merged=tuple(facts.merged),
    )


class _Facts:
    """Facts in the XML of a sheet beside its values, collected while it is parsed."""

    def __init__(self) -> None:
        self.merged: list[str] = []
        self.formulas: list[str] = []
        self.last_row = 0
        self.is_too_long = self.is_too_wide = False
        self._row = self._column = 0
        self._is_formula = self._has_value = self._is_in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self._column = _column_of(attributes["r"]) if "r" in attributes else self._column + 1
            self._is_formula = self._has_value = False
        elif name == "f":
            self._is_formula = True
        elif name in ("v", "t"):
            self._is_in_value = True
        elif name == "mergeCell" and len(self.merged) < _MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def text(self, _piece: str) -> None:
        self._has_value |= self._is_in_value

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._is_in_value = False
        if name != "c" or not (self._is_formula or self._has_value):
            return
        self.last_row = max(self.last_row, self._row)
        self.is_too_long |= self._row > LAST_ROW
        self.is_too_wide |= self._column > MOST_COLUMNS
        if self._is_formula and not self._has_value and len(self.formulas) < _MOST_FORMULAS:
            self.formulas.append(address(self._column - 1, self._row))


def _column_of(place: str) -> int:
    return column_number(place.rstrip("0123456789"))


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _text(cell: Any, collected: Collector) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        collected.flaws[address(cell.column - 1, cell.row)] = Flaw.ERROR
        return str(value)
    if isinstance(value, str):
        # Excel's own escape for what XML cannot hold.
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date | time):
        return value.isoformat() if isinstance(value, date) else _time_text(value)
    if isinstance(value, timedelta):
        return _time_text((_ANY_DAY + value).time())
    if has_lost_digits(value):
        collected.flaws[address(cell.column - 1, cell.row)] = Flaw.LOST
        return ""
    return number_text(value, str(cell.number_format or ""))


def moment_text(value: datetime) -> str:
    """A moment as 2023-12-07 14:00; midnight is the day alone. Excel's fractions are rounded."""
    rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if rounded.time() == time.min:
        return rounded.date().isoformat()
    return f"{rounded.date().isoformat()} {_time_text(rounded.time())}"


def _time_text(value: time) -> str:
    value = (datetime.combine(_ANY_DAY, value) + timedelta(milliseconds=500)).time()
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
