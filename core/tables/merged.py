"""Merged cells: what the sheet shows once is the text of each cell of the range."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from core.tables.grid import LAST_ROW, MOST_CHARACTERS, MOST_COLUMNS, Flaw, Grid, Row, address

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class _Range:
    name: str
    first_row: int
    last_row: int
    columns: range

    def is_line(self, lines: Collection[int]) -> bool:
        """Whether it is the only text of its one row."""
        return self.first_row == self.last_row and self.first_row in lines


def fill_merged(grid: Grid, below: int) -> Grid:
    """The grid with each merged range filled from its first cell.

    Ranges that begin above or in the row numbered `below`, titles and headers, stay as they are;
    so does a line of its own, the only text of its row. `merged` are then those that were filled.
    """
    filling = _Filling({row.number: list(row.cells) for row in grid.rows}, dict(grid.flaws))
    lines = {row.number for row in grid.rows if sum(map(bool, row.cells)) == 1}
    ranges = [area for area in map(_parse, grid.merged) if area and area.first_row > below]
    ranges.sort(key=lambda area: (area.first_row, area.columns.start))
    filled = [area.name for area in ranges if not area.is_line(lines) and filling.fill(area)]
    rows = tuple(Row(number, tuple(cells)) for number, cells in filling.rows.items())
    return replace(grid, rows=rows, flaws=filling.flaws, merged=tuple(filled))


@dataclass(slots=True)
class _Filling:
    """Rows that are being filled. No cell is filled twice, nor is more kept than of any table."""

    rows: dict[int, list[str]]
    flaws: dict[str, Flaw]
    left: int = MOST_CHARACTERS
    done: set[tuple[int, int]] = field(default_factory=set)

    def fill(self, merged: _Range) -> bool:
        """Fill a range; whether it holds a text, and no cell of another range."""
        text = self._text(merged.first_row, merged.columns.start)
        flaw = self.flaws.get(address(merged.columns.start, merged.first_row))
        if not (text or flaw):
            return False
        for number in range(merged.first_row, min(merged.last_row, LAST_ROW) + 1):
            for column in merged.columns if number in self.rows else ():
                if (number, column) in self.done or self.left < len(text):
                    return False
                self.done.add((number, column))
                self.left -= len(text)
                self._set(number, column, text, flaw)
        return True

    def _text(self, number: int, column: int) -> str:
        cells = self.rows.get(number, [])
        return cells[column] if column < len(cells) else ""

    def _set(self, number: int, column: int, text: str, flaw: Flaw | None) -> None:
        cells = self.rows[number]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text
        if flaw:
            self.flaws[address(column, number)] = flaw


def _parse(name: str) -> _Range | None:
    match = _RANGE.fullmatch(name)
    if not match:
        return None
    first, last = column_number(match[1]), min(column_number(match[3]), MOST_COLUMNS)
    return _Range(name, int(match[2]), int(match[4]), range(first - 1, last))


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
