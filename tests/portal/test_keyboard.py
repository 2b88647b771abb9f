"""A page is walked with the Tab key alone: everything is reached, in order, and one sees where."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import NOON, make_event, make_member, make_room, make_session, make_sub_forum

pytestmark = pytest.mark.django_db(transaction=True)
# More than any page here has.
_MOST = 150
# What has the focus: what it is, whether one sees it, and where it stands.
_FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  // The link of a card is as large as its card.
  const card = one.closest(".session-card, .seven > li");
  const place = card?.getBoundingClientRect() ?? one.getClientRects()[0];
  one.dataset.walked = "yes";
  return {
    name: one.getAttribute("aria-label") || one.name || one.textContent.trim(),
    kind: one.matches(".star") ? "star" : one.matches(".skip-link") ? "skip" :
      one.closest(".languages") ? "language" : one.closest(".site-nav") ? "navigation" :
      one.closest(".tabs") ? "tab" : one.closest(".agenda-filters") ? "filter" :
      one.closest(".session-card") ? "session" : "other",
    isSeen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none",
    isInWindow: box.top < innerHeight && box.bottom > 0 && box.width > 0,
    top: place.top + scrollY,
    bottom: place.bottom + scrollY,
    start: document.dir === "rtl" ? -place.right : place.left,
  };
}"""
_LEFT_OUT = """[...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.dataset.walked)
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def event() -> Event:
    """Seven sub-forums and six sessions, three at a time, in three rooms."""
    event = make_event(languages=["en", "zh-hans", "ar"])
    for number in range(1, 8):
        make_sub_forum(event, number=number)
    for number in range(6):
        hour, lane = divmod(number, 3)
        room = make_room(event, position=lane)
        start = NOON + timedelta(hours=hour)
        make_session(event, start=start, room=room, is_major=True)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


def _walk(page: Any) -> list[dict[str, Any]]:
    """Everything that Tab reaches, until the focus leaves the page."""
    stops: list[dict[str, Any]] = []
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"The focus never leaves the page: {stops[-3:]}")


def _disorder(stops: list[dict[str, Any]]) -> list[str]:
    """Stops that stand before the one that was reached before them: above it, or in its line."""
    found = []
    for last, one in pairwise(stops):
        in_line = one["top"] < last["bottom"] - 1 and last["top"] < one["bottom"] - 1
        is_before = one["start"] < last["start"] - 1 if in_line else one["top"] < last["top"]
        # A star stands within its own card, the next of a card's two stops.
        if is_before and one["kind"] != "star":
            found.append(f"{last['name']} → {one['name']}")
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["home", "programme:agenda"])
def test_tab_reaches_everything_in_the_order_in_which_it_stands(
    browser: Any, live_server: Any, event: Event, name: str, language: str, width: int
) -> None:
    page = browser.new_page(
        service_workers="block",
        viewport={"width": width, "height": 900},
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    path = reverse(name, args=[event.slug]).replace("/en/", f"/{language}/")
    page.goto(live_server.url + path)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator(".star").nth(5).wait_for()

    stops = _walk(page)
    left_out = page.evaluate(_LEFT_OUT)
    page.close()

    kinds = [stop["kind"] for stop in stops]
    assert kinds[0] == "skip"
    assert [kinds.count(kind) for kind in ("language", "session", "star")] == [3, 6, 6]
    assert kinds.count("navigation") == 8
    # The summary, five fields and the button.
    assert kinds.count("filter") == (7 if name == "programme:agenda" else 0)
    assert left_out == []
    assert [stop["name"] for stop in stops if not stop["isSeen"]] == []
    assert [stop["name"] for stop in stops if not stop["isInWindow"]] == []
    assert _disorder(stops) == []


def test_the_skip_link_leads_past_the_navigation(
    browser: Any, live_server: Any, event: Event
) -> None:
    page = browser.new_page(service_workers="block", viewport={"width": 390, "height": 844})
    page.goto(live_server.url + reverse("programme:agenda", args=[event.slug]))

    page.keyboard.press("Tab")
    is_seen = page.locator(".skip-link").evaluate("one => one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    is_in_content = page.evaluate("document.activeElement.closest('main') !== null")
    page.close()

    assert (is_seen, is_in_content) == (True, True)
