"""What an editor types survives a closed window, a log-out and a dead network."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session as LogIn

from accounts.models import User
from accounts.roles import Role
from core.pages.cache import store
from events.models import Event, Page
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_page,
    text,
)
from tests.portal.test_in_the_browser import Visit

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "input[name=title_en]"
BAR = "[data-behaviour=keep-typing]"


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator["Desk"]:
    """An editor with the form of a page open."""
    store.clear()
    event = make_event()
    found = Desk(browser, live_server.url, event, make_page(event, title=text("Before")))
    yield found
    found.visit.context.close()


class Desk:
    def __init__(self, browser: Any, origin: str, event: Event, row: Page) -> None:
        self.row, self.path = row, f"/admin/events/page/{row.pk}/change/"
        self.editor: User = make_member(event, Role.EDITOR)
        self.visit = Visit(browser, origin)
        self.visit.log_in(self.editor.email)
        self.page = self.visit.page
        self.visit.open(self.path)

    def type(self, words: str) -> None:
        """Type, and wait until the device has it."""
        self.page.fill(TITLE, words)
        self.page.wait_for_function(
            "words => Object.values(localStorage).some(one => one.includes(words))", arg=words
        )

    def put_back(self) -> str:
        """What the form says after the offer was taken."""
        self.page.click(f"{BAR} [data-part=restore]")
        return str(self.page.input_value(TITLE))


def test_a_window_that_was_closed_offers_what_was_typed(desk: Desk) -> None:
    desk.type("A title of an hour's work")

    desk.visit.open("/admin/")
    desk.visit.open(desk.path)

    assert desk.page.input_value(TITLE) == "Before"
    assert desk.page.is_visible(BAR)
    assert desk.put_back() == "A title of an hour's work"
    assert desk.visit.complaints == []


def test_a_log_out_while_typing_loses_nothing(desk: Desk) -> None:
    desk.type("Typed before the log-out")
    LogIn.objects.all().delete()

    desk.page.click("[name=_save]")
    desk.page.wait_for_url("**/accounts/login/**")
    desk.visit.log_in(desk.editor.email)
    desk.visit.open(desk.path)

    assert desk.put_back() == "Typed before the log-out"
    desk.row.refresh_from_db()
    assert desk.row.title == text("Before")


def test_a_dead_network_while_saving_loses_nothing(desk: Desk) -> None:
    desk.type("Typed in a tunnel")
    desk.visit.context.set_offline(True)
    desk.page.click("[name=_save]", no_wait_after=True)
    desk.page.wait_for_timeout(300)

    desk.visit.context.set_offline(False)
    desk.visit.open(desk.path)

    assert desk.put_back() == "Typed in a tunnel"


def test_what_was_saved_is_offered_no_more(desk: Desk) -> None:
    desk.type("Saved")
    desk.page.click("[name=_continue]")
    desk.page.wait_for_selector(".messagelist .success")

    desk.visit.open(desk.path)

    assert desk.page.input_value(TITLE) == "Saved"
    assert not desk.page.is_visible(BAR)


def test_what_was_discarded_is_offered_no_more(desk: Desk) -> None:
    desk.type("A slip")
    desk.visit.open(desk.path)
    desk.page.click(f"{BAR} [data-part=discard]")

    desk.visit.open(desk.path)

    assert not desk.page.is_visible(BAR)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "ar"])
def test_the_pages_of_the_history_are_accessible(desk: Desk, browser: Any, locale: str) -> None:
    desk.row.title, desk.row.updated_by = text("After"), desk.editor
    desk.row.save()
    gone = make_page(desk.row.event)
    gone.delete()
    visit = Visit(
        browser, desk.visit.origin, locale=locale, viewport={"width": 1280, "height": 900}
    )
    visit.log_in(desk.editor.email)

    for path in (f"/admin/events/page/{desk.row.pk}/history/", "/admin/events/page/deleted/"):
        visit.examine(path)

    assert visit.complaints == []
    visit.context.close()


def test_what_few_may_see_is_not_kept_on_the_device(desk: Desk) -> None:
    person = make_attendee(make_delegation(desk.row.event))
    officer = make_member(desk.row.event, Role.DELEGATIONS_OFFICER)
    visit = Visit(desk.page.context.browser, desk.visit.origin)
    visit.log_in(officer.email)
    visit.open(f"/admin/delegations/attendee/{person.pk}/change/")
    visit.page.click("#travel-group .add-row a")
    visit.page.fill("[name=travel-0-arrival_number]", "X0000042")
    visit.page.fill("[name=office_title]", "Typed by the officer")

    visit.page.wait_for_function(
        "() => Object.values(localStorage).some(one => one.includes('Typed by the officer'))"
    )
    kept = visit.page.evaluate("() => JSON.stringify(localStorage)")

    visit.context.close()
    assert "X0000042" not in kept
