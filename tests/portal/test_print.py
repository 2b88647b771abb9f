"""On paper: no chrome, the release named, the grid on a sheet that lies across."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.paper import plain_text

pytestmark = pytest.mark.django_db(transaction=True)
_A4, _A4_ACROSS = (595, 842), (842, 595)


@pytest.fixture
def event() -> Event:
    """A published day: eight rooms, five sessions in each."""
    event = make_event(title=text("Mayors"))
    sub_forum = make_sub_forum(event)
    for lane in range(8):
        room = make_room(event, position=lane)
        for hour in range(5):
            start = NOON + timedelta(hours=hour - 6)
            make_session(event, room=room, start=start, sub_forum=sub_forum)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


@pytest.fixture
def paper(browser: Any) -> Iterator[Any]:
    """A window that shows what would be printed, 180 millimetres wide."""
    page = browser.new_page(
        service_workers="block", viewport={"width": 680, "height": 1000}, color_scheme="dark"
    )
    page.emulate_media(media="print")
    yield page
    page.close()


def _sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize(
    "name", ["home", "programme:agenda", "programme:sub-forums", "programme:speakers"]
)
def test_a_printed_page_names_its_release_and_shows_no_chrome(
    paper: Any, live_server: Any, event: Event, name: str
) -> None:
    paper.goto(live_server.url + reverse(name, args=[event.slug]))

    assert paper.locator(".site-header .paper-only").inner_text().startswith("Version 1, published")
    assert paper.locator(".brand").inner_text() == "Mayors"
    for chrome in (".site-nav", ".languages", ".star", ".btn", ".tabs", ".site-footer"):
        for shown in paper.locator(chrome).all():
            assert not shown.is_visible()


def test_a_day_of_eight_rooms_is_printed_on_one_sheet_across(
    paper: Any, live_server: Any, event: Event
) -> None:
    path = reverse("programme:agenda", args=[event.slug])
    paper.goto(f"{live_server.url}{path}?view=grid&day=2030-05-02")

    assert _sheets(paper.pdf(prefer_css_page_size=True)) == [_A4_ACROSS]


@pytest.mark.parametrize(("view", "sheet"), [("list", _A4), ("grid", _A4_ACROSS), ("rooms", _A4)])
def test_the_printed_agenda_holds_each_session_once_and_nothing_to_press(
    paper: Any, live_server: Any, event: Event, view: str, sheet: tuple[int, int]
) -> None:
    sessions = list(event.sessions.all())
    for number, session in enumerate(sessions):
        session.title = text(f"Talk{number:02}x about rivers")
        session.save()
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    paper.goto(f"{live_server.url}{reverse('programme:agenda', args=[event.slug])}?view={view}")
    paper.locator(".star").first.wait_for(state="attached")
    pressed = {
        label.strip()
        for chrome in (
            ".site-nav a",
            ".languages a",
            ".tabs a",
            "summary",
            ".btn",
            ".site-footer a",
        )
        for label in paper.locator(chrome).all_text_contents()
    }

    document = PdfReader(BytesIO(paper.pdf(prefer_css_page_size=True)))
    printed = plain_text(document)

    assert [printed.count(f"Talk{number:02}x") for number in range(len(sessions))] == [1] * 40
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in document.pages} == {
        sheet
    }
    # "Agenda" is the heading of the page as well.
    assert {"Speakers", "简体中文", "Grid", "Search and filter", "Staff login"} <= pressed
    assert {one for one in pressed - {"Agenda"} if re.search(rf"\b{one}\b", printed)} == set()


def test_a_day_heading_stands_again_on_each_page_of_its_day(
    paper: Any, live_server: Any, event: Event
) -> None:
    paper.goto(live_server.url + reverse("programme:agenda", args=[event.slug]))

    style = paper.locator(".agenda-day > .day-head").evaluate(
        "one => [getComputedStyle(one).display, getComputedStyle(one.parentElement).display]"
    )

    assert style == ["table-header-group", "table"]


def test_a_day_of_many_rooms_is_printed_by_time_with_the_room_on_each_card(
    paper: Any, live_server: Any, event: Event
) -> None:
    for lane in range(8, 20):
        make_session(event, room=make_room(event, position=lane, name=text(f"Hall {lane}")))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    path = reverse("programme:agenda", args=[event.slug])

    paper.goto(f"{live_server.url}{path}?view=grid&day=2030-05-02")

    assert not paper.locator(".agenda-grid__head").first.is_visible()
    assert paper.locator(".session-card .facts", has_text="Hall 19").is_visible()


def test_the_colours_on_paper_are_those_of_light_paper(
    paper: Any, live_server: Any, event: Event
) -> None:
    paper.goto(live_server.url + reverse("home", args=[event.slug]))

    lightness = paper.evaluate(
        "getComputedStyle(document.body).color.match(/oklch\\(([\\d.]+)/)[1]"
    )

    assert float(lightness) < 0.4
