"""The planner in a browser with forty rooms in three venues, and its panel beside the board."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from core.pages.cache import store
from events.models import Room, Venue
from programme.models import SubForum
from tests.accessibility import violations
from tests.factories import make_room, make_session, make_sub_forum, text
from tests.portal.pictures import take_picture
from tests.programme.editing.test_planner_in_the_browser import EVENING, Desk

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_TITLES = ("Streets for people", "Rivers", "Night buses", "Schools", "Clean air")
_HEAD = ".planner__head"
_IS_SEEN = """head => {
  const board = document.querySelector("[data-part=board]").getBoundingClientRect();
  const box = head.getBoundingClientRect();
  const times = document.querySelector(".planner__times").getBoundingClientRect();
  return box.left >= times.right - 1 && box.right <= board.right;
}"""


class Congress(Desk):
    """Forty rooms: two in the centre, nineteen in each of two halls, a session in every fourth."""

    def open(self, query: str = "") -> None:
        if not hasattr(self, "east"):
            self.east, self.west = (
                Venue.objects.create(event=self.event, name=text(name), position=position)
                for position, name in enumerate(("East hall", "West hall"), 1)
            )
            self.sub_forum = make_sub_forum(self.event, title=text("Streets"))
            for venue in (self.east, self.west):
                for number in range(19):
                    name = text(f"{str(venue)[:4]} {number}")
                    room = make_room(self.event, venue=venue, name=name, position=number)
                    if number % 4 == 0:
                        make_session(
                            self.event,
                            title=text(_TITLES[number // 4]),
                            start=self.opening.start,
                            room=room,
                            sub_forum=self.sub_forum if number else None,
                        )
        super().open(query)

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def heads_seen(self) -> list[str]:
        """The rooms whose heads are seen whole."""
        heads = self.page.locator(_HEAD).all()
        return [one.inner_text().split("\n")[0] for one in heads if one.evaluate(_IS_SEEN)]

    def box(self, selector: str) -> dict[str, float]:
        found: dict[str, float] = self.page.locator(selector).first.bounding_box()
        return found

    def sees(self, x: float, y: float) -> str:
        """The class of what lies on top at a point of the window."""
        script = "([x, y]) => document.elementFromPoint(x, y).className"
        return str(self.page.evaluate(script, [x, y]))


def _fill(desk: Congress) -> None:
    """Put a session of some sub-forum into every room at three more times, and none aside."""
    desk.loose.delete()
    # Whatever number its own sub-forum has been given, the first three are free.
    SubForum.objects.filter(event=desk.event).update(number=99)
    sub_forums = [
        make_sub_forum(desk.event, number=number, colour=f"petal-{number}") for number in (1, 2, 3)
    ]
    for index, room in enumerate(Room.objects.filter(venue__event=desk.event)):
        for turn in range(3):
            hours = timedelta(hours=2 * turn + 2, minutes=30 * (index % 2))
            make_session(
                desk.event,
                title=text(_TITLES[(index + turn) % 5]),
                start=desk.opening.start + hours,
                room=room,
                sub_forum=sub_forums[(index + turn) % 3],
            )


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator[Congress]:
    store.clear()
    found = Congress(browser, live_server.url, viewport=SIZE, locale="en-GB")
    yield found
    found.visit.context.close()


def test_times_and_heads_stay_while_the_board_is_scrolled(desk: Congress) -> None:
    board = desk.box("[data-part=board]")
    desk.page.locator("[data-part=board]").evaluate("it => it.scrollTo(900, 300)")

    times, heads, corner = (
        desk.box(one) for one in (".planner__times", ".planner__heads", ".planner__corner")
    )

    assert round(times["x"] - board["x"]) == 1
    assert round(heads["y"] - board["y"]) == 1
    assert (round(corner["x"] - board["x"]), round(corner["y"] - board["y"])) == (1, 1)
    assert desk.sees(board["x"] + 20, board["y"] + 20) == "planner__corner"
    assert desk.sees(board["x"] + 20, heads["y"] + heads["height"] + 90).startswith("planner__time")


def test_compact_shows_twelve_rooms_and_is_kept_on_the_device(desk: Congress) -> None:
    before = len(desk.heads_seen())

    desk.click("Compact")

    assert before < 12 <= len(desk.heads_seen())
    top = desk.box(".planner-block")["y"] - desk.box(".planner__heads")["y"]
    assert top < 90  # the first session of the day is still at the top
    desk.page.reload()
    desk.page.locator(_HEAD).first.wait_for()
    assert desk.page.get_by_role("button", name="Compact").get_attribute("aria-pressed") == "true"
    desk.click("Large")
    assert len(desk.heads_seen()) < before
    assert desk.visit.complaints == []


def test_venues_are_reached_by_buttons_and_keys(desk: Congress) -> None:
    desk.click("Next venue")
    desk.click("Next venue")
    at_east = desk.heads_seen()[0]
    for _step in range(8):
        desk.click("Next venue")
    at_end = desk.heads_seen()[-1]
    desk.press("Opening", "Enter", "Shift+PageDown")
    desk.said("Opening, 09:00 to 10:00, East 0")
    desk.page.keyboard.press("Shift+PageDown")
    desk.said("Opening, 09:00 to 10:00, West 0")
    desk.page.keyboard.press("Shift+PageUp")
    desk.page.keyboard.press("Enter")
    desk.said("Saved: Opening, 09:00 to 10:00, East 0")

    assert (at_east, at_end) == ("East 0", "West 18")
    assert desk.place(desk.opening)[2] == "East 0"
    assert desk.visit.complaints == []


def test_a_venue_a_room_and_a_sub_forum_are_chosen_and_stand_in_the_address(
    desk: Congress,
) -> None:
    heads = desk.page.locator(_HEAD)
    desk.page.locator("summary", has_text="Rooms").click()
    menu = desk.page.locator("[data-part=filter]")
    assert "Congress centre 2" in " ".join(menu.inner_text().split())
    desk.page.get_by_role("checkbox", name="East hall").check()
    desk.page.get_by_role("checkbox", name="Hall B").check()

    assert heads.count() == 21
    desk.page.reload()
    desk.page.wait_for_selector("[data-ready]")
    assert heads.count() == 21
    assert "Opening" not in " ".join(desk.page.locator(".planner-block").all_inner_texts())
    desk.page.locator("summary", has_text="Sub-forums").click()
    desk.page.get_by_role("checkbox", name="Streets").check()
    asides = desk.page.locator(".planner-block--aside")
    assert asides.count() == 3  # the panel in hall B, the first of the east, and the loose one
    desk.page.get_by_role("link", name="Show all").click()
    assert heads.count() == 41
    assert desk.visit.complaints == []


def test_without_a_script_the_choice_is_a_form(browser: Any, live_server: Any) -> None:
    store.clear()
    desk = Congress(
        browser, live_server.url, viewport=SIZE, locale="en-GB", java_script_enabled=False
    )
    desk.page.locator("summary", has_text="Rooms").click()
    desk.page.get_by_role("checkbox", name="East hall").check()
    desk.click("Apply")

    rows = desk.page.locator("[data-part=rows] tr:visible")
    assert rows.count() == 5
    assert f"day={EVENING}" in desk.page.url
    desk.page.get_by_role("link", name="Wed 1 May").click()
    assert "Wednesday 1 May" in desk.page.locator("[data-part=day-name]").inner_text()
    assert desk.visit.complaints == []
    desk.visit.context.close()


def test_a_change_of_the_day_is_said_with_its_name(desk: Congress) -> None:
    desk.press("Opening", "PageDown")
    desk.said("Friday 3 May: no sessions")
    desk.page.get_by_role("button", name="Thu 2 May").click()
    desk.said("Thursday 2 May: ")
    desk.press("Opening", "Enter", "PageDown")
    desk.said("Fri 3 May: Opening, 09:00 to 10:00, Hall A")
    desk.press("Opening", "ArrowDown")
    desk.page.wait_for_function(
        "() => document.querySelector('[data-part=live]').textContent.startsWith('Opening, 09:05')"
    )
    assert desk.visit.complaints == []


def is_covered(desk: Desk, title: str) -> bool:
    """Whether the panel lies over a part of the block that the window shows."""
    block, panel = desk.block(title).bounding_box(), desk.page.locator("[data-part=details]")
    own = panel.bounding_box()
    is_below = block["y"] + block["height"] <= own["y"]
    return not (is_below or block["y"] >= own["y"] + own["height"])


def test_the_panel_is_not_over_what_is_dragged_or_was_refused(
    browser: Any, live_server: Any
) -> None:
    store.clear()
    desk = Desk(browser, live_server.url, viewport={"width": 1280, "height": 800}, locale="en-GB")
    x, y = desk.middle("Opening")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    covered = []
    for step in range(20):
        desk.page.mouse.move(x, min(y + 25 * step, 780))
        covered.append(is_covered(desk, "Opening"))
    desk.page.mouse.up()
    desk.said("Saved")
    after_save = is_covered(desk, "Opening")
    desk.page.route("**/move/", lambda route: route.fulfill(status=400, json={"reasons": ["No."]}))
    desk.press("Opening", "Enter", "ArrowDown", "Enter")
    desk.said("Not saved.")

    assert (any(covered), after_save) == (False, False)
    assert not is_covered(desk, "Opening")
    desk.visit.context.close()


def test_pictures_of_forty_rooms(browser: Any, live_server: Any) -> None:
    for suffix, size, least in (("", SIZE, 12), ("-phone", PHONE, 3)):
        store.clear()
        desk = Congress(browser, live_server.url, viewport=size, locale="en-GB")
        _fill(desk)
        desk.open()
        desk.click("Compact")
        assert len(desk.heads_seen()) >= least
        take_picture(desk.page, f"planner-rooms{suffix}", "[data-part=tools]", "[data-part=board]")
        desk.visit.context.close()


WINDOWS = [("en-GB", 1280, "light"), ("ar", 390, "dark"), ("en-GB", 390, "light")]


@pytest.mark.parametrize(("locale", "width", "scheme"), WINDOWS)
def test_forty_rooms_are_accessible(
    browser: Any, live_server: Any, locale: str, width: int, scheme: str
) -> None:
    store.clear()
    desk = Congress(
        browser,
        live_server.url,
        locale=locale,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    desk.page.locator("[data-zoom=compact]").click()
    desk.press("Panel", "x")
    desk.page.locator("[data-shift='1']").click()
    desk.page.locator("[data-part=preview] li").first.wait_for()

    assert violations(desk.page) == []
    assert desk.visit.complaints == []
    desk.visit.context.close()
