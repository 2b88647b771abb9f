"""Files that open in Excel: what goes in comes out, and nothing is calculated. Read by others."""

import csv
import io
import sys
import tracemalloc
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from core.files import spreadsheets
from core.files.spreadsheets import Column, Sheet, guard, stream_csv, stream_xlsx, unguard

HOSTILE = (
    '=HYPERLINK("http://x","y")', "+86 20 8888", "＝1+1", "＋1", "－1", "＠SUM(A1)", "-1", "@x",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "'=1+1", "''=1", "'plain", "a\nb", "a\r\nb",
    "_x000D_", "_x0041_", "_x005F_", "你好", "العربية", "🌺", '"quoted", with commas; and more',
    "x" * 32_767, "http://x.example/", "00123", "1e5", "TRUE", "#REF!", "{=1}", "%0A=1",
)  # fmt: skip
SHEET = Sheet("Attendees", [Column("name", "Name"), Column("n", "No.", "number")], ["Note"])


def _csv(rows: list[list[Any]], sheet: Sheet = SHEET) -> list[list[str]]:
    data = b"".join(stream_csv(sheet, rows))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _xlsx(rows: list[list[Any]], sheet: Sheet = SHEET) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(stream_xlsx(sheet, rows)))).active


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_a_hostile_text_stays_text_in_a_workbook_and_comes_back_unchanged(text: str) -> None:
    cell = _xlsx([[text, 1]]).cell(row=3, column=1)

    assert cell.data_type == "s"
    # A workbook knows one kind of line end (XML 1.0 §2.11).
    assert unescape(cell.value) in (text, text.replace("\r\n", "\n"))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_a_hostile_text_calculates_nothing_in_csv_and_comes_back_unchanged(text: str) -> None:
    (_, (cell, _number)) = _csv([[text, 1]])

    assert not cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert unguard(cell) == text


# Not of a category of invisible characters, and invisible all the same.
_FILLERS = "\u034f\u115f\u1160\u17b4\u2800\u3164\uffa0\ufe0f\U000e0100"


def test_nothing_that_nobody_sees_hides_a_formula() -> None:
    unseen = [
        chr(point)
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    ]

    assert len(unseen) > 200
    for char in (*unseen, *_FILLERS, "\ufeff\u200b \u00ad"):
        for sign in "=+-@＝＋－＠﹦":
            text = f"{char}{sign}1+1"
            assert guard(text) == f"'{text}"
            assert unguard(guard(text)) == text


def test_guarding_twice_is_undone_twice() -> None:
    for text in HOSTILE:
        assert unguard(unguard(guard(guard(text)))) == text


def test_a_telephone_number_stays_readable() -> None:
    assert guard("+86 20 8888") == "'+86 20 8888"
    assert guard("Guangzhou") == "Guangzhou"


def test_the_same_words_are_guarded_in_each_row() -> None:
    assert _csv([["=1", 1], ["=1", 2], ["x", 3]])[1:] == [["'=1", "1"], ["'=1", "2"], ["x", "3"]]


def test_a_heading_cannot_calculate_either() -> None:
    sheet = Sheet("=1", [Column("a", "=1+1")], ["=2"])

    assert _csv([["x"]], sheet)[0] == ["'=1+1"]
    page = _xlsx([["x"]], sheet)
    assert [page["A1"].data_type, page["A2"].data_type] == ["s", "s"]


def test_dates_are_dates_numbers_numbers_and_nothing_is_empty() -> None:
    columns = [Column("d", "Born", "date"), Column("t", "Arrives", "datetime"),
               Column("n", "No.", "number"), Column("e", "Empty")]  # fmt: skip
    row = [date(1970, 1, 2), datetime(2023, 12, 8, 9, 30, tzinfo=UTC), 7, None]
    page = _xlsx([row], Sheet("List", columns))

    assert [cell.value for cell in page[2]] == [
        datetime(1970, 1, 2), datetime(2023, 12, 8, 9, 30), 7, None,
    ]  # fmt: skip
    assert page["A2"].is_date
    assert _csv([row], Sheet("List", columns))[1] == ["1970-01-02", "2023-12-08 09:30", "7", ""]


def test_the_header_is_frozen_filtered_and_repeated_on_paper() -> None:
    page = _xlsx([["a", 1], ["b", 2]])

    assert page["A1"].value == "Note"
    assert [cell.value for cell in page[2]] == ["Name", "No."]
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:B4"
    assert page.print_title_rows == "$2:$2"


def test_each_column_is_as_wide_as_it_says_and_long_headings_wrap() -> None:
    sheet = Sheet("List", [Column("a", "A"), Column("b", "B", width=40)])

    page = _xlsx([["x", "y"]], sheet)

    # A file says widths with the padding of a cell, 5 of 7 pixels.
    assert [round(page.column_dimensions[one].width) for one in "AB"] == [17, 41]
    assert page["A1"].alignment.wrap_text


def test_yes_and_no_are_one_and_nought_in_csv() -> None:
    assert _csv([["a", True], ["b", False]])[1:] == [["a", "1"], ["b", "0"]]


def test_a_row_with_more_cells_than_columns_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        spreadsheets._write_row(None, 0, ["a name", 1], [])


@pytest.mark.parametrize("title", ["a/b:c*[d]?", "'quoted'", "x" * 60, "", "名单"])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert 1 <= len(_xlsx([["a", 1]], Sheet(title, SHEET.columns)).title) <= 31


def test_what_xml_cannot_hold_is_replaced_and_a_longer_text_says_that_it_was_cut() -> None:
    page = _xlsx([["a\ud800b\ufffe", 1], ["x" * 40_000, 2]])

    assert page["A3"].value == "a\ufffdb\ufffd"
    assert len(page["A4"].value) == 32_767
    assert page["A4"].value.endswith("…")


def test_a_sheet_without_a_title_is_a_list_and_forbidden_characters_are_spaces() -> None:
    titles = ("", "'", "a/b", "x" * 40)

    sheets = [_xlsx([["a", 1]], Sheet(title, SHEET.columns)).title for title in titles]

    assert sheets == ["List", "List", "a b", "x" * 31]


def test_a_long_list_in_csv_leaves_in_pieces() -> None:
    pieces = list(stream_csv(SHEET, _many(1_200)))

    # The mark of byte order, twice 500 rows, and the rest.
    assert [piece.count(b"\r\n") for piece in pieces] == [0, 501, 500, 200]


def _many(count: int) -> Iterator[list[Any]]:
    return (["Name of a person", number] for number in range(count))


@pytest.mark.parametrize("stream", [stream_csv, stream_xlsx])
def test_memory_does_not_grow_with_the_list(stream: Any) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in stream(SHEET, _many(count)):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(10_000) < peak(1_000) + 512 * 1024
