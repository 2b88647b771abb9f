"""A visitor's own agenda: starred sessions by link and as a calendar, with what overlaps."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.roles import Role
from core.pages.cache import store
from programme.agenda.load_agenda import published_agenda
from programme.agenda.my_agenda import MOST, my_agenda
from programme.choices import SessionStatus, Visibility
from programme.releases.services import release_agenda
from tests.factories import NOON, make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Starred:
    """Two sessions at the same time, one later, one internal, all in a release."""

    def __init__(self) -> None:
        self.event = make_event()
        self.one = make_session(self.event, title=text("Bridges"))
        self.two = make_session(self.event, title=text("Rivers"), start=NOON + HOUR / 2)
        self.later = make_session(self.event, title=text("Dinner"), start=NOON + 4 * HOUR)
        self.internal = make_session(
            self.event, title=text("Briefing"), visibility=Visibility.INTERNAL
        )
        self.editor = make_member(self.event, Role.EDITOR)
        self.release()

    def release(self) -> None:
        release_agenda(event=self.event, by=self.editor)

    def page(self, *sessions: Any) -> str:
        path = reverse("programme:mine", args=[self.event.slug])
        codes = ".".join(one.code for one in sessions)
        return Client().get(path, {"s": codes} if codes else {}).content.decode()


@pytest.fixture
def starred() -> Starred:
    return Starred()


def test_a_link_shows_its_sessions_and_no_others(starred: Starred) -> None:
    html = starred.page(starred.one, starred.later)

    assert "Bridges" in html
    assert "Dinner" in html
    assert "Rivers" not in html


def test_sessions_at_the_same_time_say_so_on_both_sides(starred: Starred) -> None:
    assert starred.page(starred.one, starred.two).count("At the same time") == 2
    assert "At the same time" not in starred.page(starred.one, starred.later)


def test_a_cancelled_session_stays_says_so_and_overlaps_with_nothing(starred: Starred) -> None:
    starred.two.status = SessionStatus.CANCELLED
    starred.two.save()
    starred.release()

    html = starred.page(starred.one, starred.two)

    assert "Cancelled" in html
    assert "Rivers" in html
    assert "At the same time" not in html


def test_what_is_not_public_is_only_counted(starred: Starred) -> None:
    html = starred.page(starred.one, starred.internal)

    assert "1 session is no longer in the agenda." in html
    assert "Briefing" not in html


def test_without_a_choice_the_page_says_how_to_make_one(starred: Starred) -> None:
    assert "press the star" in starred.page()


def test_the_choice_is_a_calendar_with_the_same_identifiers(starred: Starred) -> None:
    path = reverse("feeds:starred", args=[starred.event.slug])
    answer = Client().get(path, {"s": f"{starred.later.code}.{starred.one.code}"})

    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [str(one["summary"]) for one in events] == ["Bridges", "Dinner"]
    assert str(events[0]["uid"]).startswith(str(starred.one.guid))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_no_choice_is_an_empty_calendar_and_not_the_whole_agenda(starred: Starred) -> None:
    answer = Client().get(reverse("feeds:starred", args=[starred.event.slug]))

    assert not list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_one_visitors_choice_is_not_kept_for_others(starred: Starred) -> None:
    store.clear()
    starred.page(starred.one)
    Client().get(reverse("feeds:starred", args=[starred.event.slug]), {"s": starred.one.code})
    assert len(store) == 0

    starred.page()
    assert len(store) == 1


def test_nonsense_and_endless_lists_are_taken_calmly(starred: Starred) -> None:
    agenda = published_agenda(starred.event)

    assert my_agenda(agenda, ".<b>..x").missing == 2
    assert my_agenda(agenda, f"{starred.one.code.lower()}.{starred.one.code}").missing == 0
    assert my_agenda(agenda, ".".join(map(str, range(10_000)))).missing == MOST
