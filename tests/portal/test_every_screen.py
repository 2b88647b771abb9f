"""Nothing is lost, covered or too small to touch: narrow windows, enlarged text, forced colours."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.pages.cache import store
from tests.demo import load_demo_forum
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/en/gmf-2023/"
PAGES = (
    HOME,
    f"{HOME}agenda/",
    f"{HOME}agenda/?view=grid&day=2023-12-08",
    f"{HOME}agenda/?view=rooms",
    f"{HOME}agenda/?q=nothing",
    f"{HOME}sub-forums/",
    f"{HOME}sub-forums/ai-digital-economy/",
    f"{HOME}speakers/",
    f"{HOME}delegations/",
    f"{HOME}search/?q=mayor",
    f"{HOME}editions/",
    "/zh-hans/gmf-2023/",
    "/fr/gmf-2023/agenda/",
)
SCREENS: dict[str, dict[str, Any]] = {
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "page at 200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "text at 200 %": {"viewport": {"width": 1280, "height": 900}},
    "text at 200 % on a tablet": {"viewport": {"width": 640, "height": 900}},
}
# The grid scrolls in its own box; a link within a sentence is as high as its line (WCAG 2.5.8).
_FAULTS = """
() => {
  const faults = [];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
    faults.push("scrolls sideways");
  }
  for (const one of document.querySelectorAll("a, button, summary, input:not([type=hidden])")) {
    const { width, height } = one.getBoundingClientRect();
    const isCovered = getComputedStyle(one, "::after").position === "absolute";
    if (!width || isCovered || one.closest("p, dd, li p")) continue;
    if (width < 24 || height < 24) faults.push(`${width} × ${height}: ${one.textContent.trim()}`);
  }
  for (const one of document.querySelectorAll("main :not(:has(*))")) {
    const isBlock = getComputedStyle(one).display !== "inline";
    if (isBlock && one.scrollWidth > one.clientWidth + 2 && !one.matches(".visually-hidden")) {
      faults.push(`cut: ${one.textContent.trim()}`);
    }
  }
  return faults;
}
"""


@pytest.fixture
def forum(live_server: Any) -> Iterator[str]:
    """The demo forum, served."""
    load_demo_forum()
    store.clear()
    yield live_server.url
    store.clear()


def test_no_page_loses_anything_on_any_screen(browser: Any, forum: str) -> None:
    faults: dict[tuple[str, str], list[str]] = {}
    paths = shared_out(PAGES, one_in=3)

    for screen, options in SCREENS.items():
        context = browser.new_context(**options, service_workers="block")
        page = context.new_page()
        for path in paths:
            page.goto(forum + path)
            if screen.startswith("text"):
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            faults[screen, path] = page.evaluate(_FAULTS)
        context.close()

    assert faults == {(screen, path): [] for screen in SCREENS for path in paths}


def test_the_grid_is_a_named_region_that_the_keyboard_scrolls(browser: Any, forum: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, service_workers="block")
    page.goto(f"{forum}{HOME}agenda/?view=grid&day=2023-12-08")

    region = page.get_by_role("region", name="Sub-forums in columns")
    region.focus()
    # A key that comes before the first frame is drawn scrolls nothing.
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)))")
    page.keyboard.press("ArrowRight")
    # The policy forbids the browser's driver to wait for a condition: the page waits itself.
    page.evaluate(
        "() => new Promise((done, fail) => { setTimeout(fail, 5000); const look = () =>"
        " document.querySelector('.grid-scroll').scrollLeft > 0 ? done() :"
        " requestAnimationFrame(look); look(); })"
    )
    outline = region.evaluate("one => getComputedStyle(one).outlineStyle")
    page.close()

    assert outline == "solid"


def test_in_forced_colours_cards_have_borders_and_the_chosen_tab_an_outline(
    browser: Any, forum: str
) -> None:
    context = browser.new_context(forced_colors="active", service_workers="block")
    page = context.new_page()
    page.goto(f"{forum}{HOME}agenda/?day=2023-12-08")

    def style(selector: str, name: str) -> str:
        found = page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{name}")
        return str(found)

    styles = (
        style(".session-card", "borderTopStyle"),
        style(".track__number", "borderTopStyle"),
        style(".tabs [aria-current]", "outlineStyle"),
    )
    context.close()

    assert styles == ("solid", "solid", "solid")


def test_nothing_moves_for_those_who_asked_for_less_motion(browser: Any, forum: str) -> None:
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.goto(forum + HOME)

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => {"
        " const style = getComputedStyle(one);"
        " return style.scrollBehavior === 'smooth' || style.animationName !== 'none'"
        " || style.transitionDuration !== '0s'; }).length"
    )
    context.close()

    assert moving == 0
