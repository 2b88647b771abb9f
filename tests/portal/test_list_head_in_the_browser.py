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
    page.get_by_label("Room", exact=True).select_option(index=1)
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
    page.get_by_label("Kind", exact=True).select_option("kind__exact=meal")
    page.get_by_role("button", name="Apply").click()

    assert page.url.endswith("?kind__exact__not=meal")
    assert page.locator(".listing__pill").inner_text().startswith("Kind: not Meal")
