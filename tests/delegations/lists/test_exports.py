"""A list as a file: exactly what is on the screen, safe in any program, and written down first."""

import csv
import gc
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, OperationalError, connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from accounts.models import User
from accounts.roles import Right, Role
from core.files.spreadsheets import unguard
from core.text.whole_days import whole_day
from delegations.lists.columns import columns_for
from delegations.lists.export_log import log_export
from delegations.lists.list_request import filter_form
from delegations.models import Attendee, Delegation, ExportLog, SensitiveData, Travel
from delegations.people.person_steps import name_head
from events.models import Event
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_session,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "xlsx")
SENSITIVE = (
    "arrives_at",
    "arrival_point",
    "arrival_number",
    "departs_at",
    "passport_name",
    "passport_number",
    "nationality",
    "born_on",
    "diet",
    "arrival_mode",
    "departure_point",
    "departure_number",
    "hotel",
    "arrival_from",
    "bags",
    "room_type",
    "shares_with",
    "room_payer",
    "confirmation_number",
    "document_kind",
    "issuing_country",
    "document_sex",
)
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+86 20 8888",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    "''quoted",
    "'plain",
    "0086",
    "1e5",
    "{=1+1}",
    'a,b;c"d',
    "line\nbreak",
    "=cmd|' /C calc'!A0",
    "#REF!",
    "TRUE",
    "2023-12-08",
)


class Desk:
    """An event, its officer logged in, and how to take a list out."""

    def __init__(self, event: Event | None = None, role: Role = Role.DELEGATIONS_OFFICER) -> None:
        self.event = event or make_event(slug="gmf", title=text("Mayors' Forum"))
        self.user: User = make_member(self.event, role, name="Ana Officer")
        self.client = Client()
        self.client.force_login(self.user)

    def page(self, **query: Any) -> Any:
        return self.client.get(reverse("staff:attendees", args=[self.event.slug]), query)

    def ask(self, file_format: str, **query: Any) -> Any:
        path = reverse(f"staff:attendees-{file_format}", args=[self.event.slug])
        return self.client.post(path, query)

    def csv(self, **query: Any) -> list[list[str]]:
        data = b"".join(self.ask("csv", **query).streaming_content)
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    def sheet(self, **query: Any) -> Any:
        data = b"".join(self.ask("xlsx", **query).streaming_content)
        book = openpyxl.load_workbook(io.BytesIO(data))
        return book.worksheets[0]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def cells(sheet: Any) -> list[list[str]]:
    """The rows below the header, as text."""
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in rows]


def fill(event: Event) -> None:
    """Two delegations and five people, of whom two have a native name."""
    lyon = make_delegation(event, organisation=make_organisation(name=text("Lyon"), country="FR"))
    jinan = make_delegation(event, organisation=make_organisation(name=text("Jinan"), country="CN"))
    mayor = make_attendee(
        lyon, family="Lefèvre", rank_class="A", is_incumbent=True, email="a@example.org"
    )
    name_head(attendee=mayor, by=None)
    for number in range(2):
        make_attendee(lyon, function="press", phone=f"+33 {number}")
        make_attendee(jinan, family="Chen", native_name=f"陈{number}", status="submitted")
    make_appearance(make_session(event, title=text("Opening")), attendee=mayor)


QUERIES: tuple[dict[str, Any], ...] = (
    {},
    {"order": "precedence"},
    {"country": "CN", "columns": ["name", "native_name", "status", "email", "phone"]},
    {"q": "lyon", "counted": "no"},
    {"session": "any", "columns": ["on_stage", "name", "code", "precedence"]},
    {"country": ["CN", "FR"], "function": ["press", "head"]},
    {"country": "CN", "function": "press", "match": "any", "q": "lyon"},
    {"q": "nobody at all"},
)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_what_is_seen_is_what_is_exported(query: dict[str, Any], desk: Desk) -> None:
    fill(desk.event)
    fill(make_event())
    page = desk.page(**query)
    headings = [str(column.heading) for column in page.context["columns"]]
    rows = [[str(cell) for cell in row] for row in page.context["rows"]]
    assert bool(rows) is (query.get("q") != "nobody at all")

    exported, sheet = desk.csv(**query), desk.sheet(**query)

    assert exported[0] == headings
    assert [[unguard(cell) for cell in row] for row in exported[1:]] == rows
    assert [cell.value for cell in sheet[3]] == headings
    assert cells(sheet) == rows


