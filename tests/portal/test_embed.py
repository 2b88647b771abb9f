"""The agenda on a city's own site, in a real browser, under a strict policy."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from accounts.roles import Role
from programme.choices import Visibility
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

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event() -> Any:
    event = make_event()
    ageing = make_sub_forum(event, number=4, title=text("Ageing", fr="Vieillir"))
    title = text("<b>Bridges</b>", fr="<b>Quais</b>")
    make_session(event, title=title, sub_forum=ageing, room=make_room(event, name=text("Hall")))
    make_session(event, title=text("Dinner"), room=make_room(event))
    make_session(event, title=text("Briefing"), visibility=Visibility.INTERNAL)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


@pytest.fixture
def city(browser: Any, live_server: Any) -> Any:
    """A page of another origin that allows nothing but the forum; yields a way to open it."""
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    served: dict[str, str] = {}

    class CityHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            sources = f"script-src {live_server.url}; connect-src {live_server.url}"
            self.send_header("Content-Security-Policy", f"default-src 'none'; {sources}")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(served["body"].encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), CityHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def open_with(attributes: str) -> Any:
        served["body"] = (
            '<!doctype html><html lang="en"><title>City</title><main>'
            f'<script async src="{live_server.url}/embed.js" {attributes}></script></main>'
        )
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.locator(".forum-agenda").wait_for(timeout=5_000)
        return page

    yield open_with
    cookies = context.cookies()
    context.close()
    server.shutdown()
    server.server_close()
    # The city allows no pictures: the browser asks for its icon and is told no.
    assert [fault for fault in faults if "favicon" not in fault] == []
    assert cookies == []


def test_one_tag_shows_what_was_released_in_the_forums_own_time(event: Any, city: Any) -> None:
    page = city(f'data-event="{event.slug}"')
    items = page.locator(".forum-agenda__session").all_text_contents()

    assert len(items) == 2
    assert any("20:00 <b>Bridges</b> Hall" in one for one in items)
    assert not any("Briefing" in one for one in items)


def test_a_sub_forum_in_another_language(event: Any, city: Any) -> None:
    page = city(f'data-event="{event.slug}" data-lang="fr" data-sub-forum="4"')

    assert page.locator(".forum-agenda a").all_text_contents() == ["<b>Quais</b>"]
    assert "/fr/" in page.locator(".forum-agenda a").get_attribute("href")
    assert page.locator(".forum-agenda").get_attribute("lang") == "fr"


def test_nothing_to_show_says_so(event: Any, city: Any) -> None:
    page = city(f'data-event="{event.slug}" data-day="2031-01-01" data-empty="Soon"')

    assert page.locator(".forum-agenda li").all_text_contents() == ["Soon"]


def test_a_session_of_several_days_has_its_end_and_stands_on_a_later_day(
    event: Any, city: Any
) -> None:
    make_session(event, title=text("Fair"), start=NOON, end=NOON + timedelta(days=2, hours=3))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    page = city(f'data-event="{event.slug}" data-day="2030-05-03"')

    assert page.locator(".forum-agenda__session").all_text_contents() == [
        "May 2, 2030, 20:00 – May 4, 2030, 23:00 Fair Elsewhere"
    ]
