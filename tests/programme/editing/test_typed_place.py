"""What the form of a session says of its time and room while they are typed."""

from datetime import time
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from core.pages.cache import store
from tests.factories import make_event, make_member, make_room, make_session, text
from tests.portal.test_in_the_browser import Visit

pytestmark = pytest.mark.django_db
_HINTS = ".typed-place li"


class Typist:
    """An editor of a forum from 1 to 3 May 2030, with a hall open from eight to six."""

    def __init__(self, client: Any) -> None:
        self.event = make_event()
        hours = {"opens_at": time(8), "closes_at": time(18)}
        self.hall = make_room(self.event, name=text("Hall A"), **hours)
        client.force_login(make_member(self.event, Role.EDITOR))
        self.client = client

    def hear(self, start: str, end: str, **values: object) -> Any:
        address = reverse("admin:programme_typed_place", args=[self.event.pk])
        data = {"title": "Opening", "start": start, "end": end, **values}
        return self.client.get(address, data).json()["sentences"]


def test_a_time_that_fits_says_nothing(client: Any) -> None:
    typist = Typist(client)

    assert typist.hear("2030-05-01 09:00", "2030-05-01 10:00", room=typist.hall.pk) == []


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (
            "2030-05-04 09:00",
            "2030-05-04 10:00",
            "“Opening” is on Saturday 4 May 2030, outside the dates of the event.",
        ),
        (
            "2030-05-01 17:00",
            "2030-05-02 01:00",
            "“Opening” runs past midnight, from 1 May, 17:00 to 2 May, 01:00. Is that intended?",
        ),
        (
            "2030-05-01 09:00",
            "2030-05-02 10:00",
            "“Opening” lasts from 1 May, 09:00 to 2 May, 10:00. Is that intended?",
        ),
        ("2030-05-01 09:00", "2030-05-01 08:00", "The end must be after the start."),
    ],
)
def test_what_is_wrong_with_a_time_is_said(
    client: Any, start: str, end: str, sentence: str
) -> None:
    assert Typist(client).hear(start, end) == [sentence]


def test_the_hours_of_the_room_are_said(client: Any) -> None:
    typist = Typist(client)

    (sentence,) = typist.hear("2030-05-01 17:30", "2030-05-01 18:30", room=typist.hall.pk)

    assert sentence == "Hall A is open from 08:00 to 18:00; “Opening” is there on 1 May, 17:30."


@pytest.mark.parametrize("typed", ["", " ", "2030-05", "2030-05-01 1", "soon"])
def test_what_is_half_typed_says_nothing(client: Any, typed: str) -> None:
    assert Typist(client).hear(typed, "2030-05-09 10:00") == []


def test_an_evening_may_go_on_and_a_room_of_another_event_says_nothing(client: Any) -> None:
    typist, foreign = Typist(client), make_room(make_event())
    night = ("2030-05-03 20:00", "2030-05-04 01:00")

    assert typist.hear(*night, kind="reception") == []
    assert typist.hear("2030-05-04 09:00", "2030-05-04 10:00", room=foreign.pk) == []


@pytest.mark.django_db(transaction=True)
def test_the_form_says_it_while_somebody_types_and_saves_all_the_same(
    browser: Any, live_server: Any
) -> None:
    store.clear()
    event = make_event(languages=["en"])
    session = make_session(event, title=text("Opening"), room=make_room(event))
    visit = Visit(browser, live_server.url, locale="en-GB")
    visit.log_in(make_member(event, Role.EDITOR).email)
    visit.open(reverse("admin:programme_session_change", args=[session.pk]))
    page = visit.page

    page.fill("#id_end_0", "2030-05-03")
    page.fill("#id_end_1", "02:00")
    page.locator(_HINTS, has_text="runs past midnight").wait_for(timeout=5_000)
    page.fill("#id_start_0", "2030-05-09")
    page.fill("#id_end_0", "2030-05-09")
    page.fill("#id_end_1", "23:00")
    page.locator(_HINTS, has_text="outside the dates of the event").wait_for(timeout=5_000)
    assert page.locator(_HINTS).count() == 1
    page.click("[name=_continue]")
    page.locator(".messagelist", has_text="outside the dates of the event").wait_for()

    session.refresh_from_db()
    assert f"{session.start:%d}" == "09"
    assert visit.complaints == []
    visit.context.close()
