"""Two hundred rows with everything that people do wrong, and what is said of each."""

import codecs
from collections.abc import Callable
from typing import Any

import pytest

from delegations.choices import AttendeeFunction, AttendeeStatus
from delegations.models import Attendee, Travel
from events.imports import services, undo
from tests.delegations.imports.office import (
    Desk,
    dump,
    errors,
    separated,
    warnings,
    workbook,
)

HEADER = [
    "单位",
    "Given name",
    "Surname",
    "Nom tel que la personne le souhaite",
    "中文姓名",
    "Function",
    "职务",
    "Office (in English)",
    "E-Mail",
    "手机",
    "Rank class",
    "Arrival",
    "Passport number",
]
ROWS = 200
_NEEDED = "This cell is required. Fill it in."
_TWICE = "Row %d is the same person. Keep only one of the two."
_LONG = "At most %d characters; this text has 10000. Shorten it."


def _good(number: int) -> list[Any]:
    """A new person, the delegation written in several ways."""
    where = ("CO-BOG", "bogota", "波哥大", "بوغوتا", "Bogotá (CO-BOG)")[number % 5]
    return [
        where,
        f"Ana{number}",
        f"Ríos{number}",
        "",
        "",
        "Delegate",
        "Concejala",
        "Councillor",
        f"ana{number}@city.example",
        "+57 1 555",
        "C",
        "2030-04-30 14:30",
        f"PASS{number}",
    ]


# What stands in which row instead, and what is said of it: by column, and by cell.
_WRONG: dict[int, tuple[dict[int, Any], dict[str, str]]] = {
    10: ({0: "Atlantis"}, {"A10": "“Atlantis” is not known. Check the spelling."}),
    11: ({0: ""}, {"A11": _NEEDED}),
    12: ({0: "Bogotta"}, {"A12": "“Bogotta” is not known. Did you mean “Bogotá”?"}),
    20: ({1: "x" * 10_000}, {"B20": _LONG % 120}),
    21: (
        {1: "x" * 10_000, 8: "nobody", 10: "E"},
        {
            "B21": _LONG % 120,
            "I21": "Enter a valid e-mail address.",
            "K21": "“E” is not known. Use one of: A – incumbent mayors and governors, executive "
            "heads, B – deputies and vice mayors, C – councillors, commissioners, "
            "secretaries, envoys, D – directors and other officials.",
        },
    ),
    22: ({6: "x" * 10_000}, {"G22": _LONG % 200}),
    30: ({1: "", 2: "", 3: "", 4: ""}, {"C30": "Enter the name in at least one form."}),
    31: ({1: "Ana\nMaría"}, {"B31": "This cell has several lines. Write the text on one line."}),
    40: (
        {5: "Boss"},
        {
            "F40": "“Boss” is not known. Use one of: Head of delegation, Deputy head, "
            "Delegate, Adviser, Interpreter, Staff, Guest, Spouse or partner, "
            "Security, Press."
        },
    ),
    50: ({8: "ana@"}, {"I50": "Enter a valid e-mail address."}),
    60: (
        {11: "07/08/2030 10:00"},
        {"L60": "“07/08/2030 10:00” could be two dates. Write it as 2030-05-01."},
    ),
    61: ({11: "31.02.2030"}, {"L61": "“31.02.2030” is not a date. Write it as 2030-05-01."}),
    # Without an address of their own these are the same people.
    70: ({1: "Ana69", 2: "Ríos69", 8: ""}, {"C70": _TWICE % 69}),
    71: ({1: "RÍOS69", 2: "ana69", 8: ""}, {"C71": _TWICE % 69}),
    72: ({1: "", 2: "", 3: "Rios69, Ana69", 8: ""}, {"D72": _TWICE % 69}),
    80: ({1: "", 2: "", 4: "王 伟", 8: ""}, {"E80": _TWICE % 79}),
    90: (
        {5: "团长"},
        {"F90": "Eva Head is already head of delegation. Change or withdraw that entry first."},
    ),
    100: (
        {1: "Two", 2: "Alike"},
        {
            "C100": "Several people in this delegation have this "
            "name. Enter the identifier of one of them: {twins}."
        },
    ),
}
# Rows about who is entered already, or looks like it: verdict, what changes, and what is said.
_KNOWN: dict[int, tuple[dict[int, Any], str, set[str], dict[str, str]]] = {
    79: ({1: "", 2: "", 4: "王伟"}, "change", {"Given name", "Family name"}, {}),
    110: (
        {1: "Núñez", 2: "José", 8: ""},
        "change",
        {"Given name", "Family name"},
        {
            "C110": "José Núñez has been entered with given and family name the other way round. "
            "Are they in the right columns?"
        },
    ),
    111: ({1: "MARIA", 2: "garcia"}, "change", {"Given name", "Family name"}, {}),
    112: ({1: "Jörg", 2: "Mueller"}, "change", {"Family name"}, {}),
    113: ({1: "محمد", 2: "أحمد"}, "change", {"Given name", "Family name"}, {}),
    114: (
        {1: "Li", 2: "Na"},
        "create",
        set(),
        {"C114": "Li Na (CN-XIA) has a similar name. Is it the same person?"},
    ),
    115: (
        {8: "LI.NA@xianning.example"},
        "create",
        set(),
        {"I115": "Li Na (CN-XIA) has the same e-mail address. Is it the same person?"},
    ),
    116: (
        {1: "Wei", 2: "Zhang", 4: "章炜"},
        "create",
        set(),
        {"C116": "Zhang Wei (CO-BOG) has a similar name. Is it the same person?"},
    ),
    117: ({0: "CN-XIA", 1: "Ana200", 2: "Ríos200"}, "create", set(), {}),
    200: (
        {},
        "create",
        set(),
        {"C200": "Row 117 of this table is similar. Is it the same person?"},
    ),
    118: (
        {1: "Gone", 2: "Away"},
        "change",
        set(),
        {"C118": "This person’s status is “Withdrawn”. It will not change."},
    ),
}
_NO_RESULT = "This cell contains a formula without a result. Enter the value itself."


