"""The whole life of a delegation, as its focal point and the office live it in their browsers.

It takes the pictures of docs/delegations.md.
"""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from accounts.roles import Role
from core.pages.cache import store
from delegations.models import Attendee, ExportLog
from mail.models import OutgoingMail
from tests.accessibility import violations
from tests.delegations.focal import mailed_link, own_link
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_session,
    text,
)
from tests.portal.pictures import take_picture
from tests.portal.test_in_the_browser import Visit
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}}
PEOPLE = (
    {
        "given": "Suharto",
        "name_order": "single",
        "function": "head",
        "rank_class": "A",
        "office_title_en": "Governor",
        "email": "governor@example.org",
    },
    {
        "given": "László",
        "family": "Őri",
        "name_order": "family-first",
        "office_title_en": "Adviser",
        "function": "adviser",
        "phone": "+36 1 000",
    },
    {
        "given": "Wei",
        "family": "Zhang",
        "name_order": "family-first",
        "native_name": "张伟",
        "office_title_en": "Vice Mayor",
        "function": "deputy",
        "email": "zhang@example.org",
    },
)

_PAGES = ("colleagues/", "import/", "seats/", "people/add/", "people/earlier/", "nomination/")


class Life:
    """Two browsers: a telephone in the city, a screen in the office."""

    def __init__(self, browser: Any, origin: str) -> None:
        self.browser = browser
        start = timezone.now().date() + timedelta(days=90)
        self.event = make_event(start_date=start, end_date=start + timedelta(days=2))
        self.delegation = make_delegation(
            self.event,
            code="ID-JKT",
            quota=2,
            organisation=make_organisation(name=text("Jakarta"), country="ID"),
        )
        other = make_organisation(name=text("Aachen"), country="DE")
        make_attendee(make_delegation(self.event, organisation=other), family="Ahrens")
        officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.office, self.city = Visit(browser, origin), Visit(browser, origin, **PHONE)
        self.office.log_in(officer.email)
        self.staff = f"/staff/{self.event.slug}/"

    def look(self, visit: Visit) -> None:
        """What is on the screen is accessible."""
        visit.complaints += [f"{visit.page.url}: {one}" for one in violations(visit.page)]

    def invite(self) -> None:
        """The office names a focal point, who follows the link in the mail."""
        page = self.office.page
        self.office.open(f"{self.staff}delegations/ID-JKT/")
        page.fill("[name=name]", "Dewi")
        page.fill("[name=email]", "dewi@example.org")
        page.click("text=Name focal point and send link")
        self.look(self.office)
        take_picture(page, "delegations-focal-point", "main")
        mail = OutgoingMail.objects.get(address="dewi@example.org")
        link = re.search(r"(/join/[\w-]+/)", mail.body)
        assert link is not None
        self.city.open(link[1])
        self.look(self.city)
        self.city.page.click("text=Open the delegation")

    def own_entry(self, person: Attendee) -> Visit:
        """The telephone of one person, who followed the link to their own entry."""
        visit = Visit(self.browser, self.city.origin, **PHONE)
        visit.open(mailed_link(own_link(person)))
        visit.page.click("main button[type=submit]")
        return visit

    def enter(self, person: dict[str, str]) -> None:
        """Add somebody; what is typed is saved before anybody presses a button."""
        page = self.city.page
        page.click("text=Add a person")
        for name, value in person.items():
            field = page.locator(f"main [name={name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.wait_for_selector("[data-part=state][data-state=saved]")
        self.look(self.city)
        take_picture(page, "delegations-preview-phone", ".preview")
        page.click("main form button:text-is('Save')")
        page.wait_for_selector(".messages .success")

    def rows(self, order: str) -> list[str]:
        """The names of the list of attendees, from top to bottom."""
        self.office.open(f"{self.staff}attendees/?order={order}&columns=name")
        names = self.office.page.locator("tbody th[scope=row]")
        return [str(name) for name in names.all_inner_texts()]


def typed(page: Any, name: str, value: str, state: str) -> None:
    """Type, and wait until the page has heard what became of it."""
    page.wait_for_load_state()  # before the script is there, nothing is kept
    with page.expect_response(lambda answer: answer.url.endswith("/keep/")):
        page.fill(f"main [name={name}]", value)
    page.wait_for_timeout(150)
    page.wait_for_selector(f"[data-part=state][data-state={state}]")


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_a_dead_network_loses_nothing_of_what_is_typed_or_sent(
    browser: Any, live_server: Any, status: str
) -> None:
    store.clear()
    life = Life(browser, live_server.url)
    life.invite()
    person = make_attendee(life.delegation, status=status, office_title_en="Boss")
    page, path = life.city.page, f"/delegation/people/{person.guid}/"
    title = "main [name=office_title_en]"

    life.city.open(path)
    life.city.context.set_offline(True)
    page.fill(title, "Typed in a tunnel")
    page.wait_for_selector("[data-part=state][data-state=kept]")
    page.click("main form.stack button.btn >> nth=0", no_wait_after=True)
    page.wait_for_timeout(300)
    life.city.context.set_offline(False)

    life.city.open(path)
    assert page.input_value(title) == "Typed in a tunnel"
    page.click("main form.stack button.btn >> nth=0")
    page.wait_for_selector(".messages .success")
    assert page.evaluate("() => Object.keys(localStorage)") == []
    person.refresh_from_db()
    asked = [one.changes["office_title_en"] for one in person.amendments.all()]
    assert [person.office_title_en, *asked] == (
        ["Typed in a tunnel"] if status == "draft" else ["Boss", "Typed in a tunnel"]
    )
    life.city.context.close()
    life.office.context.close()


def test_two_who_type_at_once_see_each_other_and_lose_nothing(
    browser: Any, live_server: Any
) -> None:
    store.clear()
    life = Life(browser, live_server.url)
    life.invite()
    person = make_attendee(life.delegation, status="draft", given="Ana", office_title_en="Boss")
    own, city = life.own_entry(person), life.city
    city.open(f"/delegation/people/{person.guid}/")

    typed(own.page, "given", "Anna", "saved")
    typed(own.page, "given", "Annabel", "saved")
    typed(city.page, "office_title_en", "Mayor", "saved")
    assert city.page.input_value("main [name=given]") == "Annabel"

    typed(city.page, "given", "Anne", "saved")
    typed(own.page, "given", "Anita", "clash")
    own.page.click("main form.stack button.btn >> nth=0")
    own.page.wait_for_selector("text=Somebody else has changed this to “Anne”.")
    assert own.page.input_value("main [name=given]") == "Anita"
    own.page.click("main form.stack button.btn >> nth=0")
    own.page.wait_for_selector(".messages .success")

    person.refresh_from_db()
    assert (person.given, person.office_title_en) == ("Anita", "Mayor")
    assert own.page.evaluate("() => Object.keys(localStorage)") == []
    for visit in (own, life.city, life.office):
        visit.context.close()


def test_every_page_about_a_delegation_is_accessible_and_keeps_the_policy(
    browser: Any, live_server: Any
) -> None:
    store.clear()
    life = Life(browser, live_server.url)
    life.invite()
    person = make_attendee(life.delegation)
    starts = timezone.now() + timedelta(days=90)
    make_session(
        life.event,
        needs_sign_up=True,
        visibility="participants",
        capacity=1,
        start=starts,
        end=starts + timedelta(hours=1),
    )
    boss = Visit(browser, live_server.url, locale="ar")
    boss.log_in(make_member(life.event, Role.ADMINISTRATOR).email)

    for language in ("en", "zh-hans", "ar"):
        life.city.page.goto(f"{live_server.url}/delegation/")
        life.city.page.click(f".languages [value={language}]")
        one = f"people/{person.guid}"
        for page in shared_out(["", f"{one}/private/", f"{one}/photograph/", *_PAGES], one_in=3):
            life.city.examine(f"/delegation/{page}")
    own = life.own_entry(person)
    for language in ("en", "ar"):
        own.page.goto(f"{live_server.url}/entry/{person.guid}/")
        own.page.click(f".languages [value={language}]")
        for page in ("", "private/", "photograph/"):
            own.examine(f"/entry/{person.guid}/{page}")
    boss.examine(f"{life.staff}people/{person.guid}/link/")
    boss.examine(f"{life.staff}personal-data/")
    boss.examine(f"{life.staff}people/{person.guid}/data/")
    boss.examine(f"{life.staff}people/{person.guid}/sensitive/")
    boss.page.fill("[name=reason]", "Visa letter")
    boss.page.click("main button[type=submit]")
    life.look(boss)

    visits = (life.city, life.office, boss, own)
    assert [one for visit in visits for one in visit.complaints] == []
    for visit in visits:
        visit.context.close()


def test_from_the_invitation_to_the_list_of_participants(browser: Any, live_server: Any) -> None:
    store.clear()
    life = Life(browser, live_server.url)
    office, city = life.office.page, life.city.page

    life.invite()
    for person in PEOPLE:
        life.enter(person)
    assert "Over the quota" in city.inner_text(".figures")
    life.look(life.city)
    take_picture(city, "delegations-overview-phone", "main")
    city.click("text=Submit selected people")
    assert "3 people have been submitted." in city.inner_text(".messages")

    # Returned with a reason
    life.office.open(f"{life.staff}queue/")
    assert office.locator("text=1 over the quota").count() == 3
    office.locator(".entry", has_text="ZHANG Wei").locator("[type=checkbox]").check()
    office.fill("[name=delegation_note]", "Please write Zhang's full office.")
    office.click("button:has-text('Return')")
    assert "1 person: Returned." in office.inner_text(".messages")

    # Amended and submitted again
    city.reload()
    assert "Please write Zhang's full office." in city.inner_text("main")
    city.click("h3 a:has-text('ZHANG')")
    city.fill("[name=office_title_en]", "Executive Vice Mayor")
    city.click("main form button:text-is('Save')")
    city.click("text=Submit selected people")

    # Approved, after a look at what changed
    life.office.open(f"{life.staff}queue/")
    life.look(life.office)
    assert "Executive Vice Mayor" in office.locator("ins").inner_text()
    take_picture(office, "delegations-queue", "main")
    for box in office.locator(".entry [type=checkbox]").all():
        box.check()
    office.click("text=Approve selected")
    assert "3 people: Approved." in office.inner_text(".messages")

    # On the list, in the right place in both orders
    own = ["SUHARTO", "ZHANG Wei", "ŐRI László"]
    assert life.rows("alphabetical")[-3:] == own
    assert life.rows("precedence")[:3] == own
    life.office.open(f"{life.staff}attendees/?order=precedence")
    take_picture(office, "delegations-list", "main")
    life.rows("precedence")

    # In the file, and in the log
    office.click("summary:text('Export')")
    with office.expect_download() as download:
        office.click("text=Export to Excel")
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"SUHARTO", "ŐRI László", "ZHANG Wei"} <= cells
    log = ExportLog.objects.get()
    assert (log.row_count, log.columns, log.order) == (4, ["name"], "precedence")
    assert life.city.complaints + life.office.complaints == []
    life.city.context.close()
    life.office.context.close()
