"""The head of an organizers' list in a browser: filters, columns, views, files."""

from typing import Any

import pytest

from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from tests.accessibility import violations
from tests.portal.test_in_the_browser import Visit
from tests.portal.test_workspace_in_the_browser import LIST, desk, forum

__all__ = ["forum"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sessions(browser: Any, forum: str, query: str = "", **options: Any) -> Visit:
    visit = desk(browser, forum, 1280, **options)
    visit.open(f"{edition_url(Event.objects.get(), LIST)}{query}")
    return visit


def test_a_long_filter_is_searched_by_typing(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum)
    page = visit.page
    page.locator("[data-key='f'] > summary").click()

    page.get_by_label("Search the values of Room").fill("banquet")
    page.keyboard.press("ArrowDown")
    page.locator(".listing__search").get_by_label("Room", exact=True).select_option(index=1)
    assert violations(page) == []
    page.get_by_role("button", name="Apply").click()

    assert page.locator(".listing__pill").inner_text().startswith("Room: Banquet Hall")
    assert visit.complaints == []


def test_a_filter_says_is_not_without_scripts(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, java_script_enabled=False)
    page = visit.page

    page.locator("[data-key='f'] > summary").click()
    assert not page.get_by_label("Search the values of Room").is_visible()
    page.get_by_label("Kind: is or is not").select_option("is not")
    page.locator(".listing__search").get_by_label("Kind", exact=True).select_option(
        "kind__exact=meal"
    )
    page.get_by_role("button", name="Apply").click()

    assert page.url.endswith("?kind__exact__not=meal")
    assert page.locator(".listing__pill").inner_text().startswith("Kind: not Meal")


def test_columns_are_chosen_and_moved_by_keyboard(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum)
    page = visit.page

    page.get_by_text("Columns", exact=True).click()
    columns = page.locator(".listing__columns")
    columns.get_by_label("Status", exact=True).focus()
    for _step in range(5):
        page.keyboard.press("Alt+ArrowUp")
    assert page.locator("[data-part='live']").first.inner_text() == "Now in place 1"
    columns.get_by_label("Kind", exact=True).uncheck()
    columns.get_by_label("People on stage", exact=True).check()
    assert violations(page) == []
    page.locator("[name='_columns'][value='choose']").click()
    page.wait_for_url("**?*columns=*")

    heads = page.locator("thead th:not(.action-checkbox-column)").all_inner_texts()
    names = [head.strip(" ▲▼") for head in heads]
    assert names[:7] == [
        "Title",
        "Status",
        "When",
        "Room",
        "Sub-forum",
        "Visible to",
        "People on stage",
    ]
    assert visit.complaints == []


def test_columns_are_numbered_without_scripts(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, java_script_enabled=False)
    page = visit.page

    page.get_by_text("Columns", exact=True).click()
    page.get_by_label("Place of Status").fill("1")
    page.locator("[name='_columns'][value='choose']").click()

    assert page.locator("thead th").nth(2).text_content().strip().startswith("Status")
    page.get_by_text("Columns", exact=True).click()
    page.locator("[name='_columns'][value='reset']").click()
    assert page.locator("thead th").nth(2).text_content().strip().startswith("When")


def test_a_view_is_saved_changed_and_reset_without_scripts(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, "?kind__exact=meal", java_script_enabled=False)
    page = visit.page

    page.get_by_text("View", exact=True).click()
    page.get_by_label("Name of the new view").fill("Meals")
    page.get_by_role("button", name="Save as a view").click()
    assert page.locator("h1").inner_text().startswith("Sessions · Meals")
    assert not page.get_by_text("View changed").is_visible()

    page.locator("[data-key='f'] > summary").click()
    page.locator(".listing__search").get_by_label("Status", exact=True).select_option(
        "status__exact=confirmed"
    )
    page.get_by_role("button", name="Apply").first.click()
    assert page.get_by_text("View changed").is_visible()
    page.get_by_role("link", name="Reset").click()
    assert "status__exact" not in page.url
    assert page.locator("h1").inner_text().startswith("Sessions · Meals")


def test_the_rows_are_taken_along_as_a_file(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum, "?kind__exact=meal")
    page = visit.page

    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()

    assert download.value.suggested_filename.endswith(".csv")
    assert visit.complaints == []


def test_the_head_is_one_line_at_a_desk_and_fits_a_phone(browser: Any, forum: str) -> None:
    visit = sessions(browser, forum)

    head = visit.page.locator(".listing__head").bounding_box()

    assert head is not None
    assert head["height"] <= 56
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.get_by_text("View", exact=True).click()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(visit.page) == []


def test_a_list_with_all_columns_scrolls_in_its_own_box_and_keeps_the_title(
    browser: Any, forum: str
) -> None:
    names = "when,room,sub_forum,kind,visibility,status,length,floor,interpretation,people_count"
    visit = sessions(browser, forum, f"?columns={names},untranslated,code,is_major,updated_at")
    page = visit.page
    title = page.locator(".listing__rows tbody th.field-title_text").first

    page.locator(".listing__box").evaluate("box => box.scrollLeft = 400")

    box, cell = page.locator(".listing__box").bounding_box(), title.bounding_box()
    assert box is not None
    assert cell is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator(".listing__box").evaluate("box => box.scrollLeft") > 0
    assert abs(cell["x"] - box["x"]) <= 2
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []
