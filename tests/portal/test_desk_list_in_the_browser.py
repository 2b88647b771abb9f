"""The desk's lists in a browser: how much stands on the first screen, menus, without scripts."""

from typing import Any

import pytest

from tests.accessibility import violations
from tests.portal.test_in_the_browser import Visit
from tests.portal.test_workspace_in_the_browser import forum

__all__ = ["forum"]

OFFICER = "delegations-officer@demo.example"
LIST = "/staff/gmf-2023/attendees/"
MEASURE = """() => {
  const rows = [...document.querySelectorAll("tbody tr")];
  const boxes = rows.map((row) => row.getBoundingClientRect());
  return {
    first: boxes[0].top,
    rows: boxes.filter((box) => box.bottom <= window.innerHeight).length,
    tallest: Math.max(...boxes.map((box) => box.height)),
    wide: document.documentElement.scrollWidth - window.innerWidth,
  };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def desk(browser: Any, forum: str, width: int = 1280, height: int = 800, **options: Any) -> Visit:
    visit = Visit(browser, forum, viewport={"width": width, "height": height}, **options)
    visit.log_in(OFFICER)
    return visit


@pytest.mark.parametrize("query", ["", "?function=head&status=approved&order=precedence"])
def test_the_first_screen_holds_fourteen_people(browser: Any, forum: str, query: str) -> None:
    visit = desk(browser, forum)
    visit.open(f"{LIST}{query}")

    seen = visit.page.evaluate(MEASURE)

    assert seen["first"] <= 240
    assert seen["rows"] >= 14
    assert seen["tallest"] <= 36
    assert seen["wide"] <= 0
    assert visit.complaints == []


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "ar"])
def test_a_phone_shows_the_first_person_near_the_top(browser: Any, forum: str, locale: str) -> None:
    visit = desk(browser, forum, 390, 844, locale=locale)
    visit.open(LIST)

    seen = visit.page.evaluate(MEASURE)

    assert seen["first"] <= 320
    assert seen["wide"] <= 0
    assert violations(visit.page) == []
    assert visit.complaints == []


def test_menus_count_when_they_open_and_break_no_rule(browser: Any, forum: str) -> None:
    visit = desk(browser, forum)
    visit.open(LIST)
    page = visit.page

    page.locator("[data-key='f'] > summary").click()
    page.locator("[data-key='f']").get_by_text("Function", exact=True).first.click()
    page.wait_for_selector("[data-count='function.head']:not(:empty)")
    assert violations(page) == []
    page.get_by_label("Head of delegation").check()
    page.get_by_role("button", name="Apply").first.click()

    assert "function=head" in page.url
    assert page.locator(".listing__pill").inner_text().startswith("Function: Head of delegation")
    page.locator("summary", has_text="View").click()
    page.wait_for_selector("[data-count='list.vip']:not(:empty)")
    assert violations(page) == []
    assert visit.complaints == []


def test_a_person_is_read_beside_the_list(browser: Any, forum: str) -> None:
    visit = desk(browser, forum)
    visit.open(LIST)
    page = visit.page

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#peek-title")
    first = page.locator("#peek-title").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "first => document.querySelector('#peek-title')?.innerText !== first", arg=first
    )

    assert visit.complaints == []


def test_filters_columns_and_files_work_without_scripts(browser: Any, forum: str) -> None:
    visit = desk(browser, forum, java_script_enabled=False)
    visit.open(LIST)
    page = visit.page

    page.locator("[data-key='f'] > summary").click()
    page.locator("[data-key='f']").get_by_role("link").click()
    page.get_by_text("Rank class", exact=True).first.click()
    filters = page.locator(".listing__filter", has_text="Rank class")
    filters.get_by_label("is not").check()
    filters.get_by_label("empty").check()
    page.get_by_role("button", name="Apply").first.click()
    assert "is_empty=rank" in page.url
    assert page.locator(".listing__pill").inner_text().startswith("Rank class: not empty")

    page.locator("summary", has_text="Columns").click()
    page.locator(".listing__menu", has_text="Columns").get_by_role("link").click()
    page.get_by_label("Honorific", exact=True).uncheck()
    page.locator("[name='_columns'][value='choose']").click()
    assert "Honorific" not in page.locator("thead").inner_text()


def test_ticked_people_are_sent_to_what_can_be_done_with_them(browser: Any, forum: str) -> None:
    visit = desk(browser, forum)
    visit.open(LIST)
    page = visit.page
    assert not page.locator(".listing__bulk").is_visible()

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator(".action-select").nth(2).check()
    assert page.locator("[data-part='ticked']").inner_text() == "2 / 50"
    assert violations(page) == []
    page.get_by_role("button", name="Continue").click()

    assert "/people/bulk/" in page.url
    assert "2 people selected" in page.locator("main").inner_text()
    assert visit.complaints == []


def test_the_delegations_stand_on_one_screen_and_can_be_ticked(browser: Any, forum: str) -> None:
    visit = desk(browser, forum)
    visit.open("/staff/gmf-2023/delegations/")
    page = visit.page

    seen = page.evaluate(MEASURE)
    assert seen["first"] <= 240
    assert seen["rows"] >= 10
    assert page.evaluate("document.documentElement.scrollHeight") <= 1000
    assert violations(page) == []
    page.locator(".action-select").first.check()
    page.get_by_role("button", name="Continue").click()

    assert "1 delegation selected" in page.locator("main").inner_text()
    assert visit.complaints == []
