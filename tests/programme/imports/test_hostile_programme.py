"""A programme of 300 sessions as a sloppy person types it: every fault is named by its cell."""

import time as clock
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from events.imports import services
from programme.imports.sessions import clock as written_time
from programme.models import Session
from tests.factories import make_room, make_session, make_sub_forum, text
from tests.programme.imports.office import Office, csv_file, errors, verdicts, warnings, xlsx

HEADER = [
    "Code",
    "标题",
    "Title (English)",
    "Type",
    "Track",
    "Date",
    "From",
    "To",
    "Hall",
    "Languages",
    "同传",
    "Seats",
    "Visible to",
]
# A good row, each day and time typed another way.
_DAYS = ("2030-05-02", "2 May 2030", "2030年5月2日", "2.5.2030", "02/05/2030", "47605")
_TIMES = (("14:00", "15:30"), ("2:00 PM", "3:30 pm"), ("14.00", "15.30"), ("下午2:00", "15：30"))

_SPOKEN = ("zh, en", "中文、英文", "Chinese; English")


def _row(number: int) -> list[Any]:
    start, end = _TIMES[number % len(_TIMES)]
    return [
        None,
        f"会议{number}",
        f"Session {number}",
        ("Panel", "主旨演讲", "réception")[number % 3],
        ("1", "Rivers", "rivers")[number % 3],
        _DAYS[number % len(_DAYS)],
        start,
        end,
        ("Pearl Hall", "珍珠厅")[number % 2],
        _SPOKEN[number % 3],
        "French",
        120,
        "internal",
    ]


_FAULTS: dict[int, tuple[int, Any, str, str]] = {
    10: (5, "05/06/2030", "F10", "“05/06/2030” could be two dates. Write it as 2030-05-01."),
    20: (5, "Thursday", "F20", "“Thursday” is not a date. Write it as 2030-05-01."),
    30: (6, "2 o'clock", "G30", "“2 o'clock” is not a time. Write it as 14:00."),
    40: (7, "1:00 PM", "H40", "The end must be after the start. Correct one of them."),
    50: (8, "Perl Hall", "I50", "“Perl Hall” is not known. Did you mean “Pearl Hall”?"),
    60: (4, "Riverz", "E60", "“Riverz” is not known. Did you mean “Rivers”?"),
    70: (3, "Pnel", "D70", "“Pnel” is not known. Did you mean “Panel”?"),
    80: (
        9,
        "zh, Klingon",
        "J80",
        "“Klingon” is not known. Check the spelling.",
    ),
    90: (0, "AAAAAA", "A90", "“AAAAAA” is in several rows. Keep one."),
    91: (0, "aaaaaa", "A91", "“AAAAAA” is in several rows. Keep one."),
    100: (
        0,
        "S-100",
        "A100",
        "A code has six capital letters or digits. Leave the cell empty for a new session.",
    ),
    110: (2, "x" * 10_000, "C110", "At most 250 characters; this text has 10000. Shorten it."),
    120: (11, "many", "L120", "“many” is not a whole number. Write it in digits."),
    130: (6, None, "G130", "This cell is required. Fill it in."),
    140: (
        12,
        "everybody",
        "M140",
        "“everybody” is not known. Use one of: Public, Participants, Internal.",
    ),
}
_FORMULAS = {150: (5, "=F2", "F150")}
_NEEDED = "This cell is required. Fill it in."
_NO_RESULT = "This cell contains a formula without a result. Enter the value itself."


def _programme(*, formulas: bool) -> list[list[Any]]:
    """300 sessions below the header, with everything that people do wrong."""
    rows = [HEADER, *[_row(number) for number in range(2, 302)]]
    faults = {number: fault[:2] for number, fault in _FAULTS.items()}
    if formulas:
        faults |= {number: fault[:2] for number, fault in _FORMULAS.items()}
    for number, (column, value) in faults.items():
        rows[number - 1][column] = value
    return rows


@pytest.fixture
def office(db: None) -> Office:
    office = Office()
    make_room(office.event, name=text("Pearl Hall", zh_hans="珍珠厅"))
    make_sub_forum(office.event, number=1, title=text("Rivers"), slug="rivers")
    make_session(office.event, title=text("Session 5"))
    return office


def test_every_fault_of_a_workbook_is_named_by_its_cell_and_nothing_is_written(
    office: Office,
) -> None:
    rows = _programme(formulas=True)
    rows[199][5], rows[200][5] = "2030-05-02", None
    batch = office.upload(xlsx(rows, merged="F200:F201"))

    plan = services.plan_import(batch, office.editor)

    expected = {f"Programme!{place}": words for _c, _v, place, words in _FAULTS.values()}
    expected["Programme!F150"] = _NO_RESULT
    assert errors(plan) == expected
    assert verdicts(plan) == {"error": 16, "create": 284}
    assert plan.notes == ["The value of merged cells was used for each of their rows: F200:F201."]
    with pytest.raises(services.HasErrors):
        services.apply_import(batch=batch, by=office.editor, reviewed=plan.fingerprint)
    assert Session.objects.count() == 1


