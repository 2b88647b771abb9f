"""A newcomer with the link that `make start` prints alone: to an agenda that visitors read."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility import violations
from tests.paths import ROOT
from tests.portal.hand import Hand
from tests.portal.server import Portal
from tests.portal.test_in_the_browser import Visit
from tests.totp import code_for

pytestmark = pytest.mark.browser
PASSWORD = "a quiet harbour at dusk"
# Clicks, typed texts and choices from the link to the published agenda.
_MOST_ACTIONS = 48


@pytest.fixture
def portal(own_database: str, tmp_path: Path) -> Iterator[Portal]:
    """An empty portal in processes of its own."""
    portal = Portal(tmp_path, own_database)
    portal.start()
    yield portal
    portal.kill()


def test_from_the_link_to_a_published_agenda_without_a_command(
    portal: Portal, browser: Any
) -> None:
    printed = portal.run(sys.executable, str(ROOT / "manage.py"), "setup")
    link = re.search(r"http\S+/set-up/\S+", printed)
    assert link
    newcomer, visitor = (Visit(browser, portal.origin, locale="en-GB") for _number in range(2))
    newcomer.page.set_default_timeout(15_000)
    newcomer.page.goto(link[0])
    hand = Hand(newcomer.page)

    _make_the_account(hand)
    faults = _follow_the_steps(hand)
    _add_a_session(hand)
    _publish(hand)

    visitor.open("/en/gmf-2027/agenda/")
    assert visitor.page.get_by_text("Ports of tomorrow").count() > 0
    assert hand.actions <= _MOST_ACTIONS
    assert faults == []
    assert link[0].rsplit("/", 2)[1] not in portal.log.read_text()
    for visit in (newcomer, visitor):
        visit.context.close()


def _press(hand: Hand, name: str, role: str = "button") -> None:
    hand.click(hand.page.get_by_role(role, name=name, exact=True))
    hand.page.wait_for_load_state()


def _fill(hand: Hand, **texts: str) -> None:
    for name, text in texts.items():
        hand.type(hand.page.locator(f"[name={name}]"), text)


def _make_the_account(hand: Hand) -> None:
    page = hand.page
    _fill(hand, name="Ana", email="ana@city.example", password1=PASSWORD, password2=PASSWORD)
    _press(hand, "Create account")
    _press(hand, "Set up an app", "link")
    _fill(hand, code=code_for(page.input_value("#authenticator_secret")))
    hand.click(page.locator("main form button[type=submit]").last)
    page.get_by_text("Step 1 of 7").wait_for()
    _press(hand, "Next step", "link")


def _follow_the_steps(hand: Hand) -> list[str]:
    """From the test e-mail to the open points; what is not accessible on the way."""
    page = hand.page
    faults = violations(page)
    _press(hand, "Send a test e-mail")
    page.get_by_text("No mail server is configured.").wait_for()
    _press(hand, "Do this later", "link")
    hand.choose(page.locator("[name=country]"), "France")
    hand.choose(page.locator("[name=time_zone]"), "Paris time, UTC+1/+2 (Europe/Paris)")
    hand.click(page.locator("[name=languages_en]"))
    faults += violations(page)
    _press(hand, "Continue")
    faults += violations(page)
    _fill(hand, title_en="Forum 2027", slug="gmf-2027", city_en="Lyon")
    _fill(hand, start_date="2027-06-01", end_date="2027-06-03")
    hand.click(page.get_by_label("Empty: you enter or import the programme"))
    _press(hand, "Create new edition")
    _fill(hand, titles="Ports\nRivers")
    _press(hand, "Save")
    _press(hand, "Next step", "link")
    faults += violations(page)
    _fill(hand, venue="Palais", rooms="Hall A, 400")
    _press(hand, "Save")
    _press(hand, "Next step", "link")
    page.get_by_text("Step 6 of 7: Team").wait_for()
    _press(hand, "Do this later", "link")
    hand.choose(page.locator("[name=status]"), "Published")
    hand.click(page.locator("[name=_continue]"))
    page.locator(".messagelist").wait_for()
    _press(hand, "Next step", "link")
    page.get_by_text("The set-up is complete.").wait_for()
    _press(hand, "Finish")
    return faults


def _add_a_session(hand: Hand) -> None:
    page = hand.page
    hand.click(page.locator(".rail").get_by_role("link", name="Sessions"))
    hand.click(page.get_by_role("link", name="Add session"))
    _fill(hand, title_en="Ports of tomorrow", start_0="2027-06-01", start_1="09:00")
    _fill(hand, end_0="2027-06-01", end_1="10:00")
    hand.choose(page.locator("#id_room"), "Hall A")
    hand.click(page.locator("summary", has_text="State"))
    hand.choose(page.locator("#id_visibility"), "Public")
    hand.click(page.locator("[name=_save]"))
    page.locator(".messagelist").wait_for()


def _publish(hand: Hand) -> None:
    hand.click(hand.page.locator(".rail").get_by_role("link", name="Overview"))
    _press(hand, "Review and publish", "link")
    _press(hand, "Publish agenda")
    hand.page.locator(".messagelist").wait_for()
