"""A normal Chinese programme comes in whole: merged days and venues, and words of its own."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from events.imports import services
from events.imports.faults import group_faults
from events.imports.values import LEFT_EMPTY, choose_values, find_unknown_values, load_choices
from events.models import ImportBatch, Room, ValueChoice, Venue
from programme.choices import ImportKind
from programme.imports.fields import SESSION_FIELDS
from programme.models import Session
from tests.factories import make_member, make_room, make_sub_forum, text
from tests.programme.imports.office import Office, errors, verdicts, xlsx

_KINDS = ("专题讨论", "分论坛", "Panel", "对话", "参观")
_HEADER = ["日期", "开始", "结束", "会议室", "标题", "类型", "分论坛", "语言", "同传"]
_ROOMS = ["Sala 01", "Sala 02"]


def programme(*, merged: bool) -> bytes:
    """Thirty sessions of three days below a title, the days merged over their rows or not."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["市长论坛 2027 总日程（第三稿）"])
    sheet.append(_HEADER)
    for number in range(30):
        day = date(2027, 10, 12 + number // 10)
        shown = day if not merged or number % 10 == 0 else None
        start, room = f"{8 + number % 10}:30", _ROOMS[number % 2]
        kind = _KINDS[number % 5]
        row = [shown, start, f"{9 + number % 10}.00", room, f"第{number}场", kind, None]
        sheet.append([*row, "es, en", "中文, 葡萄牙语"])
    sheet.merge_cells("A1:I1")
    for first in (3, 13, 23) if merged else ():
        sheet.merge_cells(f"A{first}:A{first + 9}")
    return _saved(book)


def rooms(*, merged: bool) -> bytes:
    """Eight rooms of two venues, below a title and a blank row or not."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    for row in [["2027 论坛 会议室一览"], []] if merged else []:
        sheet.append(row)
    sheet.append(["场馆", "名称", "楼层", "座位", "同传间", "用途"])
    for number in range(8):
        venue = "Memorial" if number < 5 else "Matarazzo"
        shown = None if merged and number in (1, 2, 3, 4) else venue
        sheet.append([shown, f"Sala {number:02}", "0F", 45 + number, number % 3, "reunião"])
    if merged:
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A4:A8")
    return _saved(book)


def _saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def office(db: None) -> Office:
    office = Office(
        start_date=date(2027, 10, 12),
        end_date=date(2027, 10, 15),
        time_zone="America/Sao_Paulo",
    )
    venue = Venue.objects.create(event=office.event, name=text("Memorial"))
    Venue.objects.create(event=office.event, name=text("Matarazzo"))
    for name in _ROOMS:
        make_room(office.event, venue=venue, name=text(name))
    return office


def _asked(office: Office, batch: ImportBatch) -> list[tuple[str, str, int]]:
    plan = services.plan_import(batch, office.editor)
    return [
        (one.field.key, one.text, one.count)
        for one in find_unknown_values(batch, plan, office.editor)
    ]


@pytest.mark.parametrize("merged", [False, True])
def test_every_row_of_a_programme_comes_in_once_its_words_are_explained(
    office: Office, merged: bool
) -> None:
    batch = office.upload(programme(merged=merged))
    assert verdicts(services.plan_import(batch, office.editor)) == {"error": 12, "create": 18}
    assert _asked(office, batch) == [("kind", "对话", 6), ("kind", "参观", 6)]

    chosen = {("kind", "对话"): "dialogue", ("kind", "参观"): "tour"}
    choose_values(batch=batch, chosen=chosen, by=office.editor)

    assert _asked(office, batch) == []
    office.apply(batch)
    days = Session.objects.filter(event=office.event).datetimes("start", "day")
    assert (Session.objects.count(), [day.day for day in days]) == (30, [12, 13, 14])
    kinds = Session.objects.values_list("kind", flat=True)
    assert (list(kinds).count("dialogue"), list(kinds).count("tour")) == (6, 6)


@pytest.mark.parametrize("merged", [False, True])
def test_every_row_of_a_table_of_rooms_comes_in(office: Office, merged: bool) -> None:
    Room.objects.all().delete()

    office.apply(office.upload(rooms(merged=merged), ImportKind.ROOMS))

    found = [str(room.venue) for room in Room.objects.order_by("pk")]
    assert found == ["Memorial"] * 5 + ["Matarazzo"] * 3


def test_what_is_chosen_is_remembered_for_the_edition_and_the_kind_of_table(
    office: Office,
) -> None:
    batch = office.upload(programme(merged=False))
    choose_values(batch=batch, chosen={("kind", "对话"): "dialogue"}, by=office.editor)

    again, elsewhere = office.upload(programme(merged=True)), Office()

    assert _asked(office, again) == [("kind", "参观", 6)]
    assert load_choices(elsewhere.upload(programme(merged=True))) == {}
    assert load_choices(office.upload(programme(merged=True), ImportKind.ROOMS)) == {}
    choose_values(batch=batch, chosen={("kind", "对话"): None}, by=office.editor)
    assert ValueChoice.objects.count() == 0


_WORDS = ["Title", "Day", "Start", "End", "Room", "Sub-forum", "Languages spoken"]


def _row(room: str, forum: str = "", spoken: str = "") -> list[Any]:
    return ["One", "2027-10-12", "9:00", "10:00", room, forum, spoken]


def test_rooms_sub_forums_and_single_languages_mean_what_was_chosen(office: Office) -> None:
    forum = make_sub_forum(office.event, number=3, title=text("Rivers"))
    batch = office.upload(xlsx([_WORDS, _row("大厅", "河", "普通话, English"), _row("待定")]))
    assert [one[:2] for one in _asked(office, batch)] == [
        ("sub_forum", "河"),
        ("room", "大厅"),
        ("room", "待定"),
        ("floor_languages", "普通话"),
    ]

    chosen = {
        ("room", "大厅"): "Sala 02",
        ("room", "待定"): LEFT_EMPTY,
        ("sub_forum", "河"): "3",
        ("floor_languages", "普通话"): "zh",
    }
    choose_values(batch=batch, chosen=chosen, by=office.editor)
    office.apply(batch)

    first, second = Session.objects.order_by("pk")
    assert (str(first.room), first.sub_forum, first.floor_languages) == (
        "Sala 02",
        forum,
        ["zh", "en"],
    )
    assert (second.room, second.in_all_rooms) == (None, False)


def test_a_value_that_has_become_known_means_itself_and_a_choice_of_what_is_gone_nothing(
    office: Office,
) -> None:
    batch = office.upload(xlsx([_WORDS, _row("Sala 03")]))
    choose_values(batch=batch, chosen={("room", "sala03"): "Sala 02"}, by=office.editor)
    hall = make_room(office.event, name=text("Sala 03"))
    assert services.plan_import(batch, office.editor).rows[0].row.room == hall

    Room.objects.exclude(name__en="Sala 01").delete()

    said = errors(services.plan_import(batch, office.editor))
    assert said == {"Programme!E2": "“Sala 03” is not known. Did you mean “Sala 01”?"}


def test_faults_of_one_kind_are_one_line(office: Office) -> None:
    rows = [_WORDS, *[_row("Nowhere" if n % 2 else "Else") for n in range(60)], _row("Sala 01")]
    rows[-1][2] = "nine"

    plan = office.plan(rows)

    room, start = group_faults(plan, SESSION_FIELDS)
    assert (str(room.label), room.count, room.places, room.is_varied) == (
        "Room",
        60,
        "E2:E61",
        True,
    )
    assert (len(room.named), room.more, room.values) == (50, 10, "Else (30), Nowhere (30)")
    assert (str(start.label), start.places, start.is_varied) == ("Start", "C62", False)


def _client(office: Office) -> Client:
    client = Client()
    client.force_login(office.editor)
    return client


def test_the_step_after_the_columns_asks_and_leads_to_the_preview(office: Office) -> None:
    client = _client(office)
    path = reverse("admin:programme_import_upload", args=[office.event.pk, "sessions"])
    file = SimpleUploadedFile("programme.xlsx", programme(merged=True))
    asked = client.post(path, {"file": file}, follow=True)
    form = asked.context["form"]
    assert asked.redirect_chain[-1][0].endswith("/values/")
    assert [(one.label, one.help_text) for one in form] == [
        ("Kind: 对话", "6 rows"),
        ("Kind: 参观", "6 rows"),
    ]

    left = client.get(asked.wsgi_request.path.replace("values/", "")).context["faults"]
    assert [(str(one.label), one.count) for one in left] == [("Kind", 12)]

    answers = {"kind:对话": "dialogue", "kind:参观": "-"}
    preview = client.post(asked.wsgi_request.path, answers, follow=True)

    assert [tab.value for tab in preview.context["tabs"]] == ["", "create"]
    shown = client.get(asked.wsgi_request.path).context["form"]
    assert [one.initial for one in shown] == ["dialogue", "-"]


def test_only_who_may_import_explains_values(office: Office) -> None:
    viewer = Client()
    viewer.force_login(make_member(office.event, Role.VIEWER))
    batch = office.upload(programme(merged=False))

    answer = viewer.post(reverse("admin:programme_import_values", args=[batch.pk]), {"x": "1"})

    assert (answer.status_code, ValueChoice.objects.count()) == (404, 0)


# --- Days that could be two -----------------------------------------------------------------------


def _with_days(*days: str) -> bytes:
    rows = [[f"Session {at}", day, "9:00", "10:00"] for at, day in enumerate(days)]
    return xlsx([["Title", "Day", "Start", "End"], *rows])


@pytest.fixture
def long_forum(db: None) -> Office:
    """An edition in which both readings of 10/11 are days."""
    return Office(start_date=date(2027, 10, 1), end_date=date(2027, 12, 20))


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ("day-first", ["2027-11-10", "2027-12-11", "2027-10-13"]),
        ("month-first", ["2027-10-11", "2027-11-12", "2027-10-13"]),
    ],
)
def test_days_that_could_be_two_are_asked_about_once_for_the_column(
    long_forum: Office, order: str, days: list[str]
) -> None:
    batch = long_forum.upload(_with_days("10/11/2027", "11/12/2027", "13/10/2027"))
    assert _asked(long_forum, batch) == [("day", "10/11/2027, 11/12/2027", 2)]

    choose_values(batch=batch, chosen={("day", "day-order"): order}, by=long_forum.editor)

    plan = services.plan_import(batch, long_forum.editor)
    zone = long_forum.event.zone
    assert [f"{row.row.start.astimezone(zone):%Y-%m-%d}" for row in plan.rows] == days


def test_the_order_of_one_table_is_not_that_of_the_next(long_forum: Office) -> None:
    first, second = (long_forum.upload(_with_days("10/11/2027")) for _time in range(2))

    choose_values(batch=first, chosen={("day", "day-order"): "day-first"}, by=long_forum.editor)

    assert verdicts(services.plan_import(first, long_forum.editor)) == {"create": 1}
    assert verdicts(services.plan_import(second, long_forum.editor)) == {"error": 1}


def test_the_page_asks_for_the_order_and_keeps_the_answer(long_forum: Office) -> None:
    client = Client()
    client.force_login(long_forum.editor)
    batch = long_forum.upload(_with_days("10/11/2027"))
    path = reverse("admin:programme_import_values", args=[batch.pk])
    assert "The day comes first: 7/12 is 7 December" in client.get(path).content.decode()

    preview = client.post(path, {"day:day-order": "month-first"}, follow=True)

    assert preview.context["plan"].counts["create"] == 1
    assert client.get(path).context["form"].fields["day:day-order"].initial == "month-first"
