"""Stars, the reader's own zone and what is on at this moment, in a real browser."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.roles import Role
from programme.agenda.load_agenda import published_agenda
from programme.releases.services import release_agenda
from tests.factories import NOON, make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event() -> Any:
    event = make_event()
    make_session(event, title=text("Bridges"))
    make_session(event, title=text("Rivers"), start=NOON + timedelta(hours=11))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


@pytest.fixture
def visitor(browser: Any, live_server: Any) -> Any:
    context = browser.new_context(
        base_url=live_server.url, timezone_id="Europe/Paris", viewport={"width": 390, "height": 844}
    )
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def test_a_star_is_kept_shared_and_exported(event: Any, visitor: Any, browser: Any) -> None:
    visitor.goto(reverse("programme:agenda", args=[event.slug]))
    visitor.get_by_role("button", name="In my agenda: Rivers").click()
    visitor.reload()
    star = visitor.get_by_role("button", name="In my agenda: Rivers")
    assert star.get_attribute("aria-pressed") == "true"

    visitor.get_by_role("link", name="My agenda").click()
    visitor.wait_for_url("**/agenda/mine/?s=*")
    assert visitor.get_by_role("link", name="Rivers").is_visible()
    assert visitor.get_by_role("link", name="Bridges").count() == 0

    calendar = visitor.get_by_role("link", name="Save as a calendar").get_attribute("href")
    exported = Calendar.from_ical(visitor.request.get(calendar).body())
    assert [str(one["summary"]) for one in exported.walk("VEVENT")] == ["Rivers"]

    somebody_else = browser.new_context().new_page()
    somebody_else.goto(visitor.url)
    somebody_else.get_by_role("button", name="Star all of these on this device").click()
    pressed = somebody_else.locator(".star[aria-pressed='true']")
    pressed.wait_for()
    assert pressed.count() == 1
    somebody_else.context.close()


def test_times_in_the_readers_own_zone_are_always_labelled(event: Any, visitor: Any) -> None:
    visitor.goto(reverse("programme:agenda", args=[event.slug]))
    # Nothing is on: there is nowhere to jump, and nothing to label yet.
    assert not visitor.get_by_role("link", name="Jump to now").is_visible()
    assert not visitor.locator("[data-part='label']").is_visible()
    times = visitor.locator("article time")
    assert times.all_text_contents() == ["20:00", "21:00", "07:00", "08:00"]

    visitor.get_by_role("button", name="Show times in my time zone").click()
    assert times.all_text_contents() == ["14:00", "15:00", "01:00", "02:00"]
    own = "Times in your time zone: Central European Time, UTC+2"
    assert visitor.locator(".time-tools").get_by_text(own).is_visible()
    assert own in visitor.locator("footer").text_content()

    visitor.reload()
    assert times.all_text_contents() == ["14:00", "15:00", "01:00", "02:00"]

    visitor.get_by_role("button", name="Show local times of the forum").click()
    assert times.first.text_content() == "20:00"
    assert visitor.get_by_text("Local times of the forum: Beijing time, UTC+8").is_visible()


def test_the_zone_beside_a_time_is_that_of_the_time_shown(event: Any, visitor: Any) -> None:
    session = published_agenda(event).sessions[0]
    visitor.goto(reverse("programme:session", args=[event.slug, session.code]))
    when = visitor.locator(".detail__aside dd").first
    assert "20:00–21:00 (Beijing time, UTC+8)" in when.text_content()

    visitor.get_by_role("button", name="Show times in my time zone").click()
    assert "14:00–15:00 (Central European Time, UTC+2)" in when.text_content()

    visitor.get_by_role("button", name="Show local times of the forum").click()
    assert "20:00–21:00 (Beijing time, UTC+8)" in when.text_content()


def test_a_time_on_another_day_says_so(browser: Any, live_server: Any, event: Any) -> None:
    context = browser.new_context(base_url=live_server.url, timezone_id="America/Los_Angeles")
    page = context.new_page()
    page.goto(reverse("programme:agenda", args=[event.slug]))

    page.get_by_role("button", name="Show times in my time zone").click()

    assert page.locator("article time").nth(2).text_content() == "Thu 2 May, 16:00"

    rivers = published_agenda(event).sessions[1]
    page.goto(reverse("programme:session", args=[event.slug, rivers.code]))
    when = page.locator(".detail__aside dd").first.text_content()
    assert "Thursday 2 May 2030, 16:00–17:00 (Pacific Time, UTC−7)" in when
    context.close()


def test_what_is_on_is_marked_and_can_be_jumped_to(event: Any, visitor: Any) -> None:
    visitor.clock.install(time=datetime(2030, 5, 2, 12, 30, tzinfo=UTC))
    visitor.goto(reverse("programme:agenda", args=[event.slug]))

    marked = visitor.locator("article", has=visitor.locator("[data-part='live']"))
    assert marked.all_text_contents()[0].count("Bridges") == 1
    assert marked.count() == 1
    visitor.get_by_role("link", name="Jump to now").click()
    assert visitor.url.endswith(f"#{marked.get_attribute('id')}")

    visitor.clock.run_for(61 * 60 * 1000)
    assert visitor.locator("[data-part='live']").count() == 0
