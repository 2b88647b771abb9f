"""The planner in a browser: sessions are moved by mouse, finger and keyboard, and taken back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.roles import Role
from core.pages.cache import store
from programme.models import Session
from tests.factories import NOON, make_event, make_member, make_room, make_session, text
from tests.portal.test_in_the_browser import Visit
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db(transaction=True)
# Noon in UTC is eight in the evening in Guangzhou: the day there is the second of May.
EVENING = "2030-05-02"


class Desk:
    """Two sessions in two rooms, an editor at the board."""

    def __init__(self, browser: Any, origin: str, **options: Any) -> None:
        self.event = make_event(languages=["en", "zh-hans", "ar"])
        self.hall = make_room(self.event, name=text("Hall A", ar="القاعة أ"))
        self.other = make_room(self.event, name=text("Hall B", ar="القاعة ب"))
        start = NOON.replace(hour=1)
        self.opening = make_session(self.event, title=text("Opening"), start=start, room=self.hall)
        self.panel = make_session(self.event, title=text("Panel"), start=start, room=self.other)
        self.loose = make_session(self.event, title=text("Loose"), start=start)
        self.editor = make_member(self.event, Role.EDITOR, name="Ana")
        self.path = f"/admin/programme/session/planner/{self.event.pk}/?day={EVENING}"
        self.visit = Visit(browser, origin, **options)
        self.visit.log_in(self.editor.email)
        self.page = self.visit.page
        self.open()

    def open(self, query: str = "") -> None:
        """Open the planner and wait for what it loads later, if scripts run."""
        self.visit.open(self.path + query)
        if self.page.locator("[data-part=tools]").is_visible():
            self.page.wait_for_selector("[data-ready]", timeout=10_000)

    def block(self, title: str) -> Any:
        return self.page.locator(".planner-block", has_text=title)

    def press(self, title: str, *keys: str) -> None:
        self.block(title).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def said(self, words: str) -> None:
        """Wait until the page says so."""
        self.page.wait_for_function(
            "words => document.querySelector('[data-part=live]').textContent.includes(words)",
            arg=words,
            timeout=5_000,
        )

    def place(self, session: Session) -> tuple[str, str, str]:
        """Where a session stands in the database, by the clocks of the event."""
        session.refresh_from_db()
        zone = session.event.zone
        start, end = session.start.astimezone(zone), session.end.astimezone(zone)
        room = str(session.room) if session.room else "all" if session.in_all_rooms else ""
        return f"{start:%d %H:%M}", f"{end:%H:%M}", room

    def middle(self, title: str) -> tuple[float, float]:
        self.block(title).scroll_into_view_if_needed()
        box = self.block(title).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 3

    def lane(self, name: str) -> float:
        box = self.page.locator(".planner__head", has_text=name).bounding_box()
        return float(box["x"] + box["width"] / 2)

    def hours(self, count: float) -> float:
        """As many pixels downwards."""
        return float(self.page.locator(".planner__time").first.bounding_box()["height"] * count)


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator[Desk]:
    store.clear()
    found = Desk(browser, live_server.url, viewport={"width": 1280, "height": 1000}, locale="en-GB")
    yield found
    found.visit.context.close()


def test_the_keyboard_moves_lengthens_and_drops_and_each_step_is_said(desk: Desk) -> None:
    desk.press("Opening", "Enter", "ArrowDown", "ArrowDown")
    desk.said("Opening, 09:10 to 10:10, Hall A")
    desk.press("Opening", "ArrowRight")
    desk.said("Opening, 09:10 to 10:10, Hall B")
    desk.press("Opening", "Shift+ArrowUp", "Shift+ArrowUp")
    desk.said("Opening, 09:10 to 10:00, Hall B")

    desk.press("Opening", "Enter")
    desk.said("Saved: Opening, 09:10 to 10:00, Hall B")

    assert desk.place(desk.opening) == ("02 09:10", "10:00", "Hall B")
    assert desk.opening.history.first().history_user == desk.editor
    assert desk.visit.complaints == []


def test_while_moving_the_clashes_of_the_new_place_are_shown(desk: Desk) -> None:
    desk.press("Opening", "Enter", "ArrowRight")

    desk.page.get_by_text("Hall B is double-booked").wait_for(timeout=5_000)

    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall A")
    assert desk.visit.complaints == []


def test_escape_puts_it_back_and_saves_nothing(desk: Desk) -> None:
    count = desk.opening.history.count()

    desk.press("Opening", "Enter", "ArrowDown", "PageDown", "Escape")
    desk.said("Put back: Opening, 09:00 to 10:00, Hall A")

    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall A")
    assert desk.opening.history.count() == count


def test_page_down_carries_a_session_to_the_next_day(desk: Desk) -> None:
    desk.press("Opening", " ", "PageDown", " ")
    desk.said("Saved")

    assert desk.place(desk.opening) == ("03 09:00", "10:00", "Hall A")


def test_the_mouse_moves_a_session_to_another_room_and_time(desk: Desk) -> None:
    x, y = desk.middle("Opening")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 20, y + 20, steps=3)
    desk.page.mouse.move(desk.lane("Hall B"), y + desk.hours(2), steps=5)
    desk.page.mouse.up()
    desk.said("Saved: Opening, 11:00 to 12:00, Hall B")

    assert desk.place(desk.opening) == ("02 11:00", "12:00", "Hall B")
    assert desk.visit.complaints == []


def test_a_drop_outside_the_board_changes_nothing(desk: Desk) -> None:
    count = desk.opening.history.count()
    x, y = desk.middle("Opening")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 20, y + desk.hours(1), steps=3)
    desk.page.mouse.move(20, 20, steps=5)
    desk.page.mouse.up()
    desk.said("Put back: Opening, 09:00 to 10:00, Hall A")

    assert desk.opening.history.count() == count
    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall A")


def test_an_empty_tray_is_one_line_and_takes_a_session(desk: Desk) -> None:
    Session.objects.filter(pk=desk.loose.pk).delete()
    desk.open()
    tray = desk.page.locator("[data-part=tray]")
    assert tray.bounding_box()["height"] < 50
    x, y = desk.middle("Opening")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    box = tray.bounding_box()
    desk.page.mouse.move(box["x"] + 60, box["y"] + 12, steps=8)
    desk.page.mouse.up()
    desk.said("Saved")

    assert desk.place(desk.opening)[2] == ""


def test_the_board_can_hold_the_rooms_in_use_alone(desk: Desk) -> None:
    make_room(desk.event, name=text("Hall C"))
    desk.open()
    heads = desk.page.locator(".planner__head")
    assert heads.count() == 4

    desk.page.get_by_role("button", name="Only those in use").click()

    assert heads.count() == 3
    assert "Hall C" not in " ".join(heads.all_inner_texts())
    desk.page.reload()
    heads.first.wait_for()
    assert heads.count() == 3
    desk.press("Opening", "Enter", "ArrowRight", "Enter")
    desk.said("Saved: Opening, 09:00 to 10:00, Hall B")
    assert desk.visit.complaints == []


def test_a_warning_is_not_called_a_clash(desk: Desk) -> None:
    Session.objects.filter(pk=desk.opening.pk).update(end=desk.opening.start + timedelta(hours=15))
    desk.open()

    label = str(desk.block("Opening").get_attribute("aria-label"))

    assert "Warning: " in label
    assert "Clash" not in label
    assert desk.block("Opening").locator("strong").inner_text() == "Warning"


def test_the_mouse_makes_a_session_longer_by_its_edge(desk: Desk) -> None:
    desk.block("Opening").scroll_into_view_if_needed()
    box = desk.block("Opening").bounding_box()
    x, y = box["x"] + 30, box["y"] + box["height"] - 3
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x, y + desk.hours(0.5), steps=5)
    desk.page.mouse.up()
    desk.said("Saved")

    assert desk.place(desk.opening) == ("02 09:00", "10:30", "Hall A")


def test_the_mouse_takes_a_session_out_of_the_tray(desk: Desk) -> None:
    x, y = desk.middle("Loose")
    top = desk.block("Opening").bounding_box()["y"]
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 10, y + 10, steps=2)
    desk.page.mouse.move(desk.lane("Hall A"), top + desk.hours(3), steps=5)
    desk.page.mouse.up()
    desk.said("Saved")

    assert desk.place(desk.loose) == ("02 12:00", "13:00", "Hall A")


def test_undo_takes_back_each_save_by_key_and_by_button(desk: Desk) -> None:
    desk.press("Opening", "Enter", "ArrowDown", "Enter")
    desk.said("Saved")
    desk.press("Opening", "Enter", "ArrowRight", "Enter")
    desk.said("Saved: Opening, 09:05 to 10:05, Hall B")

    desk.page.keyboard.press("Control+z")
    desk.said("Undone: Opening, 09:05 to 10:05, Hall A")
    between = desk.place(desk.opening)
    desk.page.get_by_role("button", name="Undo").click()
    desk.said("Undone: Opening, 09:00 to 10:00, Hall A")

    assert between == ("02 09:05", "10:05", "Hall A")
    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall A")
    assert desk.page.get_by_role("button", name="Undo").is_disabled()
    assert desk.opening.history.count() == 5


def test_what_another_editor_moved_is_not_overwritten_but_shown(desk: Desk) -> None:
    wei = make_member(desk.event, Role.EDITOR, name="Wei")
    other = Session.objects.get(pk=desk.opening.pk)
    other.room, other.updated_by = desk.other, wei
    other.save()

    desk.press("Opening", "Enter", "ArrowDown", "Enter")
    desk.said("Not saved: somebody else has moved it")

    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall B")
    assert "Wei, " in desk.page.locator("[data-part=clashes]").inner_text()
    assert "Room: Hall A → Hall B" in desk.page.locator("[data-part=clashes]").inner_text()
    assert "Hall B" in str(desk.block("Opening").get_attribute("aria-label"))


def test_a_dead_network_saves_nothing_and_says_so(desk: Desk) -> None:
    desk.visit.context.set_offline(True)

    desk.press("Opening", "Enter", "ArrowDown", "Enter")
    desk.said("Not saved: the server did not answer")

    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall A")
    assert "09:00 to 10:00" in str(desk.block("Opening").get_attribute("aria-label"))


def test_a_finger_that_rests_moves_a_session_and_one_that_swipes_scrolls(
    browser: Any, live_server: Any
) -> None:
    store.clear()
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = Desk(browser, live_server.url, locale="en-GB", **phone)
    x, y = desk.middle("Opening")
    touch = Finger(desk, x, y)

    touch.swipe(0, -60)
    after_swipe = desk.place(desk.opening)
    # The page goes on gliding for a moment: what is under the finger must have come to rest.
    desk.page.wait_for_timeout(500)
    touch = Finger(desk, *desk.middle("Opening"))
    touch.rest_and_move(0, desk.hours(1))
    desk.said("Saved: Opening, 10:00 to 11:00, Hall A")

    assert after_swipe == ("02 09:00", "10:00", "Hall A")
    assert desk.place(desk.opening) == ("02 10:00", "11:00", "Hall A")
    assert desk.visit.complaints == []
    desk.visit.context.close()


class Finger:
    """A finger on the glass, as the browser itself is told of it."""

    def __init__(self, desk: Desk, x: float, y: float) -> None:
        self.page, self.x, self.y = desk.page, x, y
        self.wire = desk.visit.context.new_cdp_session(desk.page)

    def _send(self, kind: str, *, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": self.x + x, "y": self.y + y}]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(self, x: float, y: float) -> None:
        self._send("touchStart")
        for step in range(1, 6):
            self._send("touchMove", x=x * step / 5, y=y * step / 5)
        self._send("touchEnd")

    def rest_and_move(self, x: float, y: float) -> None:
        self._send("touchStart")
        self.page.locator(".planner-block--held").wait_for(timeout=5_000)
        for step in range(1, 6):
            self._send("touchMove", x=x * step / 5, y=y * step / 5)
        self._send("touchEnd")


def test_a_board_in_arabic_begins_at_the_right(browser: Any, live_server: Any) -> None:
    store.clear()
    desk = Desk(browser, live_server.url, locale="ar", viewport={"width": 1280, "height": 1000})
    first, second = desk.lane("القاعة أ"), desk.lane("القاعة ب")

    desk.press("Opening", "Enter", "ArrowLeft", "Enter")
    desk.page.wait_for_function("() => !document.querySelector('[data-part=undo]').disabled")

    assert first > second
    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall B")
    assert desk.visit.complaints == []
    desk.visit.context.close()


WINDOWS = [
    ("en-GB", 1280),
    ("en-GB", 390),
    ("zh-CN", 390),
    ("zh-CN", 1280),
    ("ar", 1280),
    ("ar", 390),
]


@pytest.mark.parametrize(("locale", "width"), shared_out(WINDOWS, one_in=5))
def test_the_board_is_accessible(browser: Any, live_server: Any, locale: str, width: int) -> None:
    store.clear()
    desk = Desk(browser, live_server.url, locale=locale, viewport={"width": width, "height": 900})
    make_session(desk.event, title=text("Clashing"), start=desk.opening.start, room=desk.hall)

    for by in ("room", "track"):
        desk.visit.examine(f"{desk.path}&by={by}")
    desk.page.locator(".planner__table > summary").click()
    desk.press("Clashing", "Enter", "ArrowDown")

    assert desk.visit.complaints == []
    desk.visit.context.close()


def test_without_a_script_the_page_is_a_table_with_links(browser: Any, live_server: Any) -> None:
    store.clear()
    desk = Desk(browser, live_server.url, java_script_enabled=False)

    row = desk.page.locator("tr", has_text="Opening")

    assert "Hall A" in row.inner_text()
    assert desk.page.locator(".planner-block").count() == 0
    assert row.get_by_role("link").get_attribute("href") == (
        f"/admin/programme/session/{desk.opening.pk}/change/"
    )
    desk.visit.context.close()