def test_the_workbook_says_what_it_is_and_is_ready_to_work_with(desk: Desk) -> None:
    fill(desk.event)
    before = timezone.now().astimezone(desk.event.zone).replace(second=0, microsecond=0)

    sheet = desk.sheet(country="FR")

    title, confidential = sheet["A1"].value, sheet["A2"].value
    assert title.startswith("Mayors' Forum · Attendees · version 1 · as of ")
    assert title.endswith(" (Asia/Shanghai) · 3 rows")
    as_of = datetime.strptime(title.split("as of ")[1][:16], "%Y-%m-%d %H:%M")
    assert 0 <= (as_of - before.replace(tzinfo=None)).total_seconds() <= 60
    assert confidential == "Country: France · Confidential, for Ana Officer"
    assert sheet.freeze_panes == "A4"
    columns = len(desk.page().context["columns"])
    last = get_column_letter(columns)
    assert sheet.auto_filter.ref == f"A3:{last}6"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_moments_are_real_dates_in_the_time_of_the_event(desk: Desk) -> None:
    person = make_attendee(make_delegation(desk.event))
    Travel.objects.create(attendee=person, arrives_at=datetime(2030, 4, 30, 23, 5, tzinfo=UTC))
    SensitiveData.objects.create(attendee=person, born_on=date(1961, 7, 9))
    query = {"columns": ["arrives_at", "departs_at", "born_on"], "reason": "Airport desk"}

    arrives, departs, born = desk.sheet(**query)[4]

    assert (arrives.value, arrives.is_date) == (datetime(2030, 5, 1, 7, 5), True)
    assert departs.value is None
    assert (born.value, born.is_date) == (datetime(1961, 7, 9), True)
    assert desk.csv(**query)[1] == ["2030-05-01 07:05", "", "1961-07-09"]


def test_a_day_without_a_time_is_a_date_in_files(desk: Desk) -> None:
    person = make_attendee(make_delegation(desk.event))
    Travel.objects.create(attendee=person, arrives_at=whole_day(date(2030, 5, 1), desk.event.zone))
    query = {"columns": ["arrives_at"], "reason": "Airport desk"}

    (arrives,) = desk.sheet(**query)[4]

    assert (arrives.value, arrives.number_format) == (datetime(2030, 5, 1), "yyyy-mm-dd ddd")
    assert desk.csv(**query)[1] == ["2030-05-01"]


