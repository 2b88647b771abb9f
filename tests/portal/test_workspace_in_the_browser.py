"""The organizers' workspace in a browser: how much stands on the first screen, keys, a phone."""

import re
from typing import Any

import pytest

from core.pages.cache import store
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from tests.accessibility import violations
from tests.demo import load_demo_forum
from tests.factories import text
from tests.portal.test_in_the_browser import Visit

LIST = "admin:programme_session_changelist"
EDITOR = "editor@demo.example"

# What of the list of sessions is on the first screen, in pixels and rows.
MEASURE = """() => {
  const rows = [...document.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
  const boxes = rows.map((row) => row.getBoundingClientRect());
  return {
    first: boxes[0].top,
    rows: boxes.filter((box) => box.bottom <= window.innerHeight).length,
    tallest: Math.max(...boxes.map((box) => box.height)),
    title: rows[0].querySelector("th").getBoundingClientRect().width,
    wide: document.documentElement.scrollWidth - window.innerWidth,
  };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forum(live_server: Any) -> str:
    load_demo_forum()
    store.clear()
    return str(live_server.url)


def desk(browser: Any, forum: str, width: int, **options: Any) -> Visit:
    visit = Visit(browser, forum, viewport={"width": width, "height": 800}, **options)
    visit.log_in(EDITOR)
    return visit


def test_the_first_screen_of_the_sessions_holds_fourteen_of_them(browser: Any, forum: str) -> None:
    visit = desk(browser, forum, 1280)
    visit.open(edition_url(Event.objects.get(), LIST))

    seen = visit.page.evaluate(MEASURE)

    assert seen["first"] <= 240
    assert seen["rows"] >= 14
    assert seen["tallest"] <= 40
    assert seen["title"] >= 300
    assert seen["wide"] <= 0
    assert visit.complaints == []


def test_every_list_of_the_rail_begins_near_the_top(browser: Any, forum: str) -> None:
    visit = desk(browser, forum, 1280)
    visit.open(edition_url(Event.objects.get(), "admin:index"))
    links = visit.page.locator("#rail a").evaluate_all("all => all.map(link => link.pathname)")
    lists = [path for path in links if re.search("/admin/[^/]+/[a-z]+/[a-z]+/$", path)]
    tops: dict[str, float] = {}

    for path in lists:
        visit.open(path)
        if visit.page.locator("tbody th a").count():
            tops[path] = visit.page.evaluate(MEASURE)["first"]

    assert len(tops) >= 10
    assert {path: top for path, top in tops.items() if top > 240} == {}
    assert visit.complaints == []


def test_the_form_of_an_edition_fits_two_screens(browser: Any, forum: str) -> None:
    visit = desk(browser, forum, 1280)
    event = Event.objects.get()
    visit.open(edition_url(event, "admin:events_event_change", event.pk))

    assert visit.page.evaluate("document.querySelector('form#event_form').offsetHeight") <= 1600


def test_the_keys_of_a_list_lead_through_it(browser: Any, forum: str) -> None:
    visit = desk(browser, forum, 1280)
    visit.open(edition_url(Event.objects.get(), LIST))
    page = visit.page

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator(".action-select:checked").count() == 1
    assert page.locator(".listing__bulk").is_visible()

    page.keyboard.press("k")
    title = page.locator("tr.is-here th a").first.inner_text()
    page.keyboard.press("o")
    page.wait_for_url("**/change/**")
    assert title in page.locator("main").inner_text()

    page.go_back()
    page.keyboard.press("/")
    page.keyboard.type("jury")
    assert page.locator("#searchbar").input_value() == "jury"
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("f")
    assert page.locator("[data-key='f']").get_attribute("open") is not None
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.locator("[data-part='keys-switch']").uncheck()
    page.locator("dialog[open] button").click()
    page.keyboard.press("f")
    assert page.locator("[data-key='f']").get_attribute("open") is None
    assert visit.complaints == []


def test_several_filters_need_one_press_and_work_without_scripts(browser: Any, forum: str) -> None:
    Session.objects.filter(kind="meal").update(visibility="internal")
    visit = desk(browser, forum, 1280, java_script_enabled=False)
    visit.open(edition_url(Event.objects.get(), LIST))
    page = visit.page

    filters = page.locator("[data-key='f']")
    filters.locator("summary").click()
    filters.get_by_label("Kind", exact=True).select_option("kind__exact=meal")
    filters.get_by_label("Visible to", exact=True).select_option("visibility__exact=internal")
    page.get_by_role("button", name="Apply").click()

    assert page.url.endswith("?kind__exact=meal&visibility__exact=internal")
    assert page.locator(".listing__pill").count() == 2
    assert (
        page.locator("tbody th a:not(.listing__pencil)").count()
        == Session.objects.filter(kind="meal").count()
        > 0
    )


@pytest.mark.parametrize("locale", ["zh-CN", "ar"])
def test_the_workspace_fits_a_phone(browser: Any, forum: str, locale: str) -> None:
    visit = desk(browser, forum, 390, locale=locale)
    event = Event.objects.get()

    for name in ("admin:index", LIST):
        visit.examine(edition_url(event, name))
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    rail = visit.page.locator("#rail")
    assert not rail.is_visible()
    visit.page.locator(".bar__burger").click()
    assert rail.is_visible()

    assert violations(visit.page) == []
    assert visit.complaints == []


def test_the_name_of_the_edition_is_cut_off_at_its_own_end_in_arabic(
    browser: Any, forum: str
) -> None:
    event = Event.objects.get()
    event.title = text("A forum with a very long name in English")
    event.save()
    visit = desk(browser, forum, 390, locale="ar")
    visit.open(edition_url(event))

    name = visit.page.locator(".bar__brand span span")
    style = "name => [getComputedStyle(name).textOverflow, getComputedStyle(name).direction]"
    assert name.evaluate(style) == ["ellipsis", "ltr"]
    assert name.evaluate("name => name.scrollWidth > name.clientWidth")
    account = visit.page.locator(".bar__menu--end summary > span")
    assert account.evaluate(style) == ["ellipsis", "ltr"]
