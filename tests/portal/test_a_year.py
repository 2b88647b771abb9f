"""A year of an edition, from an empty portal to its archive, as the people of its office live it.

Where SCREENSHOTS names a folder, pictures of its pages are put there.
"""

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import mail as django_mail
from django.utils import timezone

from accounts.roles import Role
from core.pages.cache import store
from core.work.worker import work
from events.choices import EventStatus
from events.models import ImportBatch, Room, Venue
from forum_portal.background_jobs import BACKGROUND_JOBS
from programme.choices import PlanState
from programme.models import AcceptedFinding, ReleasePlan, Session, WebhookDelivery
from programme.releases import webhooks
from tests.core.protection.receiver import HOST, URL, Receiver, receiver
from tests.factories import (
    make_attendee,
    make_delegation,
    make_member,
    make_organisation,
    text,
)
from tests.portal.year import DAY, SHEETS, Year
from tests.programme.imports.test_workbooks import workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(browser: Any, live_server: Any, tmp_path: Path, settings: Any) -> Iterator[Year]:
    settings.WEBHOOK_HOSTS = [HOST]
    store.clear()
    year = Year(browser, live_server.url, tmp_path)
    yield year
    for visit in year.everybody:
        visit.context.close()
    store.clear()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The machine that the webhook tells."""
    with receiver(tmp_path) as running:
        deliver = partial(webhooks.deliver_due, send=running.send)
        monkeypatch.setattr(webhooks, "deliver_due", deliver)
        yield running


def _work() -> None:
    """What the worker does by itself."""
    work(BACKGROUND_JOBS, threading.Event(), once=True)


def test_a_year_from_the_empty_portal_to_the_archive(year: Year, server: Receiver) -> None:
    _found_the_edition(year)
    _bring_the_programme(year)
    _correct_the_row_that_came_back(year)
    _make_public(year)
    _put_people_on_stage(year)
    _clash_and_solve(year)
    _accept_a_finding(year)
    _listen(year)
    _plan_the_first_release(year)
    _approve(year, "Scheduled")
    assert year.public_hours() == []
    _let_the_time_come()
    assert year.public_hours() == ["09:00–10:00", "10:00–11:00", "11:00–12:00"]
    assert json.loads(server.requests[0][2])["version"] == 1
    assert WebhookDelivery.objects.get().state == "delivered"

    _correct_the_agenda(year)
    _approve(year, "Published")
    assert year.public_hours() == ["09:15–10:00", "10:00–11:00", "11:00–12:00"]
    _tell_all_but_one(year)
    _go_back(year)
    _approve(year, "Published")
    assert year.public_hours() == ["09:00–10:00", "10:00–11:00", "11:00–12:00"]

    _copy_to_the_next_year(year)
    _archive(year)
    assert [fault for visit in year.everybody for fault in visit.complaints] == []


def _found_the_edition(year: Year) -> None:
    page = year.boss.page
    year.boss.open("/accounts/landing/")
    page.get_by_role("heading", name="New edition").wait_for()
    page.select_option("[name=country]", "FR")
    page.select_option("[name=time_zone]", "Europe/Paris")
    page.check("[name=languages_en]")
    page.get_by_role("button", name="Continue").click()
    for name, value in (
        ("slug", "gmf-2027"),
        ("title_en", "Forum 2027"),
        ("start_date", DAY),
        ("end_date", "2027-06-03"),
        ("city_en", "Lyon"),
    ):
        page.fill(f"[name={name}]", value)
    page.get_by_label("Empty: you enter or import the programme").check()
    page.get_by_role("button", name="Create new edition").click()
    # From the first edition on, a second factor is needed.
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    assert "The new edition has been created." in page.inner_text("main")
    year.form_team()


def _bring_the_programme(year: Year) -> None:
    page = year.ana.page
    year.ana.open("/admin/")
    page.get_by_role("heading", name="From here to the first release").wait_for()
    year.look(year.ana, "overview")
    page.locator("main").get_by_role("link", name="Sessions").click()
    _upload(page, _file(year, "year.xlsx", workbook(**SHEETS)))
    for _sheet in ("Venues", "Rooms", "Sub-forums"):
        page.get_by_role("button", name="Import all rows").click()
        page.get_by_text("Imported.").wait_for()
    page.get_by_label("Kind: Ronda").select_option(label="Panel")
    year.look(year.ana, "values")
    page.get_by_role("button", name="Show the preview").click()
    page.get_by_text("1 row has errors.").wait_for()
    page.get_by_role("button", name="Import 2 rows without errors").click()
    page.get_by_text("The rows with errors have not been imported.").wait_for()

    assert Venue.objects.filter(event=year.event).count() == 2
    assert Room.objects.filter(venue__event=year.event).count() == 2
    assert year.event.sub_forums.count() == 2
    assert sorted(map(str, year.event.sessions.all())) == ["Opening", "Ports of tomorrow"]


def _file(year: Year, name: str, content: bytes) -> Path:
    path = year.folder / name
    path.write_bytes(content)
    return path


def _upload(page: Any, file: Path) -> None:
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Preview").click()


def _correct_the_row_that_came_back(year: Year) -> None:
    page = year.ana.page
    with page.expect_download() as download:
        page.get_by_role("link", name="Download 1 row with errors").click()
    book: Any = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "half past"]
    cells[0].value = "12:00"
    file = BytesIO()
    book.save(file)
    page.get_by_role("link", name="Upload another file").click()
    _upload(page, _file(year, "corrected.xlsx", file.getvalue()))
    page.get_by_role("button", name="Import all rows").click()
    page.get_by_text("1 session is internal; visitors do not see it yet.").wait_for()
    assert year.event.sessions.count() == 3
    assert ImportBatch.objects.filter(state="applied").count() == 5


def _make_public(year: Year) -> None:
    page = year.ana.page
    year.ana.open(f"/admin/gmf-2027/programme/schedulerelease/publish/{year.event.pk}/")
    page.get_by_text("3 sessions are internal: visitors do not see them.").wait_for()
    page.get_by_role("link", name="Make internal sessions public").click()
    page.wait_for_url("**visibility__exact=internal")
    page.locator("#action-toggle").check()
    page.locator("button[value=change_chosen]").click()
    page.get_by_label("Visible to").select_option(label="Public")
    page.get_by_role("button", name="Preview changes").click()
    year.look(year.ana, "many-preview")
    page.locator("button[value=apply]").click()
    page.locator(".messagelist").wait_for()
    assert set(year.event.sessions.values_list("visibility", flat=True)) == {"public"}


def _session(year: Year, title: str) -> Any:
    """The editor opens a session from the list, and it is on the screen."""
    page = year.ana.page
    year.ana.open("/admin/gmf-2027/programme/session/")
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", name=title).wait_for()
    return page


def _put_people_on_stage(year: Year) -> None:
    """A placeholder, that becomes a person of a delegation."""
    page = _session(year, "Opening")
    page.locator(".stage .add-row a").click()
    page.locator(".stage__placeholder:visible summary").click()
    page.fill("[name=appearances-0-placeholder_en]", "Mayor of a host city")
    page.click("[name=_continue]")
    page.locator(".messagelist").wait_for()
    delegation = make_delegation(
        year.event, organisation=make_organisation(name=text("Lyon"), country="FR")
    )
    mayor = make_attendee(delegation, given="Ana", family="Rivers", email="mayor@example.org")
    page.get_by_role("link", name="Name the person").click()
    year.look(year.ana, "name-person")
    page.fill("#person-search", "Rivers")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("button[name=attendee]").click()
    page.locator(".messagelist").wait_for()
    (row,) = Session.objects.get(event=year.event, title__en="Opening").appearances.all()
    assert (row.attendee, dict(row.placeholder)) == (mayor, {})


def _clash_and_solve(year: Year) -> None:
    page = _session(year, "Ports of tomorrow")
    page.select_option("#id_room", label="Sala 01")
    page.fill("#id_start_1", "09:30")
    page.click("[name=_continue]")
    page.locator(".session-findings", has_text="Sala 01 is double-booked").wait_for()
    page.get_by_role("link", name="All checks of the event").click()
    error = page.locator(".finding--error", has_text="Sala 01 is double-booked")
    error.get_by_role("link", name="Ports of tomorrow").click()
    page.select_option("#id_room", label="Sala 02")
    page.fill("#id_start_1", "10:00")
    page.click("[name=_continue]")
    page.locator(".messagelist").wait_for()
    assert page.locator(".finding--error").count() == 0


def _accept_a_finding(year: Year) -> None:
    page = year.ana.page
    page.get_by_role("link", name="All checks of the event").click()
    warning = page.locator(".finding--warning", has_text="“Bridges” has no chair or moderator")
    warning.locator("summary").click()
    warning.locator("[name=reason]").fill("The host opens it alone.")
    warning.get_by_role("button").click()
    page.get_by_text("Accepted. The finding returns if the facts change.").wait_for()
    assert AcceptedFinding.objects.get().reason == "The host opens it alone."


def _listen(year: Year) -> None:
    """The administrator tells another machine of each release, and asks for a second person."""
    page = year.wei.page
    year.wei.open("/admin/gmf-2027/programme/webhook/add/")
    page.fill("[name=url]", URL)
    page.click("[name=_save]")
    page.locator(".messagelist", has_text="whsec_").wait_for()
    year.wei.open(f"/admin/gmf-2027/events/event/{year.event.pk}/change/")
    page.select_option("[name=status]", label="Published")
    page.locator("summary", has_text="For the office").click()
    page.check("[name=needs_second_eyes]")
    page.click("[name=_continue]")
    page.locator(".messagelist").wait_for()
    assert year.event.needs_second_eyes


def _propose(year: Year, comment: str, due_at: str = "") -> None:
    page = year.ana.page
    page.fill("[name=comment]", comment)
    if due_at:
        page.fill("[name=due_at]", due_at)
    page.get_by_role("button", name="Propose agenda").click()
    page.get_by_text("Proposed. Everybody else who can publish").wait_for()
    assert page.get_by_role("button", name="Approve").count() == 0


def _plan_the_first_release(year: Year) -> None:
    year.ana.open("/admin/gmf-2027/")
    year.ana.page.get_by_role("link", name="Review and publish").click()
    _propose(year, "The first agenda.", "2027-01-10T09:00")
    year.look(year.ana, "plan")


def _approve(year: Year, state: str) -> None:
    """The administrator finds on the overview what waits, and approves."""
    page = year.wei.page
    year.wei.open("/admin/gmf-2027/")
    page.locator("section", has_text="Waiting for you").get_by_role("link").first.click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Decided by Wei").wait_for()
    assert state in page.inner_text("main")
    _work()


def _let_the_time_come() -> None:
    """The worker publishes at the time of the plan, and not before."""
    plan = ReleasePlan.objects.get()
    assert plan.state == PlanState.PLANNED
    ReleasePlan.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    store.clear()
    _work()
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED


def _correct_the_agenda(year: Year) -> None:
    page = _session(year, "Opening")
    page.fill("#id_start_1", "09:15")
    page.click("[name=_save]")
    page.locator(".messagelist").wait_for()
    year.ana.open("/admin/gmf-2027/")
    page.get_by_role("link", name="Review and publish").click()
    _propose(year, "The opening begins later.")


def _tell_all_but_one(year: Year) -> None:
    """The mayor knows already; the editor of the sub-forum is told."""
    page = year.ana.page
    host = make_member(year.event, Role.SUB_FORUM_EDITOR, email="host@example.org")
    year.event.sub_forums.get(number=1).editors.add(host)
    django_mail.outbox.clear()
    _release(year, "2", "Inform the people affected")
    page.get_by_role("checkbox", name=re.compile("rivers", re.IGNORECASE)).uncheck()
    year.look(year.ana, "tell")
    page.get_by_role("button", name="Send to selected people").click()
    page.get_by_text("1 e-mail is being sent.").wait_for()
    _work()
    assert [mail.to for mail in django_mail.outbox] == [["host@example.org"]]
    assert "09:15" in django_mail.outbox[0].body


def _release(year: Year, version: str, link: str) -> None:
    page = year.ana.page
    year.ana.open("/admin/gmf-2027/programme/schedulerelease/")
    page.locator("#result_list tbody").get_by_role("link", name=version, exact=True).click()
    page.get_by_role("link", name=link).click()


def _go_back(year: Year) -> None:
    _release(year, "1", "Publish this version again")
    _propose(year, "The opening keeps its time.")


def _copy_to_the_next_year(year: Year) -> None:
    page = year.wei.page
    year.wei.open(f"/admin/gmf-2027/editions/{year.event.pk}/copy/")
    page.fill("[name=slug]", "gmf-2028")
    page.fill("[name=title_en]", "Forum 2028")
    page.fill("[name=start_date]", "2028-06-06")
    year.look(year.wei, "copy")
    page.locator("button[value=preview]").click()
    page.locator("button[value=copy]").click()
    page.locator(".messagelist").wait_for()
    year.wei.open("/admin/gmf-2028/programme/session/add/")
    rooms = page.locator("#id_room option").all_inner_texts()
    themes = page.locator("#id_sub_forum option").all_inner_texts()
    assert rooms[1:] == ["Sala 01", "Sala 02"]
    assert themes[1:] == ["1. Rivers", "2. Ports"]
    values = page.locator("#id_room option").evaluate_all("all => all.map(room => room.value)")
    assert Room.objects.filter(pk__in=values[1:], venue__event__slug="gmf-2028").count() == 2


def _archive(year: Year) -> None:
    page = year.wei.page
    year.wei.open(f"/admin/gmf-2027/events/event/{year.event.pk}/change/")
    page.select_option("[name=status]", label="Archived")
    page.click("[name=_continue]")
    page.locator(".messagelist").wait_for()
    year.visitor.open("/en/gmf-2027/")
    year.look(year.visitor, "archive")
    assert year.event.status == EventStatus.ARCHIVED
