"""What hands do at a form that no form expects: twice on Save, back and reload after sending."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.roles import Role
from core.pages.cache import store
from events.models import Event, Venue
from forum_portal.workspace.edition_urls import edition_url
from programme.models import ScheduleRelease, Session
from tests.factories import make_event, make_member, make_room, make_session, text
from tests.portal.test_in_the_browser import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk(Visit):
    """An administrator at the draft of one session."""

    def __init__(self, browser: Any, origin: str) -> None:
        super().__init__(browser, origin, viewport={"width": 1280, "height": 900})
        self.event = make_event()
        make_session(self.event, title=text("Opening"), room=make_room(self.event))
        self.log_in(make_member(self.event, Role.ADMINISTRATOR).email)


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator[Desk]:
    store.clear()
    desk = Desk(browser, live_server.url)
    yield desk
    desk.context.close()


def test_two_presses_of_save_make_one_row(desk: Desk) -> None:
    page = desk.page
    desk.open(edition_url(desk.event, "admin:events_venue_add"))
    page.fill("[name=name_en]", "Palais")
    before = Venue.objects.count()

    page.locator("[name=_save]").evaluate(
        "save => [0, 40, 80, 120].forEach((pause) => setTimeout(() => save.click(), pause))"
    )
    page.locator(".messagelist").wait_for()
    page.wait_for_timeout(1000)

    assert Venue.objects.count() == before + 1


def _change_kinds(desk: Desk) -> None:
    page = desk.page
    desk.open(edition_url(desk.event, "admin:programme_session_changelist"))
    page.locator("#action-toggle").check()
    page.locator("button[value=change_chosen]").click()
    page.get_by_label("Kind").select_option(label="Press")
    page.get_by_role("button", name="Preview changes").click()
    page.locator("button[value=apply]").click()


def _copy(desk: Desk) -> None:
    page = desk.page
    desk.open(edition_url(desk.event, "admin:edition_copy", desk.event.pk))
    page.fill("[name=slug]", "gmf-2028")
    page.fill("[name=start_date]", "2031-06-06")
    page.locator("button[value=preview]").click()
    page.locator("button[value=copy]").click()


def _publish(desk: Desk) -> None:
    desk.open(edition_url(desk.event, "admin:programme_publish", desk.event.pk))
    desk.page.fill("[name=comment]", "The first agenda.")
    desk.page.get_by_role("button", name="Publish agenda").click()


def _save(desk: Desk) -> None:
    session = Session.objects.get()
    desk.open(edition_url(desk.event, "admin:programme_session_change", session.pk))
    desk.page.select_option("[name=kind]", label="Press")
    desk.page.click("[name=_continue]")


def _accept(desk: Desk) -> None:
    desk.open(edition_url(desk.event, "admin:programme_checks", desk.event.pk))
    finding = desk.page.locator(".finding", has=desk.page.locator("[name=reason]")).first
    finding.locator("summary").click()
    finding.locator("[name=reason]").fill("It is meant so.")
    finding.get_by_role("button").click()


def _delete(desk: Desk) -> None:
    desk.open(edition_url(desk.event, "admin:programme_session_delete", Session.objects.get().pk))
    desk.page.locator("main form [type=submit]").first.click()


@pytest.mark.parametrize("act", [_change_kinds, _copy, _publish, _save, _accept, _delete])
def test_back_and_reload_ask_for_nothing_again(desk: Desk, act: Callable[[Desk], None]) -> None:
    page = desk.page
    desk.open(edition_url(desk.event))
    act(desk)
    page.locator(".messagelist").wait_for()
    page.wait_for_load_state()
    rows = [Session.objects.count(), Event.objects.count(), ScheduleRelease.objects.count()]

    page.reload()
    while page.url != desk.origin + edition_url(desk.event):
        # A page that was the answer to a form cannot be shown again: ERR_CACHE_MISS.
        page.go_back()

    now = [Session.objects.count(), Event.objects.count(), ScheduleRelease.objects.count()]
    assert now == rows
