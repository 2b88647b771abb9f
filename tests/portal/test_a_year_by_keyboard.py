"""An organizer without a mouse: Tab, Enter, Escape and arrows from the overview to the release."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.roles import Role
from core.pages.cache import store
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.models import ScheduleRelease, Session
from tests.factories import NOON, make_event, make_member, make_room, make_session, text
from tests.portal.test_in_the_browser import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_MOST = 90  # stops until what is looked for: more than any page here has
# Where the focus is, and whether one sees it there.
_FOCUSED = """() => {
  const stop = document.activeElement;
  const [style, box] = [getComputedStyle(stop), stop.getBoundingClientRect()];
  const drawn = (side) => parseFloat(side.outlineWidth) > 0 && side.outlineStyle !== "none";
  return {
    name: stop.getAttribute("aria-label") || stop.labels?.[0]?.innerText || stop.value
      || stop.innerText,
    tag: `${stop.tagName} ${stop.name ?? ""} ${stop.className}`,
    isSeen: drawn(style) || style.boxShadow !== "none",
    isInWindow: box.width > 0 && box.top < innerHeight && box.bottom > 0,
  };
}"""


class Keys:
    """An editor at a keyboard, who sees where they are."""

    def __init__(self, browser: Any, origin: str) -> None:
        store.clear()
        self.event: Event = make_event()
        self.hall = make_room(self.event, name=text("Hall A"))
        self.session: Session = make_session(
            self.event, title=text("Opening"), room=self.hall, start=NOON
        )
        self.visit = Visit(browser, origin, viewport={"width": 1280, "height": 900})
        self.visit.log_in(make_member(self.event, Role.EDITOR).email)
        self.visit.open(edition_url(self.event))
        self.page = self.visit.page
        self.unseen: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, is_there: Callable[[dict[str, Any]], bool]) -> None:
        """Tab until the focus is there; every stop on the way has a visible focus."""
        for _ in range(_MOST):
            self.press("Tab")
            stop = self.page.evaluate(_FOCUSED)
            if not (stop["isSeen"] and stop["isInWindow"]):
                self.unseen.append(f"{self.page.url}: {stop}")
            if is_there(stop):
                return
        raise AssertionError(f"Tab does not reach it on {self.page.url}: {stop}")

    def follow(self, name: str) -> None:
        """Tab to what is called `name`, and press Enter."""
        self.tab_to(lambda stop: (stop["name"] or "").strip() == name)
        self.press("Enter")

    def tab_to_field(self, name: str) -> None:
        self.tab_to(lambda stop: f" {name} " in stop["tag"])


@pytest.fixture
def keys(browser: Any, live_server: Any) -> Any:
    keys = Keys(browser, live_server.url)
    yield keys
    keys.visit.context.close()


def test_from_the_overview_to_the_release_without_a_mouse(keys: Keys) -> None:
    page = keys.page

    # Open the list, look at a row beside it, and close it again.
    keys.follow("Sessions")
    page.wait_for_url("**/programme/session/**")
    keys.press("j", "Enter")
    page.locator("dialog[data-part='peek'] h2", has_text="Opening").wait_for()
    keys.press("Escape")

    # Correct a cell.
    keys.press("e")
    page.locator("dialog[data-part='cell-editor'] input[name='title_en']").wait_for()
    page.keyboard.type("Opening ceremony")
    keys.press("Enter")
    page.locator("tbody th", has_text="Opening ceremony").first.wait_for()

    # Save the form.
    keys.press("o")
    page.wait_for_url("**/change/**")
    keys.tab_to_field("_continue")
    keys.press("Enter")
    page.locator(".messagelist").wait_for()

    # Move it on the board.
    keys.follow("Planner")
    page.wait_for_url("**/planner/**")
    keys.follow("Thu 2 May")
    keys.tab_to(lambda stop: "Opening ceremony" in (stop["name"] or ""))
    keys.press("Enter", "ArrowDown", "Enter")
    page.get_by_text("Saved: Opening ceremony").first.wait_for(state="attached")

    # Publish.
    keys.visit.open(edition_url(keys.event))
    keys.follow("Review and publish")
    page.wait_for_url("**/publish/**")
    keys.tab_to_field("comment")
    page.keyboard.type("The first agenda.")
    keys.follow("Publish agenda")
    page.locator(".messagelist", has_text="Version 1 of the agenda has been published.").wait_for()

    release = ScheduleRelease.objects.get()
    keys.session.refresh_from_db()
    assert (release.comment, str(keys.session)) == ("The first agenda.", "Opening ceremony")
    assert keys.session.start > NOON
    assert keys.unseen == []
    assert keys.visit.complaints == []


# What a screen reader lists of the main pages: the heading, landmarks within, and main controls.
_PAGES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "admin:index": (
        "Forum 1",
        [
            ("region", "From here to the first release"),
            ("region", "Agenda"),
            ("region", "Checks"),
            ("region", "Waiting for you"),
            ("link", "Review and publish"),
        ],
    ),
    "admin:programme_session_changelist": (
        "Sessions 1",
        [
            ("navigation", "Days"),
            ("searchbox", "Search"),
            ("link", "Add session"),
            ("button", "Summary of “Opening”"),
            ("link", "Edit “Room” of “Opening”"),
        ],
    ),
    "admin:programme_session_change": (
        "Opening",
        [
            ("navigation", "Breadcrumbs"),
            ("group", "When and where"),
            ("group", "On stage"),
            ("combobox", "Room:"),
            ("button", "Save"),
        ],
    ),
    "admin:programme_planner": (
        "Planner: Forum 1",
        [
            ("navigation", "Breadcrumbs"),
            ("group", "Day"),
            ("group", "Arrangement"),
            ("region", "Not scheduled"),
            ("button", "Undo"),
        ],
    ),
    "admin:programme_publish": (
        "Publish agenda",
        [
            ("navigation", "Breadcrumbs"),
            ("heading", "What visitors will see change (1)"),
            ("textbox", "Comment for visitors"),
            ("button", "Publish agenda"),
        ],
    ),
}


@pytest.mark.parametrize("name", list(_PAGES))
def test_a_screen_reader_finds_its_way(keys: Keys, name: str) -> None:
    arguments = {
        "admin:programme_session_change": [keys.session.pk],
        "admin:programme_planner": [keys.event.pk],
        "admin:programme_publish": [keys.event.pk],
    }.get(name, [])
    Event.objects.filter(pk=keys.event.pk).update(title={"en": "Forum 1"})
    heading, controls = _PAGES[name]

    keys.visit.open(edition_url(keys.event, name, *arguments))

    landmarks = [("banner", ""), ("navigation", "Workspace"), ("main", "")]
    expected = [*landmarks, *controls]
    counts = {
        (role, label): keys.page.get_by_role(role, name=label or None, exact=True).count()
        for role, label in expected
    }
    assert counts == dict.fromkeys(expected, 1)
    level_1 = keys.page.get_by_role("heading", level=1).all_inner_texts()
    assert [" ".join(title.split()) for title in level_1] == [heading]
