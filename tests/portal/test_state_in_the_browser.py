"""What a visitor chose is in the address: it survives a link, another browser, another language."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

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
_TITLES = "article:visible h4, article:visible h3"


@pytest.fixture
def event() -> Event:
    """Four sessions; of sub-forum “Ageing” two, of which one is a panel."""
    event = make_event(languages=["en", "zh-hans", "ar"])
    ageing = make_sub_forum(event, number=2, slug="ageing", title=text("Ageing", ar="الشيخوخة"))
    room = make_room(event, name=text("Pearl Hall"))
    make_session(event, title=text("Bridges"), sub_forum=ageing, kind="panel", room=room)
    make_session(event, title=text("Rivers"), sub_forum=ageing, kind="keynote")
    make_session(event, title=text("Ports"), kind="panel", start=NOON + timedelta(days=1))
    make_session(event, title=text("Trees"), kind="keynote", start=NOON + timedelta(days=1))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    context = browser.new_context(base_url=live_server.url, service_workers="block")
    yield context.new_page()
    context.close()


def _state(page: Any) -> dict[str, Any]:
    """What the page shows, and what its form says was chosen."""
    names = ("q", "track", "language", "room", "kind")
    return {
        "titles": page.locator(_TITLES).all_text_contents(),
        "form": {name: page.locator(f"[name={name}]").input_value() for name in names},
        "current": page.locator(".tabs [aria-current]").all_text_contents(),
    }


@pytest.mark.parametrize("has_script", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("view", ["list", "rooms"])
def test_a_choice_opens_in_another_browser_as_it_was_made(
    browser: Any, live_server: Any, event: Event, page: Any, view: str, has_script: bool
) -> None:
    page.goto(f"{reverse('programme:agenda', args=[event.slug])}?view={view}")
    page.locator(".agenda-filters summary").click()
    page.select_option("[name=track]", "ageing")
    page.select_option("[name=kind]", "panel")
    page.fill("[name=q]", "bridge")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**track=ageing**")
    chosen = _state(page)

    context = browser.new_context(java_script_enabled=has_script, service_workers="block")
    somebody_else = context.new_page()
    somebody_else.goto(page.url)
    seen = _state(somebody_else)
    is_open = somebody_else.locator(".filters__row").is_visible()
    context.close()

    assert chosen["titles"] == ["Bridges"]
    assert chosen["form"] == {
        "q": "bridge",
        "track": "ageing",
        "language": "",
        "room": "",
        "kind": "panel",
    }
    assert chosen["current"] == ["All days", view.capitalize()]
    assert seen == chosen
    assert is_open
    assert live_server.url in page.url


def test_another_language_keeps_the_choice(event: Event, page: Any) -> None:
    query = "view=rooms&day=2030-05-02&track=ageing&kind=panel&q=bridge"
    page.goto(f"{reverse('programme:agenda', args=[event.slug])}?{query}")
    before = _state(page)

    page.locator(".languages [lang=ar]").click()
    page.wait_for_url("**/ar/**")

    assert page.url.endswith(f"/ar/{event.slug}/agenda/?{query}")
    assert _state(page)["form"] == before["form"]
    assert page.locator("article").count() == 1
    assert page.locator("article .track").inner_text().endswith("الشيخوخة")


def test_another_language_keeps_the_session(event: Event, page: Any) -> None:
    session = event.sessions.get(title__en="Rivers")
    page.goto(reverse("programme:session", args=[event.slug, session.code]))

    page.get_by_role("link", name="简体中文").click()
    page.wait_for_url("**/zh-hans/**")

    assert page.url.endswith(f"/zh-hans/{event.slug}/sessions/{session.code}/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.get_by_role("heading", name="Rivers", level=1).is_visible()


def test_another_language_leads_to_the_translation_of_a_news_release(
    event: Event, page: Any
) -> None:
    first = make_news(event, slug="opening", title="The forum opens")
    make_news(event, slug="iftitah", language="ar", title="افتتاح المنتدى", translation_of=first)
    page.goto(reverse("events:news-item", args=[event.slug, "opening"]))

    page.locator(".languages [lang=ar]").click()
    page.wait_for_url("**/ar/**")

    assert page.url.endswith(f"/ar/{event.slug}/news/iftitah/")
    assert page.get_by_role("heading", name="افتتاح المنتدى", level=1).is_visible()