def _table(*, wrong: bool = True) -> list[list[Any]]:
    """The header and 200 rows, numbered as a spreadsheet program does."""
    rows = [HEADER, *[_good(number) for number in range(2, ROWS + 2)]]
    changes = {number: one[0] for number, one in _KNOWN.items()}
    if wrong:
        changes |= {number: one[0] for number, one in _WRONG.items()}
    for number, cells in changes.items():
        for column, value in cells.items():
            rows[number - 1][column] = value
    return rows


@pytest.fixture
def desk(db: None) -> Desk:
    desk = Desk()
    bogota = desk.bogota
    desk.person(bogota, given="Eva", family="Head", function=AttendeeFunction.HEAD)
    desk.person(bogota, given="Wei", family="Wang", native_name="王伟", name_order="family-first")
    desk.person(bogota, given="José", family="Núñez", phone="+57 9", office_title="Alcalde")
    desk.person(bogota, given="María", family="García", email="maria@city.example")
    desk.person(bogota, given="Jörg", family="Müller")
    desk.person(bogota, given="مُحَمَّد", family="احمد")
    desk.person(bogota, given="Wei", family="Zhang", native_name="张伟", name_order="family-first")
    desk.person(bogota, given="Gone", family="Away", status=AttendeeStatus.WITHDRAWN)
    for _ in range(2):
        desk.person(bogota, given="Two", family="Alike")
    desk.person(
        desk.xianning,
        given="Na",
        family="Li",
        name_order="family-first",
        email="li.na@xianning.example",
    )
    return desk


def _expected(number: int) -> dict[str, str]:
    twins = ", ".join(
        str(one.guid) for one in Attendee.objects.filter(family="Alike").order_by("pk")
    )
    return {place: words.format(twins=twins) for place, words in _WRONG[number][1].items()}


def _with_mark(rows: list[list[Any]]) -> bytes:
    return separated(rows, mark=codecs.BOM_UTF8)


