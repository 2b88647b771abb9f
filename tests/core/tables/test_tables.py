"""Files that people upload become text cells with addresses; files that would harm are refused."""

import io
import json
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files.spreadsheets import Column, Sheet, stream_csv, stream_xlsx
from core.tables import Flaw, Grid, Row, TableRefused, address, read_table
from tests.core.tables import hostile_workbooks
from tests.sharing import shared_out

_MEASURE = """
import json, resource, sys, time
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from core.tables import TableRefused, read_table
import openpyxl

class Upload:
    def __init__(self, path):
        self.file = path.open("rb")
        self.size = path.stat().st_size
        self.seek, self.read = self.file.seek, self.file.read

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.monotonic()
try:
    read_table(Upload(Path(sys.argv[1])))
    answer = "taken"
except TableRefused as error:
    answer = "refused"
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([answer, time.monotonic() - start, (peak - before) / 1024]))
"""


def _read(data: bytes, name: str = "programme.xlsx", **options: str) -> Grid:
    return read_table(SimpleUploadedFile(name, data), **options)


def _saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _book(*rows: list[Any]) -> Any:
    book: Any = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


# --- What is refused ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return hostile_workbooks.bombs()


def test_every_bomb_is_refused_in_five_seconds_and_100_mb(
    bombs: dict[str, bytes], tmp_path: Path
) -> None:
    answers = {}
    for name, data in shared_out(bombs.items(), one_in=3):
        path = tmp_path / "bomb"
        path.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True
        )
        answers[name] = json.loads(done.stdout)

    assert {name: answer for name, (answer, _s, _m) in answers.items() if answer != "refused"} == {}
    assert {name: seconds for name, (_a, seconds, _m) in answers.items() if seconds > 5} == {}
    assert {name: peak for name, (_a, _s, peak) in answers.items() if peak > 100} == {}


def test_a_bomb_is_refused_under_any_name(bombs: dict[str, bytes]) -> None:
    for name in ("programme.csv", "programme.xlsx", "programme", "../../x.png"):
        with pytest.raises(TableRefused):
            _read(bombs["300 MB of blanks"], name)


def test_the_largest_harmless_table_is_read() -> None:
    above = [["Code", "Title"]] * 20
    rows = [*above, *[[f"A{n}", f"Title {n}"] for n in range(5_000)]]

    grid = _read(hostile_workbooks.workbook(rows))  # type: ignore[arg-type]

    assert len(grid.rows) == 5_020
    with pytest.raises(TableRefused, match="5,000 rows"):
        _read(hostile_workbooks.workbook([*rows, ["one", "more"]]))  # type: ignore[list-item]


def test_what_a_refusal_says_tells_what_to_do(bombs: dict[str, bytes]) -> None:
    said = {}
    for name in ("50 MB of text", "an old workbook", "a picture", "nothing", "damaged", "macros"):
        with pytest.raises(TableRefused) as refused:
            _read(bombs[name])
        said[name] = str(refused.value)

    assert said == {
        "50 MB of text": "This file is larger than 5 MB. Remove pictures, or split it.",
        "an old workbook": "This file is in an old format or has a password. Save it as XLSX "
        "without a password.",
        "a picture": "This file is not a table. Save it as XLSX or as CSV.",
        "nothing": "This file is empty.",
        "damaged": "This file is damaged. Save it again as XLSX.",
        "macros": "This file contains macros. Save it without them.",
    }


# --- Workbooks ------------------------------------------------------------------------------------


def test_numbers_are_read_as_the_sheet_shows_them_and_lost_digits_are_named() -> None:
    book = _book([612345678, 8613812345678, 12, 0.5, 1.23456789012345e17, 44562.5])
    formats = ("00 00 00 00 00", "0.00E+00", "#,##0.00 [$€-407]", "0%", "0", "yyyy-mm-dd")
    for cell, number_format in zip(book.active[1], formats, strict=True):
        cell.number_format = number_format

    grid = _read(_saved(book))

    assert grid.rows[0].cells == (
        "06 12 34 56 78",
        "8613812345678",
        "12",
        "0.5",
        "",
        "2022-01-01 12:00",
    )
    assert grid.flaws == {"E1": Flaw.LOST}


def test_a_long_number_that_a_csv_file_has_shortened_is_named() -> None:
    grid = _read(b"Name,Telephone\r\nAna,8.61381E+12\r\nEva,+86 138\r\n")

    assert [row.cells[1] for row in grid.rows] == ["Telephone", "", "+86 138"]
    assert grid.flaws == {"B2": Flaw.LOST}


def test_typed_cells_become_text_that_is_clear() -> None:
    book = _book(
        [datetime(2030, 5, 2), time(14, 0), datetime(2030, 5, 2, 14, 30), date(2030, 5, 3)],
        [12, 12.0, 0.25, True],
        ["007", 7, "  x ", "_x0041_"],
        [None, None, "last"],
    )
    book.active["B3"].number_format = "0000"

    grid = _read(_saved(book))

    assert [row.cells for row in grid.rows] == [
        ("2030-05-02", "14:00", "2030-05-02 14:30", "2030-05-03"),
        ("12", "12", "0.25", "TRUE"),
        ("007", "0007", "  x ", "A"),
        ("", "", "last"),
    ]


