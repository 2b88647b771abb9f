"""What the delegations desk does every day, done in the browser from the dashboard, in actions.

An action is what `tests.portal.hand` counts. Each task is done on the demo, its outcome is read
from the database, the file or the page, and the table of docs/delegations.md must say the number.
`pytest -s` prints the numbers and the seconds.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pypdf
import pytest
from django.conf import settings

from core.pages.cache import store
from delegations.choices import InvitationStatus
from delegations.models import Attendee, Delegation
from events.imports.pieces import import_next
from events.models import Event
from tests.demo import load_demo_forum
from tests.portal.hand import Hand, actions_in
from tests.portal.test_in_the_browser import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_GUIDE = Path(settings.BASE_DIR) / "docs/delegations.md"


class Desk:
    """A delegations officer who has just logged in to the demo."""

    def __init__(self, browser: Any, origin: str, folder: Path) -> None:
        self.event, self.folder = Event.objects.get(), folder
        self.visit = Visit(browser, origin, viewport={"width": 1280, "height": 800}, locale="en-GB")
        self.visit.log_in("delegations-officer@demo.example")
        self.page = self.visit.page
        self.hand = Hand(self.page)

    def begin(self) -> None:
        """Open the dashboard, once the rows of the task are there."""
        self.visit.open(f"/staff/{self.event.slug}/")

    def follow(self, name: str) -> None:
        """Follow a link of the rail."""
        self.hand.click(self.page.locator("#rail").get_by_role("link", name=name, exact=True))
        self.page.wait_for_load_state()

    def press(self, name: str) -> None:
        self.hand.click(self.page.locator("main").get_by_role("button", name=name).first)
        self.page.wait_for_load_state()

    def open_link(self, text: str) -> None:
        self.hand.click(self.page.locator("main").get_by_role("link", name=text).first)
        self.page.wait_for_load_state()

    def find(self, text: str) -> Any:
        """Search the attendee list; the rows that are left."""
        self.follow("Attendees")
        self.hand.type(self.page.locator("#searchbar"), text)
        self.hand.press("Enter")
        self.page.wait_for_url("**q=**")
        return self.page.locator("tbody tr")

    def open_menu(self, name: str) -> None:
        self.hand.click(self.page.locator(".listing__head summary", has_text=name).first)

    def download(self, button: str) -> Path:
        with self.page.expect_download() as waiting:
            self.press(button)
        path = self.folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def wait_for(self, text: str) -> None:
        self.page.locator(".messages", has_text=text).first.wait_for()


def find_a_person(desk: Desk) -> bool:
    person = Attendee.objects.filter(native_name__regex=r"^[一-鿿]{3}$").order_by("pk")[0]
    desk.begin()
    rows = desk.find(person.native_name[1:])
    return any(person.listed_name in row for row in rows.all_inner_texts())


def correct_a_title(desk: Desk) -> bool:
    person = Attendee.objects.filter(is_head=True).order_by("pk")[5]
    # It is seen in the list, wherever one comes from.
    desk.visit.open(f"/staff/{desk.event.slug}/attendees/?{urlencode({'q': person.listed_name})}")
    rows = desk.page.locator("tbody tr")
    desk.hand.click(rows.first.locator("td").last)
    field = desk.page.locator("dialog [name=office_title_en]")
    desk.hand.type(field, "Lord Mayor")
    desk.hand.click(desk.page.locator("dialog").get_by_role("button", name="Save"))
    desk.page.locator(".peek__saved").wait_for()
    person.refresh_from_db()
    return person.office_title_en == "Lord Mayor"


def approve_twenty(desk: Desk) -> bool:
    people = Attendee.objects.filter(status="approved", is_head=False).order_by("pk")[:20]
    keys = [person.pk for person in people]
    Attendee.objects.filter(status="submitted").update(status="draft")
    Attendee.objects.filter(pk__in=keys).update(status="submitted")
    desk.begin()
    desk.open_link("People waiting for approval")
    desk.hand.click(desk.page.get_by_label("Tick all rows of this page").last)
    desk.press("Approve selected")
    desk.page.locator(".messages").first.wait_for()
    return Attendee.objects.filter(pk__in=keys, status="approved").count() == 20


def export_what_i_see(desk: Desk) -> bool:
    desk.begin()
    desk.follow("Attendees")
    desk.open_menu("Export")
    book: Any = openpyxl.load_workbook(desk.download("Export to Excel"))
    return bool(book.active.max_row == 3 + Attendee.objects.count())


def print_the_vip_list(desk: Desk) -> bool:
    desk.begin()
    desk.follow("Attendees")
    desk.open_menu("View")
    desk.open_link("VIP list")
    desk.open_menu("Export")
    desk.hand.type(desk.page.locator("#export-reason"), "Protocol")
    paper = pypdf.PdfReader(desk.download("Print (PDF)"))
    return "VIP list" in paper.pages[0].extract_text()


def record_ten_replies(desk: Desk) -> bool:
    keys = [row.pk for row in Delegation.objects.alphabetical()[:10]]
    Delegation.objects.filter(pk__in=keys).update(status=InvitationStatus.INVITED)
    desk.begin()
    desk.follow("Delegations")
    for row in desk.page.locator(".action-select").all()[:10]:
        desk.hand.click(row)
    desk.press("Continue")
    desk.hand.choose(desk.page.locator("#id_status"), "Accepted")
    desk.press("Preview changes")
    desk.press("Set status")
    desk.page.get_by_text("Changed: 10").wait_for()
    accepted = Delegation.objects.filter(pk__in=keys, status=InvitationStatus.ACCEPTED)
    return accepted.count() == 10


def import_a_table_of_400(desk: Desk) -> bool:
    code = Delegation.objects.order_by("pk")[0].code
    book: Any = openpyxl.Workbook()
    book.active.append(["Delegation", "Given name", "Family name", "Office title in English"])
    for number in range(400):
        book.active.append([code, f"Given{number:03}", f"Qwertz{number:03}", "Delegate"])
    table = desk.folder / "people.xlsx"
    book.save(table)
    desk.begin()
    desk.follow("Import")
    desk.hand.choose_file(desk.page.locator("input[type=file]"), table)
    desk.press("Preview")
    desk.press("Import all rows")
    import_next()
    return Attendee.objects.filter(family__startswith="Qwertz").count() == 400


def merge_a_pair(desk: Desk) -> bool:
    person = Attendee.objects.filter(native_name="").order_by("pk")[7]
    person.email = "same@city.example"
    person.save()
    twin = Attendee.objects.get(pk=person.pk)
    twin.pk, twin.guid, twin.is_head = None, "8f0b7c1e-5d1f-4c0e-9d55-1d2f3a4b5c6d", False
    twin.save(force_insert=True)
    store.clear()
    desk.begin()
    desk.open_link("Possible duplicates")
    desk.open_link("Compare")
    desk.press("Merge records")
    desk.page.locator(".messages").first.wait_for()
    return Attendee.objects.filter(email="same@city.example").count() == 1


def change_a_head(desk: Desk) -> bool:
    delegation = Delegation.objects.alphabetical().filter(attendees__is_head=True)[0]
    members = delegation.attendees.filter(is_head=False).exclude(status="withdrawn")
    new = members.order_by("pk")[0]
    desk.begin()
    desk.follow("Delegations")
    desk.open_link(str(delegation.organisation.name))
    desk.open_link("Change head of delegation")
    option = desk.page.locator("#id_to option", has_text=new.listed_name).first
    desk.hand.choose(desk.page.locator("#id_to"), option.inner_text())
    desk.press("Show what depends on this")
    desk.hand.type(desk.page.locator("#id_note"), "Elections")
    desk.press("Change head of delegation")
    desk.page.locator(".messages").first.wait_for()
    return delegation.attendees.get(is_head=True) == new


def who_arrives_before_noon(desk: Desk) -> bool:
    day = date(2023, 12, 7)
    people = Attendee.objects.approved().exclude(travel__arrives_at=None)
    times = people.values_list("listed_name", "travel__arrives_at")
    local = {name: at.astimezone(desk.event.zone) for name, at in times if at}
    early = {name for name, at in local.items() if at.date() == day and at.hour < 12}
    desk.begin()
    desk.hand.click(desk.page.locator("a[href*='arrives_on=2023-12-07'][href*='11:59']"))
    desk.page.wait_for_load_state()
    names = desk.page.locator("tbody th").all_inner_texts()
    count = desk.page.locator(".listing__title .listing__count").inner_text()
    return bool(early) and {*names} <= early and count.startswith(f"{len(early)} ")


# By the name of the row in the guide, with the most actions that are allowed.
TASKS: dict[str, tuple[Callable[[Desk], bool], int]] = {
    "Find a person by any part of the name": (find_a_person, 3),
    "Correct an office title seen in the list": (correct_a_title, 3),
    "Approve twenty people": (approve_twenty, 3),
    "Export what the list shows": (export_what_i_see, 3),
    "Print the VIP list": (print_the_vip_list, 6),
    "Record the replies of ten delegations": (record_ten_replies, 15),
    "Import a table of 400 people": (import_a_table_of_400, 4),
    "Merge two records of one person": (merge_a_pair, 3),
    "Change a head of delegation": (change_a_head, 7),
    "See who arrives on one day before noon": (who_arrives_before_noon, 1),
}


@pytest.fixture
def desk(browser: Any, live_server: Any, tmp_path: Path) -> Iterator[Desk]:
    load_demo_forum()
    store.clear()
    opened = Desk(browser, live_server.url, tmp_path)
    yield opened
    opened.visit.context.close()


@pytest.mark.parametrize("name", TASKS)
def test_a_task_of_the_desk_takes_as_many_actions_as_the_guide_says(desk: Desk, name: str) -> None:
    task, most = TASKS[name]
    began = time.perf_counter()

    assert task(desk)

    actions = desk.hand.actions
    print(f"{name:50}{actions:3}{time.perf_counter() - began:6.1f} s")
    assert actions <= most
    assert actions_in(_GUIDE)[name] == actions
    assert desk.visit.complaints == []


def test_the_guide_names_the_same_tasks_of_the_desk() -> None:
    assert list(actions_in(_GUIDE)) == list(TASKS)
