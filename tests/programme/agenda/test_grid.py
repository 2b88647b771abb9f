"""The grid of a day: what a card in it says, and how large a day it can hold."""

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.pages.cache import store
from events.models import Event
from programme.agenda.grid import MOST_LANES, MOST_LINES, grid_of
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.values import Day
from programme.choices import SessionStatus, Visibility
from programme.models import Session
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.paths import ROOT

STYLES = ROOT / "static" / "css" / "agenda-grid.css"

pytestmark = pytest.mark.django_db


def _congress(rooms: int, each: int, minutes: int = 30) -> Event:
    """A published day of `rooms` × `each` sessions of `minutes`, each room five minutes later."""
    event = make_event()
    sub_forum = make_sub_forum(event, number=2, title=text("Opening-up"))
    opening = NOON - timedelta(hours=11)
    Session.objects.bulk_create(
        Session(
            event=event,
            title=text(f"Talk {lane} of {place}"),
            start=opening + timedelta(minutes=minutes * place + 5 * (lane % 6)),
            end=opening + timedelta(minutes=minutes * (place + 1) + 5 * (lane % 6)),
            room=room,
            sub_forum=sub_forum,
            floor_languages=["en"],
            visibility=Visibility.PUBLIC,
            status=SessionStatus.CONFIRMED,
        )
        for lane, room in enumerate(make_room(event, position=index) for index in range(rooms))
        for place in range(each)
    )
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


def _grid_page(event: Event) -> str:
    path = reverse("programme:agenda", args=[event.slug])
    return Client().get(f"{path}?view=grid&day=2030-05-02").content.decode()


def _day(event: Event) -> Day:
    (day,) = draft_agenda(event, public_only=True).days
    return day


def test_a_day_of_440_sessions_in_34_rooms_fits_into_the_grid() -> None:
    event = _congress(rooms=34, each=13)

    grid = grid_of(_day(event))
    page = _grid_page(event)

    assert (grid.lanes, len(grid.cells), grid.fits) == (34, 442, True)
    assert page.count("<article") == 442
    assert "agenda-grid--wide lanes-34" in page


def _heads(page: str) -> list[str]:
    heads = re.findall(r"agenda-grid__head col-[^>]*>(.*?)</div>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", head).split()) for head in heads]


def test_sub_forums_that_meet_at_once_are_the_columns_and_the_rest_spans_them() -> None:
    event = make_event()
    hall = make_room(event, name=text("Kapok Hall"))
    opening = make_session(event, room=hall, title=text("Opening"), start=NOON - timedelta(hours=2))
    for number in (2, 1):
        sub_forum = make_sub_forum(event, number=number, title=text(f"Topic {number}"))
        make_session(event, room=make_room(event, name=text("Room")), sub_forum=sub_forum)
    for family in ("Ito", "Okafor", "Silva"):
        person = make_attendee(make_delegation(event), given="", family=family)
        make_appearance(opening, attendee=person)
    lunch, briefing = (
        make_session(event, room=make_room(event), start=NOON + timedelta(hours=3)) for _ in "ab"
    )
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    places = {
        cell.session.code: (cell.column, cell.column_span) for cell in grid_of(_day(event)).cells
    }
    page = _grid_page(event)
    (card,) = (
        card
        for card in re.findall(r"<article.*?</article>", page, re.DOTALL)
        if opening.code in card
    )

    assert _heads(page) == ["1 Topic 1", "2 Topic 2"]
    assert places[opening.code] == (1, 2)
    assert {places[lunch.code], places[briefing.code]} == {(1, 1), (2, 1)}
    assert "Kapok Hall" in card
    assert "Ito, Okafor +1" in card


