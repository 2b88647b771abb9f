"""What is on now and what is next: for lobby screens, at a rehearsed moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.pages.cache import store
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.now import picture_of, read_moment
from programme.choices import SessionStatus
from programme.releases.services import release_agenda
from tests.factories import NOON, make_event, make_member, make_session, text

HOUR = timedelta(hours=1)


@pytest.fixture
def event(db: None) -> Any:
    event = make_event()
    make_session(event, title=text("Opening"))
    make_session(event, title=text("Panel A"), start=NOON + 2 * HOUR)
    make_session(event, title=text("Panel B"), start=NOON + 2 * HOUR)
    make_session(event, title=text("Dinner"), start=NOON + 5 * HOUR)
    gone = NOON + HOUR
    make_session(event, title=text("Gone"), start=gone, status=SessionStatus.CANCELLED)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


def _titles(event: Any, at: datetime) -> tuple[list[str], list[str]]:
    now = picture_of(draft_agenda(event, public_only=True), at)
    return [str(one.title) for one in now.running], [str(one.title) for one in now.coming]


@pytest.mark.parametrize(
    ("after", "running", "coming"),
    [
        (-HOUR, [], ["Opening"]),
        (0 * HOUR, ["Opening"], ["Panel A", "Panel B"]),
        (HOUR, [], ["Panel A", "Panel B"]),
        (2.5 * HOUR, ["Panel A", "Panel B"], ["Dinner"]),
        (9 * HOUR, [], []),
    ],
)
def test_each_moment_has_its_picture(
    event: Any, after: timedelta, running: list[str], coming: list[str]
) -> None:
    found = _titles(event, NOON + after)

    assert (sorted(found[0]), sorted(found[1])) == (running, coming)


def _page(event: Any, query: str = "") -> str:
    path = reverse("programme:now", args=[event.slug])
    return Client().get(path + query).content.decode()


def test_a_rehearsal_shows_the_moment_in_the_zone_of_the_event_and_says_so(event: Any) -> None:
    page = _page(event, "?at=2030-05-02T20:30")

    assert "Rehearsal" in page
    assert ">20:30</time>" in page
    assert "Opening" in page


def test_today_the_page_says_when_it_begins(event: Any) -> None:
    page = _page(event)

    assert "Rehearsal" not in page
    assert "Thursday 2 May" in page


def test_after_the_end_it_says_so(event: Any) -> None:
    assert "The forum has ended" in _page(event, "?at=2031-01-01")


@pytest.mark.parametrize("moment", ["yesterday", "2030-99-99", "%00", "9999-12-31T23:59-23:00"])
def test_what_is_no_moment_is_said_and_the_present_shown(event: Any, moment: str) -> None:
    assert "Write it as 2023-12-08T14:30" in _page(event, f"?at={moment}")


def test_the_page_depends_on_the_clock_and_is_not_kept(event: Any) -> None:
    before = len(store)

    _page(event)

    assert len(store) == before


def test_a_moment_with_an_offset_is_another_zones() -> None:
    assert read_moment("2030-05-02T12:00+00:00", UTC) == NOON