def _chinese(rows: list[list[Any]]) -> bytes:
    """As Excel writes CSV in China; what has no sign there is left out of the comparison."""
    return separated(rows, "gb18030")


def _utf16(rows: list[list[Any]]) -> bytes:
    return separated(rows, "utf-16-le", codecs.BOM_UTF16_LE)


@pytest.mark.parametrize("written", [workbook, _with_mark, _chinese, _utf16])
def test_each_of_200_rows_has_its_verdict_and_nothing_is_half_applied(
    written: Callable[[list[list[Any]]], bytes], desk: Desk
) -> None:
    before = dump()
    batch = desk.upload(written(_table()))

    plan = services.plan_import(batch, desk.officer)

    rows = {one.number: one for one in plan.rows}
    assert sorted(rows) == list(range(2, ROWS + 2))
    assert {number: errors(one) for number, one in rows.items() if one.errors} == {
        number: _expected(number) for number in _WRONG
    }
    for number, (_cells, verdict, changes, said) in _KNOWN.items():
        assert (number, rows[number].verdict.value) == (number, verdict)
        assert changes <= {one.label for one in rows[number].changes}
        assert (number, warnings(rows[number])) == (number, said)
    others = [one for number, one in rows.items() if number not in {*_WRONG, *_KNOWN}]
    assert {(one.verdict.value, len(one.warnings)) for one in others} == {("create", 0)}
    with pytest.raises(services.HasErrors):
        services.apply_import(batch=batch, by=desk.officer, reviewed=plan.fingerprint)
    assert dump() == before


def test_without_its_bad_rows_it_is_applied_and_undone_to_the_last_field(desk: Desk) -> None:
    before = dump()
    rows = [row for number, row in enumerate(_table(), start=1) if number not in _WRONG]
    batch = desk.upload(workbook(rows))

    plan = desk.apply(batch)

    assert not plan.has_errors
    made = ROWS - len(_WRONG) - sum(one[1] == "change" for one in _KNOWN.values())
    assert Attendee.objects.count() == len(before["delegations.Attendee"]) + made
    assert Travel.objects.count() == ROWS - len(_WRONG)
    assert set(Attendee.objects.filter(given="Ana2").values_list("status", "family")) == {
        (AttendeeStatus.DRAFT, "Ríos2")
    }
    assert dump() != before
    kept = undo.undo_import(batch=batch, by=desk.officer)
    assert kept == []
    assert dump() == before


def test_formulas_and_cells_that_cannot_be_kept_are_named(desk: Desk) -> None:
    table = _table(wrong=False)[:6]
    table[1][1], table[2][9], table[3][6] = "=A2", "=1+1", "=HYPERLINK(A1)"

    plan = desk.plan(table)

    said = {place: words for row in plan.rows for place, words in errors(row).items()}
    assert {place: said[place] for place in ("B2", "J3", "G4")} == dict.fromkeys(
        ("B2", "J3", "G4"), _NO_RESULT
    )


def test_ragged_rows_are_read_as_far_as_they_go(desk: Desk) -> None:
    rows = [HEADER, ["CO-BOG", "Ana"], ["CO-BOG"], [], [*_good(5), "beyond", "the header"]]
    batch = desk.upload(separated(rows))

    plan = services.plan_import(batch, desk.officer)

    assert [(one.number, one.verdict.value) for one in plan.rows] == [
        (2, "create"),
        (3, "error"),
        (5, "create"),
    ]
    assert errors(plan.rows[1]) == {"C3": "Enter the name in at least one form."}


def test_formulas_of_others_stay_text_and_passports_are_never_kept(desk: Desk) -> None:
    rows = [HEADER, _good(2)]
    rows[1][1] = "'=cmd|' /C calc'!A0"
    batch = desk.upload(separated(rows))

    plan = services.plan_import(batch, desk.officer)

    assert plan.rows[0].row.given == "=cmd|' /C calc'!A0"
    assert plan.notes == ["Never imported from tables, and not stored: Passport number."]
    batch.refresh_from_db()
    assert "PASS2" not in str(batch.table)
