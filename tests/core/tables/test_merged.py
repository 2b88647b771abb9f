"""Merged cells give their text to each of their rows, and do no harm elsewhere."""

import io
import time
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from core.tables import Flaw, Grid, Row, fill_merged, read_table
from core.tables.grid import MOST_CHARACTERS


def _grid(rows: list[list[Any]], *merged: str) -> Grid:
    book: Any = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in merged:
        book.active.merge_cells(name)
    file = io.BytesIO()
    book.save(file)
    return read_table(SimpleUploadedFile("table.xlsx", file.getvalue()))


def _cells(grid: Grid) -> list[tuple[str, ...]]:
    return [row.cells for row in grid.rows]


def test_a_merged_range_is_filled_down_and_across() -> None:
    grid = _grid(
        [["Day", "Start", "Room", "Title"], ["1 May", "9", "A", "B"], [None, "10"], ["2 May"]],
        "C2:D3",
        "A2:A3",
    )

    filled = fill_merged(grid, 1)

    assert _cells(filled)[1:] == [
        ("1 May", "9", "A", "A"),
        ("1 May", "10", "A", "A"),
        ("2 May",),
    ]
    assert filled.merged == ("A2:A3", "C2:D3")


def test_titles_headers_and_lines_of_their_own_stay_as_they_are() -> None:
    rows: list[list[Any]] = [
        ["Programme", None, None],
        ["Day", "Title", None],
        [None, "en", "fr"],
        ["1 May", "One", "Un"],
        ["Lunch", None, None],
    ]
    grid = _grid(rows, "A1:C1", "A2:A3", "B2:C2", "A5:C5")

    filled = fill_merged(grid, 2)

    assert (filled.rows, filled.merged) == (grid.rows, ())


def test_blank_rows_and_ranges_without_a_text_stay_blank() -> None:
    grid = _grid([["Day", "Title"], ["1 May", "One"], [], ["", "Two"], ["", "Three"]])
    merged = Grid(rows=grid.rows, merged=("A2:A3", "A4:A5", "nonsense", ""))

    filled = fill_merged(merged, 1)

    assert (filled.rows, filled.merged) == (grid.rows, ("A2:A3",))


def test_a_flaw_is_that_of_each_cell() -> None:
    rows = (Row(1, ("Day",)), Row(2, ("", "One")), Row(3, ("", "Two")))
    grid = Grid(rows=rows, flaws={"A2": Flaw.FORMULA}, merged=("A2:A3",))

    assert fill_merged(grid, 1).flaws == {"A2": Flaw.FORMULA, "A3": Flaw.FORMULA}


def test_ranges_over_one_another_and_long_texts_cost_no_more_than_a_table() -> None:
    rows = (Row(1, ("Day", "Title")), *(Row(n, ("x" * 30_000, "b")) for n in range(2, 5_000)))
    merged = tuple(f"A{n}:CV9999999" for n in range(2, 5_000))
    started = time.monotonic()

    filled = fill_merged(Grid(rows=rows, merged=merged), 1)

    added = sum(len(cell) for row in filled.rows for cell in row.cells[2:])
    assert added <= MOST_CHARACTERS
    assert time.monotonic() - started < 2
