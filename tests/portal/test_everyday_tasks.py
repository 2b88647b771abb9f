"""What organizers do every day, done in the browser from the overview: how many actions it takes.

An action is what `tests.portal.hand` counts: a click, a text typed, a choice in a select, a key, a
thing dragged. Each task is done on the demo, its outcome is read from the database, and the table
of docs/organizers.md must say the number. `pytest -s` prints the numbers.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Count

from accounts.roles import Role
from core.pages.cache import store
from delegations.models import Attendee
from events.models import Event, Invitation, Room
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Appearance, Session, SubForum
from tests.demo import load_demo_forum
from tests.factories import make_session, text
from tests.portal.hand import Hand, actions_in
from tests.portal.test_in_the_browser import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_GUIDE = Path(settings.BASE_DIR) / "docs/organizers.md"
_HOUR = timedelta(hours=1)
_CELL = "dialog[data-part='cell-editor']"
_SAVED = "[data-part='cell-said']:not([hidden])"


class Office:
    """An administrator who has just logged in to the demo."""

    def __init__(self, browser: Any, origin: str) -> None:
        self.event = Event.objects.get()
        self.visit = Visit(browser, origin, viewport={"width": 1280, "height": 900}, locale="en-GB")
        self.visit.log_in("administrator@demo.example")
        self.visit.open(edition_url(self.event, "admin:index"))
        self.page = self.visit.page
        self.hand = Hand(self.page)

    def follow(self, name: str) -> None:
        """Follow a link of the rail."""
        self.hand.click(self.page.locator("#rail").get_by_role("link", name=name, exact=True))

    def open_planner(self) -> None:
        self.follow("Planner")
        self.page.wait_for_selector("[data-ready]", timeout=20_000)

    def block(self, session: Session) -> Any:
        return self.page.locator(".planner-block", has_text=str(session.title)).first

    def row(self, session: Session) -> Any:
        """The row of a session in its list."""
        return self.page.locator(f"tr[data-peek$='/{session.pk}/peek/']")

    def open_cell(self, session: Session, column: str) -> Any:
        """Press the pencil of a cell; what opens over it."""
        cell = self.row(session).locator(f".field-{column}")
        cell.scroll_into_view_if_needed()
        cell.hover()
        self.hand.click(cell.locator("[data-part='cell']"))
        return self.page.locator(_CELL)

    def save_cell(self) -> None:
        self.hand.click(self.page.locator(_CELL).get_by_role("button", name="Save"))
        self.page.locator(_SAVED).wait_for()

    def open_session(self, session: Session) -> None:
        self.follow("Sessions")
        self.hand.click(self.row(session).locator("th a").first)
        self.page.wait_for_load_state()

    def choose_in_the_list(self, field: str, label: str) -> str:
        """Choose another value in a cell of a public session; what is stored then."""
        session = Session.objects.filter(visibility="public").order_by("start", "pk")[3]
        self.follow("Sessions")
        cell = self.open_cell(session, field)
        self.hand.choose(cell.locator("select"), label)
        self.save_cell()
        session.refresh_from_db()
        return str(getattr(session, field))

    def free_lane(self, session: Session) -> Any:
        """The box of the head of a room in which nothing takes place during a session."""
        others = Session.objects.filter(start__lt=session.end, end__gt=session.start)
        rooms = Room.objects.exclude(pk__in=others.exclude(room=None).values("room"))
        names = {str(room) for room in rooms}
        heads = self.page.locator(".planner__head").all()
        boxes = (head.bounding_box() for head in heads if head.inner_text().split("\n")[0] in names)
        return next(box for box in boxes if 300 < box["x"] < 1100)

    def said(self, words: str) -> None:
        self.page.locator("[data-part=live]", has_text=words).wait_for(state="attached")

    def save(self) -> None:
        """Save the form, and wait until the page says so."""
        self.hand.click(self.page.locator("[name=_continue]"))
        self.page.wait_for_selector(".messagelist .success")


def change_a_room(office: Office) -> bool:
    session = Session.objects.get(title__en="Press briefing")
    office.open_planner()
    block = office.block(session)
    other = office.free_lane(session)
    office.hand.drag(block, across=other["x"] - block.bounding_box()["x"])
    office.said("Saved")
    before = session.room
    session.refresh_from_db()
    return session.room is not None and session.room != before


def swap_two_speakers(office: Office) -> bool:
    session = Session.objects.annotate(people=Count("appearances")).filter(people__gte=4)[0]
    first, *_others, last = before = list(session.appearances.order_by("position", "pk"))
    office.open_session(session)
    fields = office.page.get_by_label("Position")
    at_form = office.hand.actions
    office.hand.type(fields.nth(0), str(len(before)))
    fields.nth(0).press("Tab")
    office.hand.type(fields.nth(len(before) - 2), "1")
    fields.nth(len(before) - 2).press("Tab")
    office.save()
    after = list(session.appearances.order_by("position", "pk"))
    assert office.hand.actions - at_form <= 3
    return after == [last, *before[1:-1], first]


def name_a_placeholder(office: Office) -> bool:
    row = Appearance.objects.filter(attendee=None).order_by("pk")[0]
    person = Attendee.objects.exclude(appearances__session=row.session).order_by("pk")[40]
    page = office.page
    office.follow("Open points")
    point = page.get_by_role("listitem").filter(has_text=str(row.placeholder))
    office.hand.click(point.get_by_role("link"))
    office.hand.type(page.locator("#person-search:focus"), person.listed_name)
    office.hand.press("Enter")
    office.hand.click(page.locator(f"button[value='{person.pk}']"))
    page.wait_for_selector(".messagelist .success")
    row.refresh_from_db()
    return row.attendee == person


def move_an_afternoon(office: Office) -> bool:
    first = Session.objects.get(title__en__startswith="Briefing for delegation focal points")
    make_session(
        office.event, title=text("Sound check"), start=first.start + 2 * _HOUR, room=first.room
    )
    day = Session.objects.filter(start__gte=first.start, start__lt=first.start + 9 * _HOUR)
    sessions = list(day.exclude(room=None))
    office.open_planner()
    at_planner = office.hand.actions
    office.hand.click(office.block(first))
    office.hand.click(office.page.get_by_role("button", name="on this day", exact=True))
    office.hand.click(office.page.get_by_role("button", name="Later", exact=True))
    office.hand.click(office.page.get_by_role("button", name="Apply", exact=True))
    office.said("Saved")
    assert office.hand.actions - at_planner <= 4
    moved = [Session.objects.get(pk=session.pk).start - session.start for session in sessions]
    return moved == [timedelta(minutes=30)] * 6


def cancel_a_session(office: Office) -> bool:
    return office.choose_in_the_list("status", "Cancelled") == "cancelled"


def hide_a_session(office: Office) -> bool:
    return office.choose_in_the_list("visibility", "Internal") == "internal"


def add_a_moderator(office: Office) -> bool:
    with_moderator = Appearance.objects.filter(role="moderator").values("session")
    session = Session.objects.exclude(pk__in=with_moderator).filter(appearances=None)[0]
    person = Attendee.objects.order_by("pk")[40]
    page = office.page
    office.open_session(session)
    office.hand.type(page.locator("#stage-search"), person.listed_name)
    office.hand.click(page.get_by_role("button", name=f"Moderator: {person.listed_name}"))
    office.save()
    on_stage = session.appearances.get()
    return (on_stage.role, on_stage.attendee) == ("moderator", person)


def correct_a_typo(office: Office) -> bool:
    session = Session.objects.filter(visibility="public").order_by("start", "pk")[3]
    office.open_session(session)
    office.hand.type(office.page.locator("[name='title_fr']"), "Un titre sans faute")
    office.save()
    session.refresh_from_db()
    return session.title["fr"] == "Un titre sans faute"


def invite_an_editor(office: Office) -> bool:
    office.follow("Team")
    page = office.page
    office.hand.type(page.get_by_label("E-mail address"), "new@example.org")
    office.hand.choose(page.locator("#id_role"), "Editor")
    office.hand.click(page.get_by_role("button", name="Send invitation"))
    page.wait_for_selector(".messagelist .success")
    return Invitation.objects.get().role == Role.EDITOR


def give_a_host_access(office: Office) -> bool:
    sub_forum = SubForum.objects.get(number=3)
    page = office.page
    office.hand.click(
        page.get_by_role("row")
        .filter(has_text=str(sub_forum))
        .get_by_role("link", name="Nobody yet")
    )
    office.hand.type(page.get_by_label("E-mail address"), "host@example.org")
    office.hand.click(page.get_by_role("button", name="Send invitation"))
    page.wait_for_selector(".messagelist .success")
    invitation = Invitation.objects.get()
    return (invitation.role, invitation.sub_forums) == (
        Role.SUB_FORUM_EDITOR,
        [str(sub_forum.guid)],
    )


# By the name of the row in the guide, with the most actions that are allowed.
TASKS: dict[str, tuple[Callable[[Office], bool], int]] = {
    "Change a room": (change_a_room, 3),
    "Swap two speakers": (swap_two_speakers, 5),
    "Name the person for a placeholder": (name_a_placeholder, 5),
    "Move an afternoon of six sessions by 30 minutes": (move_an_afternoon, 5),
    "Cancel a session": (cancel_a_session, 4),
    "Hide a session": (hide_a_session, 4),
    "Add a moderator": (add_a_moderator, 5),
    "Correct a typo in one language": (correct_a_typo, 4),
    "Invite an editor to the team": (invite_an_editor, 4),
    "Give a host access to a sub-forum": (give_a_host_access, 3),
}


@pytest.fixture
def office(browser: Any, live_server: Any) -> Iterator[Office]:
    load_demo_forum()
    store.clear()
    opened = Office(browser, live_server.url)
    yield opened
    opened.visit.context.close()


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_done_in_as_many_actions_as_the_guide_says(office: Office, name: str) -> None:
    task, most = TASKS[name]

    assert task(office)

    actions = office.hand.actions
    print(f"{name:50}{actions:3}")
    assert actions <= most
    assert actions_in(_GUIDE)[name] == actions
    assert office.visit.complaints == []


def test_the_guide_names_the_same_tasks() -> None:
    assert list(actions_in(_GUIDE)) == list(TASKS)