def test_the_same_programme_as_csv_in_gb18030_has_the_same_faults(office: Office) -> None:
    batch = office.upload(csv_file(_programme(formulas=False), "gb18030"))

    plan = services.plan_import(batch, office.editor)

    assert batch.grid.encoding == "gb18030"
    assert errors(plan) == {place: words for _c, _v, place, words in _FAULTS.values()}
    assert [row.number for row in plan.by_urgency[:15]] == sorted(_FAULTS)


def test_good_rows_are_read_alike_however_they_are_typed(office: Office) -> None:
    rows = [HEADER, *[_row(number) for number in range(2, 302)]]
    batch = office.upload(xlsx(rows))
    begin = clock.process_time()
    plan = services.plan_import(batch, office.editor)
    seconds = clock.process_time() - begin

    office.apply(batch)

    assert verdicts(plan) == {"create": 300}
    assert seconds < 3
    made = Session.objects.exclude(title__en="Session 5", visibility="public")
    facts = made.values_list("start", "end", "room__name__en", "sub_forum__number")
    assert {(f"{a:%d %H:%M}", f"{b:%d %H:%M}", room, forum) for a, b, room, forum in facts} == {
        ("02 06:00", "02 07:30", "Pearl Hall", 1)
    }
    spoken = made.values_list("floor_languages", "interpretation_languages")
    assert {(tuple(floor), tuple(into)) for floor, into in spoken} == {(("zh", "en"), ("fr",))}
    assert set(made.values_list("updated_by", flat=True)) == {office.editor.pk}
    assert Session.history.filter(history_user=office.editor).count() == 300


def test_a_row_that_looks_like_a_session_is_said_to_and_never_merged(office: Office) -> None:
    session = Session.objects.get()
    header = ["Title", "Day", "Start", "End"]

    plan = office.plan([header, ["session 5", "2030-05-02", "20:00", "21:00"]])

    assert verdicts(plan) == {"create": 1}
    assert warnings(plan) == {
        "Programme!A2": f"This looks like session {session.code}. Enter its code to change it; "
        "otherwise a second session is created."
    }


def test_a_code_that_nobody_knows_is_said_to_make_a_new_session(office: Office) -> None:
    header = ["Code", "Title", "Day", "Start", "End"]

    plan = office.plan([header, ["ZZZZZ9", "New", "2030-05-02", "20:00", "21:00"]])

    assert verdicts(plan) == {"create": 1}
    assert warnings(plan) == {
        "Programme!A2": "No session has the code ZZZZZ9: a new session is created with it."
    }


def test_a_table_of_some_columns_changes_those_alone(office: Office) -> None:
    session = Session.objects.get()
    session.abstract, session.capacity = text("Kept"), 40
    session.save()

    plan = office.plan([["Code", "Room", "Seats"], [session.code, "珍珠厅", None]])

    (row,) = plan.rows
    assert [(one.label, one.old, one.new) for one in row.changes] == [
        ("Room", "", "Pearl Hall"),
        ("Seats", "40", ""),
    ]
    assert row.row.abstract == text("Kept")


def test_a_workbook_with_real_dates_and_times_is_read(office: Office) -> None:

    header = ["Title", "Day", "Start", "End", "End date"]

    plan = office.plan([header, ["Night", date(2030, 5, 2), time(23), time(1), date(2030, 5, 3)]])

    assert errors(plan) == {}
    assert f"{plan.rows[0].row.end:%d %H:%M}" == "02 17:00"


def test_an_hour_that_comes_twice_is_chosen_by_its_offset_and_comes_back_as_it_was(
    db: None,
) -> None:
    office = Office(time_zone="Europe/Paris")
    header = ["Title", "Day", "Start", "End"]

    plain = office.plan([header, ["Night", "2030-10-27", "02:30", "04:00"]])
    second = office.plan([header, ["Night", "2030-10-27", "02:30+01:00", "04:00"]])

    assert errors(plain) == {
        "Programme!C2": "The clocks change: this time occurs twice on that day. Choose by the "
        "offset: 2030-10-27 02:30+02:00 / 2030-10-27 02:30+01:00."
    }
    assert errors(second) == {}
    start = second.rows[0].row.start
    assert start == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    assert written_time(start.astimezone(office.event.zone)) == "02:30+01:00"


def test_a_time_that_the_clocks_leave_out_is_an_error(db: None) -> None:
    office = Office(time_zone="Europe/Paris")

    plan = office.plan(
        [["Title", "Day", "Start", "End"], ["Night", "2030-03-31", "02:30", "04:00"]]
    )

    assert errors(plan) == {
        "Programme!C2": "The clocks change: this time does not exist on that day. Choose another."
    }


def test_a_programme_of_another_year_comes_with_a_warning(office: Office) -> None:
    plan = office.plan(
        [
            ["Title (en)", "Day", "Start", "End"],
            ["Opening", "2030-05-01", "09:00", "10:00"],
            ["Dialogue", "2031-05-01", "09:00", "10:00"],
        ]
    )

    assert [note.text for row in plan.rows for note in row.warnings] == [
        "1 May 2031 is outside the dates of the event. Is the year right?"
    ]
