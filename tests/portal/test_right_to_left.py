"""Arabic pages begin at the right, and times are still read from left to right."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_news,
    make_room,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db(transaction=True)
_BOX = "one => { const { left, right, width } = one.getBoundingClientRect(); return"
_SIDES = f"{_BOX} [left, right, width]; }}"
# Where the letters of an element stand, each in its own box.
_LETTERS = """one => {
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at += 1) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      found.push([range.toString(), range.getBoundingClientRect().left]);
    }
  }
  return found;
}"""


@pytest.fixture
def event() -> Event:
    """Three sessions of one sub-forum, one after the other, in two rooms."""
    event = make_event(languages=["en", "ar"], title=text("Mayors", ar="منتدى العمد"))
    sub_forum = make_sub_forum(event)
    for number in range(3):
        start = NOON + timedelta(hours=2 * number)
        room = make_room(event, position=number, name=text(f"Hall {number}"))
        make_session(event, start=start, sub_forum=sub_forum, room=room)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    context = browser.new_context(
        base_url=live_server.url, service_workers="block", viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def _path(language: str, name: str, *arguments: str) -> str:
    with translation.override(language):
        return reverse(name, args=arguments)


def _starts(page: Any, selector: str) -> list[float]:
    return [one.evaluate(_SIDES)[0] for one in page.locator(selector).all()]


@pytest.mark.parametrize(("language", "side"), [("en", "ltr"), ("ar", "rtl")])
def test_the_navigation_begins_at_the_side_where_reading_begins(
    page: Any, event: Event, language: str, side: str
) -> None:
    page.goto(_path(language, "home", event.slug))

    links = _starts(page, ".site-nav a")
    brand, *_rest = _starts(page, ".brand")
    others, *_rest = _starts(page, ".languages")

    assert page.locator("html").get_attribute("dir") == side
    assert links == sorted(links, reverse=side == "rtl")
    assert (brand > others) == (side == "rtl")


@pytest.mark.parametrize(("language", "side"), [("en", "ltr"), ("ar", "rtl")])
def test_times_are_read_from_left_to_right_on_every_page(
    page: Any, event: Event, language: str, side: str
) -> None:
    code = event.sessions.order_by("start")[0].code
    agenda = _path(language, "programme:agenda", event.slug)
    paths = (
        agenda,
        f"{agenda}?view=grid&day=2030-05-02",
        _path(language, "programme:session", event.slug, code),
        _path(language, "home", event.slug),
    )

    for path in paths:
        page.goto(path)
        letters = page.locator(".hours:visible").first.evaluate(_LETTERS)
        read = "".join(letter for letter, _left in sorted(letters, key=lambda one: one[1]))
        assert (path, read) == (path, "20:00–21:00")


@pytest.mark.parametrize(("language", "side"), [("en", "ltr"), ("ar", "rtl")])
def test_the_grid_of_the_agenda_runs_from_the_side_where_reading_begins(
    page: Any, event: Event, language: str, side: str
) -> None:
    page.goto(f"{_path(language, 'programme:agenda', event.slug)}?view=grid&day=2030-05-02")

    time, *rooms = _starts(page, ".agenda-grid__head")
    stars = page.locator(".session-card > .star").first.evaluate(_SIDES)
    card = page.locator(".session-card").first.evaluate(_SIDES)

    assert [time, *rooms] == sorted([time, *rooms], reverse=side == "rtl")
    # The star stands at the end of its card.
    at_the_left = stars[0] - card[0] < card[1] - stars[1]
    assert at_the_left == (side == "rtl")


@pytest.mark.parametrize(("language", "side"), [("en", "ltr"), ("ar", "rtl")])
def test_the_session_before_stands_where_reading_begins(
    page: Any, event: Event, language: str, side: str
) -> None:
    middle = event.sessions.order_by("start")[1]
    page.goto(_path(language, "programme:session", event.slug, middle.code))

    before, after = (
        page.locator(f".neighbours [rel={rel}]").evaluate(_SIDES) for rel in ("prev", "next")
    )
    letters = page.locator(".neighbours [rel=next] .eyebrow").evaluate(_LETTERS)
    first, last = min(one[1] for one in letters), max(one[1] for one in letters)

    assert (before[0] > after[0]) == (side == "rtl")
    # Its words end at the outer side.
    at_the_left = first - after[0] < after[1] - last
    assert at_the_left == (side == "rtl")


def test_arrows_of_changes_point_the_way_of_reading(page: Any, event: Event) -> None:
    session = event.sessions.order_by("start")[0]
    session.start -= timedelta(minutes=30)
    session.save()
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    page.goto(_path("ar", "programme:changes", event.slug))

    line = page.locator("main li", has_text="19:30").last
    letters = dict(line.evaluate(_LETTERS))
    words = page.locator("main").inner_text()

    assert "→" not in words
    # From the old time, at the right, to the new one.
    assert "←" in letters


def test_a_release_in_another_language_keeps_its_own_direction(page: Any, event: Event) -> None:
    make_news(event, slug="opening", title="The forum opens")
    page.goto(_path("ar", "events:news-item", event.slug, "opening"))

    article = page.locator("article")
    _left, right, _width = article.evaluate(_SIDES)
    letters = article.locator("h1").evaluate(_LETTERS)

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert article.get_attribute("dir") == "ltr"
    assert letters[0][1] < letters[-1][1] < right