def test_rows_keep_the_numbers_that_the_spreadsheet_program_shows() -> None:
    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["C7"], book.active["B5000"] = "a", "c", "b"

    grid = _read(_saved(book))

    assert grid.rows == (Row(1, ("a",)), Row(7, ("", "", "c")), Row(5000, ("", "b")))
    assert address(2, 7) == "C7"
    assert [address(n, 1) for n in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


def test_formulas_count_by_their_result_and_one_without_is_named() -> None:
    cells = (
        b'<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
        b'<c r="C1" t="e"><v>#REF!</v></c><c r="D1" t="str"><f>"a"</f><v>a</v></c></row>'
        b"</sheetData>"
    )

    grid = _read(hostile_workbooks.with_sheet(cells))

    assert grid.rows == (Row(1, ("2", "", "#REF!", "a")),)
    assert grid.flaws == {"B1": Flaw.FORMULA, "C1": Flaw.ERROR}


def test_merged_cells_are_named_and_kept_as_the_sheet_has_them() -> None:
    book = _book(["Day", "Title"], ["2030-05-02", "One"], [None, "Two"])
    book.active.merge_cells("A2:A3")

    grid = _read(_saved(book))

    assert grid.merged == ("A2:A3",)
    assert [row.cells for row in grid.rows[1:]] == [("2030-05-02", "One"), ("", "Two")]


def test_the_first_sheet_that_is_shown_is_read_or_the_one_that_is_named() -> None:
    book = _book(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Programme").append(["shown"])
    book.create_sheet("Halls").append(["halls"])
    data = _saved(book)

    assert _read(data).rows[0].cells == ("shown",)
    assert _read(data, sheet="Halls").rows[0].cells == ("halls",)
    assert _read(data).sheets == ("Programme", "Halls")
    with pytest.raises(TableRefused, match="The sheets are: Sheet, Programme, Halls"):
        _read(data, sheet="Rooms")


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    inside = (
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="2"><c r="A2"><v>2</v></c></row></sheetData>'
    )

    for lie in (inside, inside.replace(b"A1:XFD1048576", b"A1")):
        assert [row.cells for row in _read(hostile_workbooks.with_sheet(lie)).rows] == [
            ("1",),
            ("2",),
        ]


# --- CSV ------------------------------------------------------------------------------------------

_TEXT = "代码;标题\r\nA1;市长对话 – «été»\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (_TEXT.encode(), "utf-8"),
        (_TEXT.encode("utf-8-sig"), "utf-8"),
        (_TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + _TEXT.encode("utf-16-be"), "utf-16-be"),
        (_TEXT.encode("gb18030"), "gb18030"),
        ("Code;Title\r\n".encode("utf-16-le"), "utf-16-le"),
        ("Code;Title\r\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_of_a_csv_file_is_found_out_and_said(data: bytes, encoding: str) -> None:
    grid = _read(data, "any.txt")

    assert grid.encoding == encoding
    assert grid.rows[0].cells in (("代码", "标题"), ("Code", "Title"))
    assert grid.rows[1:] == (() if len(grid.rows) == 1 else (Row(2, ("A1", "市长对话 – «été»")),))


def test_another_encoding_may_be_chosen() -> None:
    data = "Titre;Été à Guangzhou\r\n".encode("cp1252")

    assert _read(data, encoding="cp1252").rows[0].cells == ("Titre", "Été à Guangzhou")
    with pytest.raises(TableRefused, match="Choose its encoding"):
        _read(data, encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out_past_commas_in_texts(delimiter: str) -> None:
    rows = [("Code", "Title", "Seats"), ("A1", '"Cities, rivers; seas"', "3"), ("A2", "x", "4")]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode()

    grid = _read(data)

    assert grid.delimiter == delimiter
    assert grid.rows[1].cells == ("A1", "Cities, rivers; seas", "3")


def test_ragged_rows_quotes_and_newlines_are_kept_and_nul_is_named() -> None:
    grid = _read(b'a,b\r\n"one ""two""\r\nthree"\r\n\r\nx,y,z\r\nn\0l,ok\r\n')

    assert grid.rows == (
        Row(1, ("a", "b")),
        Row(2, ('one "two"\r\nthree',)),
        Row(4, ("x", "y", "z")),
        Row(5, ("", "ok")),
    )
    assert grid.flaws == {"A5": Flaw.CONTROL}


def test_a_text_longer_than_a_cell_is_named() -> None:
    grid = _read(b"a,b\r\n" + b"x" * 40_000 + b",y\r\n")

    assert grid.flaws == {"A2": Flaw.TOO_LONG}


@pytest.mark.parametrize("stream", [stream_csv, stream_xlsx])
def test_what_the_portal_writes_it_reads_unchanged(stream: Any) -> None:
    texts = [
        "=1+1",
        "'=1",
        "'x",
        "00123",
        "العربية",
        "🌺",
        "a\nb",
        "+86 20",
        '"q"',
        "_x0041_",
        " x",
    ]
    sheet = Sheet("List", [Column("a", "A"), Column("b", "=B")])

    grid = _read(b"".join(stream(sheet, [[text, "."] for text in texts])))

    assert [row.cells for row in grid.rows] == [("A", "=B"), *[(text, ".") for text in texts]]
    assert Grid.from_json(json.loads(json.dumps(grid.as_json()))) == grid
