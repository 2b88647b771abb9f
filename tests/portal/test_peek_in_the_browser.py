"""A row beside its list, by mouse, by keyboard alone, on a phone and without scripts."""

from typing import Any

import pytest

from core.pages.cache import store
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from tests.accessibility import violations
from tests.demo import load_demo_forum
from tests.portal.test_in_the_browser import Visit

LIST = "admin:programme_session_changelist"
PANEL = "dialog[data-part='peek']"
OPENERS = "[data-part='peek-open']"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forum(live_server: Any) -> str:
    load_demo_forum()
    store.clear()
    return str(live_server.url)


def sessions(browser: Any, forum: str, width: int, **options: Any) -> Visit:
    visit = Visit(browser, forum, viewport={"width": width, "height": 800}, **options)
    visit.log_in("editor@demo.example")
    visit.open(edition_url(Event.objects.get(), LIST))
    return visit


def titles(visit: Visit) -> list[str]:
    return list(visit.page.locator("tbody th a:not(.listing__pencil)").all_inner_texts())


def shown(visit: Visit, title: str) -> None:
    """Wait until the panel shows a row."""
    visit.page.locator(f"{PANEL} h2", has_text=title).wait_for()


def has_focus(visit: Visit, said: str) -> None:
    """Wait until what has the focus says so."""
    asked = "said => document.activeElement.textContent.includes(said)"
    visit.page.wait_for_function(asked, arg=said, timeout=5000)


def test_the_panel_is_worked_by_keyboard_alone(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, 1280)
    page, rows = visit.page, titles(visit)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    shown(visit, rows[1])
    has_focus(visit, rows[1])
    page.keyboard.press("ArrowRight")
    shown(visit, rows[2])
    page.keyboard.press("j")
    shown(visit, rows[3])
    page.keyboard.press("k")
    page.keyboard.press("ArrowLeft")
    shown(visit, rows[1])
    assert f"2 / {len(rows)}" in page.locator(f"{PANEL} [role='status']").inner_text()
    assert page.url.endswith("/programme/session/")
    assert violations(page) == []

    page.keyboard.press("Escape")
    assert not page.locator(PANEL).is_visible()
    has_focus(visit, rows[1])
    page.keyboard.press("o")
    page.wait_for_url("**/change/**")
    assert visit.complaints == []


def test_the_panel_is_worked_by_mouse(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, 1280)
    page, rows = visit.page, titles(visit)

    page.locator("tbody tr:has(th a) td.field-when").nth(4).click()
    shown(visit, rows[4])
    page.locator(OPENERS).nth(6).click()
    shown(visit, rows[6])
    page.get_by_role("button", name="Next row").click()
    shown(visit, rows[7])
    has_focus(visit, "›")
    list_box, panel_box = (page.locator(one).bounding_box() for one in ("#result_list", PANEL))
    assert list_box["x"] + list_box["width"] <= panel_box["x"]

    page.get_by_role("button", name="Close").click()
    page.locator(OPENERS).nth(2).click()
    shown(visit, rows[2])
    page.keyboard.press("Escape")
    has_focus(visit, rows[2])
    page.locator(OPENERS).nth(2).click()
    page.locator(PANEL).get_by_role("link", name="Edit").click()
    page.wait_for_url("**/change/**")
    assert visit.complaints == []


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_the_panel_is_the_whole_screen_of_a_phone(browser: Any, forum: str, locale: str) -> None:
    visit = sessions(browser, forum, 390, locale=locale)
    page, rows = visit.page, titles(visit)

    page.locator(OPENERS).nth(3).click()
    shown(visit, rows[3])

    assert page.locator(PANEL).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}
    onward = "ArrowLeft" if locale == "ar" else "ArrowRight"
    page.keyboard.press(onward)
    shown(visit, rows[4])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    page.keyboard.press("Escape")
    has_focus(visit, rows[4])
    assert visit.complaints == []


def test_a_row_that_cannot_be_loaded_leads_to_its_page(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, 1280)
    visit.page.route("**/peek/**", lambda route: route.abort())

    visit.page.locator(OPENERS).nth(0).click()
    link = visit.page.locator("[data-part='peek-failed'] a")
    link.wait_for()
    link.click()

    visit.page.wait_for_url("**/change/**")


def test_without_scripts_the_title_leads_to_the_page(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, 1280, java_script_enabled=False)

    assert visit.page.locator(OPENERS).first.is_visible() is False
    visit.page.locator("tbody th a:not(.listing__pencil)").first.click()

    assert "/change/" in visit.page.url