def test_files_have_a_name_with_event_and_time_and_no_cache_keeps_them(desk: Desk) -> None:
    fill(desk.event)
    types = {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    for file_format, content_type in types.items():
        response = desk.ask(file_format)
        moment = timezone.now().astimezone(desk.event.zone)

        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith(f'attachment; filename="gmf-attendees-{moment:%Y%m%d}-')
        assert disposition.endswith(f'.{file_format}"')
        assert response.headers["Content-Type"] == content_type
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        list(response.streaming_content)


def test_csv_opens_as_utf_8_in_excel(desk: Desk) -> None:
    make_attendee(make_delegation(desk.event), given="Łucja", family="Şahin", native_name="陈")

    data = b"".join(desk.ask("csv", columns=["name", "native_name"]).streaming_content)

    assert data == '\ufeff"Name","Name in native script"\r\n"Łucja ŞAHIN","陈"\r\n'.encode()


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_what_people_type_comes_out_as_text_and_comes_back_unchanged(
    value: str, desk: Desk
) -> None:
    make_attendee(make_delegation(desk.event), list_name=value, phone="+86 20 8888")
    Attendee.objects.update(listed_name=value)
    query = {"columns": ["name", "phone"]}

    row, (cell, phone) = desk.csv(**query)[1], desk.sheet(**query)[4]

    assert not row[0].lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert row[0][:1] not in "\t\r\n"
    assert unguard(row[0]) == value
    assert (unescape(cell.value), cell.data_type, cell.hyperlink) == (value, "s", None)
    assert (unguard(row[1]), phone.value, phone.data_type) == ("+86 20 8888", "+86 20 8888", "s")


def test_names_of_cities_and_filters_are_as_harmless_as_names_of_people() -> None:
    desk = Desk(make_event(title=text("=1+1")))
    organisation = make_organisation(name=text("=1+1"))
    make_attendee(make_delegation(desk.event, organisation=organisation, code="=2+2"))
    query = {"columns": ["code", "organisation"], "q": "=1+1"}

    sheet = desk.sheet(**query)

    assert desk.csv(**query)[1] == ["'=2+2", "'=1+1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell.value for cell in sheet[4]] == ["=2+2", "=1+1"]


# --- Rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("role", [Role.DESK, Role.VIEWER])
def test_who_may_only_look_takes_nothing_out(role: Role, file_format: str) -> None:
    desk = Desk(role=role)
    fill(desk.event)

    response = desk.ask(file_format)

    assert response.status_code == 403
    assert "Export to" not in desk.page().content.decode()
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_list_of_another_event_does_not_exist(file_format: str, desk: Desk) -> None:
    other = make_event(slug="theirs")
    fill(other)
    paths = [
        reverse(f"staff:attendees-{file_format}", args=[slug]) for slug in (other.slug, "no-such")
    ]

    assert [desk.client.post(path).status_code for path in paths] == [404, 404]
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_delegation_of_another_event_in_the_filter_leaks_nothing(
    file_format: str, desk: Desk
) -> None:
    fill(desk.event)
    other = make_event()
    fill(other)
    foreign = Delegation.objects.filter(event=other).first()
    assert foreign is not None
    assert foreign.attendees.exists()

    response = desk.ask(file_format, delegation=foreign.pk)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["delegation"]
    assert not response.streaming
    assert not ExportLog.objects.exists()


def test_the_columns_that_need_a_right_are_these() -> None:
    plain = set(columns_for(frozenset()))
    contacts = set(columns_for(frozenset({Right.VIEW_CONTACTS})))
    sensitive = set(columns_for(frozenset({Right.VIEW_SENSITIVE})))

    assert contacts - plain == {"email", "phone", "liaison_phone"}
    assert sensitive - plain == set(SENSITIVE)
    assert not plain & {"email", "phone", *SENSITIVE}


@pytest.mark.parametrize("column", ["email", "phone", *SENSITIVE])
def test_a_column_named_in_the_address_needs_its_right_all_the_same(column: str) -> None:
    """No role exports without seeing contacts: so the form is asked as such a role would."""
    event = make_event()
    fill(event)

    asked = QueryDict(f"columns=name&columns={column}&reason=Because")
    form = filter_form(asked, event, frozenset({Right.EXPORT}))

    assert list(form.errors) == ["columns"]
    assert column not in {key for key, _heading in form.fields["columns"].choices}  # type: ignore[attr-defined]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("column", SENSITIVE)
def test_sensitive_columns_leave_only_with_a_reason(
    column: str, file_format: str, desk: Desk
) -> None:
    fill(desk.event)

    without = desk.ask(file_format, columns=["name", column])
    blank = desk.ask(file_format, columns=["name", column], reason="   ")
    assert not ExportLog.objects.exists()
    with_reason = desk.ask(file_format, columns=["name", column], reason="Visa letters")

    for response in (without, blank):
        assert response.status_code == 400
        assert "Give a reason for including the sensitive columns." in response.content.decode()
        assert "checked" in response.content.decode()
    assert b"".join(with_reason.streaming_content)
    log = ExportLog.objects.get()
    assert (log.has_sensitive_columns, log.reason) == (True, "Visa letters")


def test_contacts_need_the_right_but_no_reason(desk: Desk) -> None:
    fill(desk.event)

    assert ["a@example.org"] in desk.csv(columns=["email"])
    assert not ExportLog.objects.get().has_sensitive_columns


# --- The log -------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", FORMATS)
def test_who_takes_what_is_written_down_before_the_first_byte(file_format: str, desk: Desk) -> None:
    fill(desk.event)
    before = timezone.now()

    response = desk.ask(
        file_format,
        country="FR",
        q="lyon",
        order="precedence",
        columns=["name", "diet"],
        reason="Caterer",
    )

    log = ExportLog.objects.get()
    assert (log.event, log.by, log.list_name) == (desk.event, desk.user, "attendees")
    assert (log.file_format, log.order, log.columns) == (
        file_format,
        "precedence",
        ["name", "diet"],
    )
    assert log.filters == {"Name, office title or city": "lyon", "Country": "France"}
    assert (log.row_count, log.has_sensitive_columns, log.reason) == (3, True, "Caterer")
    assert before <= log.at <= timezone.now()
    assert b"".join(response.streaming_content)


def _log(desk: Desk, **values: Any) -> ExportLog:
    defaults: dict[str, Any] = {
        "event": desk.event,
        "by": desk.user,
        "list_name": "attendees",
        "file_format": "csv",
        "filters": {"q": "a"},
        "order": "alphabetical",
        "columns": ("name",),
        "row_count": 1,
        "has_sensitive_columns": False,
    }
    return log_export(**{**defaults, **values})


def test_versions_are_counted_for_each_list_of_each_event(desk: Desk) -> None:
    other = make_event()

    logs = [
        _log(desk),
        _log(desk),
        _log(desk, list_name="badges"),
        _log(desk, event=other),
        _log(desk),
    ]

    assert [log.version for log in logs] == [1, 2, 1, 1, 3]
    assert [(log.event, log.list_name) for log in logs[2:4]] == [
        (desk.event, "badges"),
        (other, "attendees"),
    ]
    first = ExportLog.objects.get(pk=logs[0].pk)
    assert (first.by, first.filters, first.columns) == (desk.user, {"q": "a"}, ["name"])
    assert (first.reason, first.token, first.once) == ("", None, None)


def test_what_is_written_down_under_a_key_is_written_down_once(desk: Desk) -> None:
    first, again, further = (_log(desk, once=key) for key in ("a", "a", "b"))

    assert again == first
    assert (first.version, further.version) == (1, 2)


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize(("once", "versions"), [("a", [1]), (None, [1, 2])])
def test_an_export_that_is_overtaken_takes_the_next_number_or_the_record_of_its_key(
    once: str | None, versions: list[int], is_before: bool, desk: Desk
) -> None:
    waiting = [once]

    def overtake(execute: Any, sql: str, *rest: Any) -> Any:
        is_counting = "MAX(" in sql
        if is_counting and is_before and waiting:
            _log(desk, once=waiting.pop())
        result = execute(sql, *rest)
        if is_counting and waiting:
            _log(desk, once=waiting.pop())
        return result

    with connection.execute_wrapper(overtake):
        log = _log(desk, once=once)

    logs = ExportLog.objects.order_by("version")
    assert [one.version for one in logs] == versions
    assert log == logs[len(versions) - 1]


@pytest.mark.parametrize("once", [None, "b"])
def test_a_record_that_is_refused_is_not_tried_for_ever(once: str | None, desk: Desk) -> None:
    other = make_event()
    _log(desk)
    _log(desk, once="a")
    # The number that is tried is taken in another list, and in another event.
    for _number in range(3):
        _log(desk, list_name="badges")
        _log(desk, event=other)
    left = iter(range(20))

    def few(execute: Any, *arguments: Any) -> Any:
        assert next(left, None) is not None, "tried again and again"
        return execute(*arguments)

    with connection.execute_wrapper(few), pytest.raises(IntegrityError):
        _log(desk, file_format=None, once=once)


def test_files_and_record_say_and_and_or(desk: Desk) -> None:
    fill(desk.event)

    sheet = desk.sheet(country=["FR", "CN"], function=["press", "head"], match="any")

    words = "Country: France or China or Function: Press or Head of delegation"
    assert sheet["A2"].value == f"{words} · Confidential, for Ana Officer"
    assert ExportLog.objects.get().filters == {
        "Country": "France or China",
        "Function": "Press or Head of delegation",
        "Show people who meet": "at least one filter",
    }


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("query", [{"country": "XX"}, {"columns": ["no-such"]}, {"q": "\0"}])
def test_an_export_that_is_refused_is_none(
    query: dict[str, Any], file_format: str, desk: Desk
) -> None:
    fill(desk.event)

    response = desk.ask(file_format, **query)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == list(query)
    assert not ExportLog.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_that_fails_half_way_is_still_written_down(file_format: str) -> None:
    desk = Desk()
    fill(desk.event)

    def lose_the_database(execute: Any, sql: str, *arguments: Any) -> Any:
        raise OperationalError("the connection was lost")

    response = desk.ask(file_format)
    with connection.execute_wrapper(lose_the_database), pytest.raises(OperationalError):
        list(response.streaming_content)
    del response
    gc.collect()  # the half-written workbook lets go of its temporary file here, with a warning

    assert ExportLog.objects.get().row_count == 5


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_leaves_half_way_is_still_written_down(desk: Desk) -> None:
    fill(desk.event)
    response = desk.ask("csv")
    assert next(iter(response.streaming_content)) == b"\xef\xbb\xbf"

    response.close()

    assert ExportLog.objects.get().by == desk.user


def test_a_file_is_never_sent_for_a_request_that_may_be_repeated_unasked(desk: Desk) -> None:
    fill(desk.event)
    for file_format in FORMATS:
        path = reverse(f"staff:attendees-{file_format}", args=[desk.event.slug])
        assert desk.client.get(path).status_code == 405
        assert desk.client.head(path).status_code == 405

    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_takes_the_same_queries_for_one_row_and_for_three(file_format: str) -> None:
    def queries(number: int) -> int:
        desk = Desk(make_event())
        for _one in range(number):
            fill_one(desk.event)

        def export() -> None:
            response = desk.ask(
                file_format, columns=[*columns_for(frozenset(Right)), "on_stage"], reason="All"
            )
            assert b"".join(response.streaming_content)

        return count_queries(export)

    assert (queries(1), queries(3)) == (27, 27)


def fill_one(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    SensitiveData.objects.create(attendee=person, passport_number="X0000001")
    Travel.objects.create(attendee=person)
    make_appearance(make_session(event), attendee=person)