def test_the_columns_are_rooms_where_sub_forums_would_need_more_space() -> None:
    event = make_event()
    rooms = [make_room(event, name=text(f"Room {number}")) for number in (1, 2)]
    for number in range(4):
        sub_forum = make_sub_forum(event, number=number + 1)
        start = NOON + timedelta(hours=number // 2)
        make_session(event, room=rooms[number % 2], sub_forum=sub_forum, start=start)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    assert _heads(_grid_page(event)) == ["Room 1", "Room 2"]


@pytest.mark.parametrize(("begins", "shown"), [(-1, 0), (1, 1), (-3, -3)])
def test_the_grid_opens_on_today_or_the_next_day_or_else_the_first(begins: int, shown: int) -> None:
    event = make_event()
    today = timezone.localdate(timezone=event.zone)
    noon = datetime.combine(today, time(12), event.zone)
    for day in (begins, begins + 1):
        make_session(event, start=noon + timedelta(days=day))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    path = reverse("programme:agenda", args=[event.slug])

    store.clear()
    page = Client().get(f"{path}?view=grid").content.decode()

    assert f'id="day-{today + timedelta(days=shown)}"' in page
    midnight = datetime.combine(today + timedelta(days=1), time(), event.zone)
    (kept,) = store._pages.values()
    assert kept.fresh_until == midnight.timestamp()


@pytest.mark.parametrize(
    ("rooms", "each", "minutes"), [(MOST_LANES + 1, 1, 30), (1, 201, 4)], ids=["rooms", "times"]
)
def test_a_day_beyond_the_grid_is_shown_as_a_list(rooms: int, each: int, minutes: int) -> None:
    event = _congress(rooms, each, minutes)

    page = _grid_page(event)

    assert "This day has too many sessions for a grid" in page
    assert "agenda-grid lanes-" not in page
    assert page.count("<article") == len(_day(event).sessions)


def test_the_style_sheet_has_a_place_for_all_that_fits() -> None:
    styles = STYLES.read_text(encoding="utf-8")
    most = {"row": MOST_LINES, "rows": MOST_LINES}
    most |= dict.fromkeys(("col-start", "cols", "lanes"), MOST_LANES)

    found = {
        name: [int(one) for one in re.findall(rf"\.{name}-(\d+) \{{", styles)] for name in most
    }

    assert found == {name: list(range(1, number + 1)) for name, number in most.items()}


def test_a_card_in_the_grid_says_time_title_sub_forum_and_languages_and_no_room() -> None:
    event = _congress(rooms=2, each=1)

    card = re.findall(r"<article.*?</article>", _grid_page(event), re.DOTALL)[0]

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card)).strip()
    assert words == "09:00 – 09:30 Talk 0 of 0 2 Opening-up English"


def test_a_list_of_one_room_does_not_repeat_the_room_on_its_cards() -> None:
    event = make_event()
    make_session(event, room=make_room(event, name=text("Kapok Hall")))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    path = reverse("programme:agenda", args=[event.slug])

    def named(view: str) -> int:
        page = Client().get(f"{path}?view={view}").content.decode()
        return page[page.index("day-head") :].count("Kapok Hall")

    assert (named("list"), named("rooms")) == (1, 1)


def test_each_time_reaches_to_the_next_so_that_no_card_shows_beneath_the_times() -> None:
    event = _congress(rooms=3, each=2)

    times = grid_of(_day(event)).times

    lines = len({moment for one in _day(event).sessions for moment in (one.start, one.end)})
    ends = [time.row + time.row_span for time in times]
    assert ends == [*(time.row for time in times[1:]), lines]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_rooms_and_times_stay_in_sight_while_the_grid_scrolls(
    browser: Any, live_server: Any, width: int
) -> None:
    event = _congress(rooms=34, each=13)
    page = browser.new_page(service_workers="block", viewport={"width": width, "height": 844})
    path = reverse("programme:agenda", args=[event.slug])

    page.goto(f"{live_server.url}{path}?view=grid&day=2030-05-02")
    box, head, time = page.evaluate(
        """() => {
          const box = document.querySelector(".grid-scroll");
          box.scrollTo(2000, 900);
          const where = (one) => one.getBoundingClientRect();
          return [where(box), where(document.querySelector(".agenda-grid__head:nth-child(20)")),
                  where(document.querySelector(".agenda-grid__time"))];
        }"""
    )
    hours = page.locator(".agenda-grid .hours").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height > 24).length"
    )
    rooms = page.locator(".agenda-grid .paper-only")
    shown_rooms = [rooms.first.is_visible(), rooms.last.is_visible()]
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.close()

    assert abs(head["top"] - box["top"]) <= 2
    assert abs(time["left"] - box["left"]) <= 2
    assert hours == 0
    assert shown_rooms == [False, False]
    assert not sideways


@pytest.mark.django_db(transaction=True)
def test_a_line_lies_at_the_present_minute(browser: Any, live_server: Any) -> None:
    event = make_event()
    for hours in (0, 1):
        make_session(event, room=make_room(event), start=NOON + timedelta(hours=hours))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    page = browser.new_page(service_workers="block")
    page.clock.install(time=NOON + timedelta(minutes=30))
    path = reverse("programme:agenda", args=[event.slug])

    page.goto(f"{live_server.url}{path}?view=grid&day=2030-05-02")
    line = page.locator(".agenda-grid__present").bounding_box()
    first, second = page.locator(".agenda-grid__time").all()
    top, bottom = first.bounding_box()["y"], second.bounding_box()["y"]
    page.close()

    assert line["y"] == pytest.approx((top + bottom) / 2, abs=2)
