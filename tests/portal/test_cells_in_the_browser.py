"""A cell of a list changed in the browser: by keyboard alone, by mouse, on a phone."""

from typing import Any

import pytest

from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from tests.accessibility import violations
from tests.portal.test_in_the_browser import Visit
from tests.portal.test_peek_in_the_browser import LIST, forum, has_focus, sessions

__all__ = ["forum"]

EDITOR = "dialog[data-part='cell-editor']"
SAID = "[data-part='cell-message']"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_order() -> list[Session]:
    return list(Session.objects.order_by("start", "end", "pk"))


def test_a_title_is_corrected_and_undone_by_keyboard_alone(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, 1280)
    page, before = visit.page, str(in_order()[0])

    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator(f"{EDITOR} input[name='title_en']").wait_for()
    assert violations(page) == []
    page.keyboard.type("Landing day")
    page.keyboard.press("Enter")
    page.locator("tbody th", has_text="Landing day").first.wait_for()
    page.locator(SAID, has_text="Landing day").wait_for()
    assert page.locator("tr.is-here th a").first.inner_text() == "Landing day"
    assert not page.locator(EDITOR).is_visible()
    page.locator("[data-part='cell-undo']").press("Enter")
    page.locator("tbody th", has_text=before).first.wait_for()

    assert str(Session.objects.get(pk=in_order()[0].pk)) == before
    assert visit.complaints == []


def test_a_refused_value_stays_in_its_cell_until_it_is_given_up(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, 1280)
    page = visit.page

    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator(f"{EDITOR} input[name='title_en']").fill(" ")
    page.locator(f"{EDITOR} button").click()
    page.locator(f"{EDITOR} .errorlist").wait_for()
    page.keyboard.press("Escape")

    assert not page.locator(EDITOR).is_visible()
    has_focus(visit, "Edit “Title” of")


@pytest.mark.parametrize(("width", "locale"), [(1280, "en-GB"), (390, "ar")])
def test_a_kind_is_chosen_by_mouse_over_its_cell(
    browser: Any, forum: str, width: int, locale: str
) -> None:
    visit: Visit = sessions(browser, forum, width, locale=locale)
    page = visit.page
    pencil = page.locator("td.field-kind [data-part='cell']").nth(1)

    pencil.hover()
    pencil.click()
    page.locator(f"{EDITOR} select").select_option("press")
    box = page.locator(EDITOR).bounding_box()
    assert width > 390 or box["y"] + box["height"] == 800
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(f"{EDITOR} button").click()
    page.locator("[data-part='cell-said']:not([hidden])").wait_for()

    assert in_order()[1].kind == "press"
    assert page.url.endswith(edition_url(Event.objects.get(), LIST))
    assert violations(page) == []
    assert visit.complaints == []
