"""The form of a session: one screen, people in their order, few actions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.roles import Role
from core.pages.cache import store
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Appearance
from tests.accessibility import violations
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_room,
    make_session,
    text,
)
from tests.portal.test_in_the_browser import Visit

pytestmark = pytest.mark.django_db(transaction=True)
_LAPTOP = {"width": 1280, "height": 800}
_PHONE = {"width": 390, "height": 844}
_ROWS = ".stage__row:not(.empty-form)"
_HEIGHT = "document.querySelector('#session_form').getBoundingClientRect().height"


class Desk:
    """An editor with a session of six people, in two rooms and two languages."""

    def __init__(self, browser: Any, origin: str, **options: Any) -> None:
        self.event = make_event(slug="forum", languages=["en", "zh-hans"])
        self.other = make_room(self.event, name=text("Hall B"))
        room = make_room(self.event, name=text("Hall A"))
        self.session = make_session(self.event, title=text("Opening"), room=room)
        delegation = make_delegation(self.event)
        for name in ("Ana", "Bo", "Chen", "Dina", "Eva"):
            person = make_attendee(delegation, given=name, family="")
            make_appearance(self.session, attendee=person)
        make_appearance(self.session, placeholder=text("Mayor"))
        self.editor = make_member(self.event, Role.EDITOR)
        self.visit = Visit(browser, origin, **{"viewport": _LAPTOP, "locale": "en-GB", **options})
        self.visit.log_in(self.editor.email)
        self.page = self.visit.page
        self.actions = 0

    def open(self) -> None:
        self.visit.open(edition_url(self.event, "admin:programme_session_change", self.session.pk))

    def act(self, action: Callable[[], object]) -> None:
        """Something that a person does: a click, or an entry in a field."""
        action()
        self.actions += 1

    def save(self) -> None:
        self.act(lambda: self.page.click("[name=_continue]"))
        self.page.wait_for_selector(".messagelist .success")

    def names(self) -> str:
        """The people in the order in which visitors read them, by their first letters."""
        rows = Appearance.objects.filter(session=self.session)
        return "".join(str(row.attendee.given if row.attendee else row)[0] for row in rows)

    def place(self, number: int, position: str) -> None:
        """Write a position into a line."""
        field = self.row(number).get_by_label("Position")
        field.fill(position)
        field.press("Tab")

    def row(self, number: int) -> Any:
        return self.page.locator(_ROWS).nth(number - 1)


@pytest.fixture
def desks(browser: Any, live_server: Any) -> Iterator[Callable[..., Desk]]:
    store.clear()
    made: list[Desk] = []

    def make(**options: Any) -> Desk:
        made.append(Desk(browser, live_server.url, **options))
        return made[-1]

    yield make
    for desk in made:
        desk.visit.context.close()


def test_the_form_with_six_people_fits_one_screen(desks: Callable[..., Desk]) -> None:
    desk = desks()
    desk.open()

    assert desk.page.evaluate(_HEIGHT) <= 900
    assert desk.page.locator("h1").inner_text() == "Opening"
    assert desk.page.locator("[name=_save]").count() == 1
    assert {desk.row(number).bounding_box()["height"] < 48 for number in range(1, 7)} == {True}
    assert desk.page.locator(".save-bar").bounding_box()["y"] < 800
    assert violations(desk.page) == []
    assert desk.visit.complaints == []


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_the_form_stays_within_a_telephone(desks: Callable[..., Desk], locale: str) -> None:
    desk = desks(viewport=_PHONE, locale=locale)
    desk.open()
    for section in desk.page.locator(".form-sections summary").all():
        section.click()

    assert desk.page.locator(".field-title").first.bounding_box()["height"] < 180
    assert violations(desk.page) == []
    assert desk.page.locator(".form-sections details[open]").count() == 5
    assert desk.visit.complaints == []


def test_the_room_is_changed_from_the_list_in_three_actions(desks: Callable[..., Desk]) -> None:
    desk = desks()
    desk.visit.open(edition_url(desk.event, "admin:programme_session_changelist"))

    desk.act(lambda: desk.page.get_by_role("link", name="Opening", exact=True).click())
    desk.act(lambda: desk.page.select_option("#id_room", label="Hall B"))
    desk.save()

    desk.session.refresh_from_db()
    assert desk.session.room == desk.other
    assert desk.actions == 3


def test_two_people_are_swapped_in_three_actions(desks: Callable[..., Desk]) -> None:
    desk = desks()
    desk.open()

    desk.act(lambda: desk.row(1).get_by_role("button", name="Move down").click())
    desk.save()
    assert (desk.names(), desk.actions) == ("BACDEM", 2)

    desk.actions = 0
    desk.act(lambda: desk.place(1, "4"))
    desk.act(lambda: desk.place(3, "1"))
    desk.save()
    assert (desk.names(), desk.actions) == ("DACBEM", 3)
    assert desk.visit.complaints == []


def test_a_handle_and_keys_move_a_person(desks: Callable[..., Desk]) -> None:
    desk = desks()
    desk.open()
    mouse, handle = desk.page.mouse, desk.row(1).locator("[data-part=handle]")
    desk.row(4).scroll_into_view_if_needed()
    start, end = handle.bounding_box(), desk.row(3).bounding_box()

    mouse.move(start["x"] + 8, start["y"] + 8)
    mouse.down()
    mouse.move(start["x"] + 8, end["y"] + end["height"] - 4, steps=8)
    mouse.up()
    desk.row(4).get_by_label("State").press("Alt+ArrowUp")
    desk.row(3).get_by_label("State").press("Alt+ArrowUp")
    desk.save()

    assert desk.names() == "BDCAEM"


def test_a_new_line_is_last_and_removing_it_mixes_nobody_up(desks: Callable[..., Desk]) -> None:
    desk = desks()
    desk.open()
    desk.page.get_by_role("button", name="Add a person on stage").click()
    assert desk.row(7).get_by_label("Position").input_value() == "1"

    for _step in range(3):
        desk.page.locator(_ROWS).last.get_by_role("button", name="Move up").click()
    desk.page.locator(".inline-deletelink").click()
    desk.row(1).get_by_role("button", name="Move down").click()
    desk.save()

    assert desk.names() == "BACDEM"


def test_without_scripts_positions_and_sections_do_it(desks: Callable[..., Desk]) -> None:
    desk = desks(java_script_enabled=False)
    desk.open()
    for number, place in enumerate("213456", 1):
        desk.row(number).get_by_label("Position").fill(place)
    desk.page.locator("summary", has_text="For the office").click()
    desk.page.get_by_label("Note for the office").fill("Water for six")
    desk.save()

    desk.session.refresh_from_db()
    assert (desk.names(), desk.session.office_note) == ("BACDEM", "Water for six")


def test_a_section_with_an_error_is_open(desks: Callable[..., Desk]) -> None:
    desk = desks()
    desk.open()
    desk.page.locator("summary", has_text="Sign-up").click()
    desk.page.fill("#id_seats_per_delegation", "-1")
    desk.page.click("[name=_continue]")

    desk.page.locator(".errorlist").first.wait_for()
    assert desk.page.locator("#id_seats_per_delegation").is_visible()
    assert not desk.page.locator("#id_office_note").is_visible()


def test_another_time_says_who_is_on_another_stage_then(desks: Callable[..., Desk]) -> None:
    desk = desks()
    ana = Appearance.objects.get(attendee__given="Ana").attendee
    other = make_session(desk.event, title=text("Dialogue"), start=NOON + timedelta(hours=3))
    make_appearance(other, attendee=ana)
    desk.open()
    note = ".stage__note:not(:empty)"

    desk.page.fill("[name=end_1]", "23:30")
    desk.page.fill("[name=start_1]", "23:00")
    desk.page.wait_for_selector(note)
    notes = desk.page.locator(note).all_inner_texts()
    desk.page.fill("[name=start_1]", "20:00")
    desk.page.fill("[name=end_1]", "21:00")
    desk.page.wait_for_selector(note, state="detached")

    assert [("Dialogue" in text, "23:00" in text) for text in notes] == [(True, True)]
    assert desk.row(1).locator(".stage__note").count() == 1
