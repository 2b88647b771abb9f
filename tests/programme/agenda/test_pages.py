"""What visitors read: in every language, in constant queries, whatever the address says."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from core.pages.cache import store
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.models import Session
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_news,
    make_page,
    make_partner,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _add(event: Event) -> None:
    """One more of everything that a public page could list."""
    delegation = make_delegation(event)
    session = make_session(event, room=make_room(event), sub_forum=make_sub_forum(event))
    make_appearance(session, attendee=make_attendee(delegation))
    make_page(event)
    make_partner(event)
    make_news(event)


LISTS = (
    "home",
    "programme:agenda",
    "programme:sub-forums",
    "programme:speakers",
    "programme:changes",
    "delegations:public-list",
    "events:pages",
    "events:news",
    "feeds:agenda",
    "news-atom",
)


@pytest.mark.parametrize("name", LISTS)
def test_a_public_page_takes_as_many_queries_for_three_rows_as_for_one(name: str) -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    path = reverse(name, args=[event.slug])

    def cold() -> int:
        release_agenda(event=event, by=editor)
        store.clear()
        return count_queries(lambda: Client().get(path))

    _add(event)
    one = cold()
    _add(event)
    _add(event)

    assert cold() == one <= 10


def test_a_page_that_is_kept_costs_one_query_at_most() -> None:
    event = make_event()
    _add(event)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    path = reverse("programme:agenda", args=[event.slug])
    first = Client().get(path)

    assert count_queries(lambda: Client().get(path)) <= 1
    assert Client().get(path).content == first.content


@pytest.mark.parametrize(
    "query",
    [
        "view=nothing",
        "day=2030-13-45",
        "day=%00",
        "track=%27%3B--",
        "view=grid&day=",
        "view=grid&view=list",
        "day=" + "9" * 5000,
        "track=%F0%9F%8C%BA",
        "day=%FF%FE",
    ],
)
def test_an_address_with_nonsense_shows_the_agenda_and_is_not_kept(query: str) -> None:
    event = make_event()
    make_session(event, title=text("Opening"))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    kept_before = len(store)

    answer = Client().get(f"{reverse('programme:agenda', args=[event.slug])}?{query}")

    assert b"Opening" in answer.content
    assert "grid" in query or len(store) == kept_before


def test_a_text_without_translation_is_marked_with_its_own_language() -> None:
    event = make_event()
    session = make_session(event, title=text("Opening", fr="Ouverture"))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    def page(language: str) -> str:
        with translation.override(language):
            path = reverse("programme:session", args=[event.slug, session.code])
        return Client().get(path).content.decode()

    assert "Ouverture" in page("fr")
    assert '<span lang="en" dir="ltr">Opening</span>' in page("es")


def test_titles_with_three_hyphens_show_a_dash_and_markup_stays_text() -> None:
    event = make_event()
    make_session(event, title=text("Cities --- <b>bold</b> & <script>alert(1)</script>"))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    page = Client().get(reverse("programme:agenda", args=[event.slug])).content.decode()

    assert "Cities — &lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_an_unknown_or_draft_event_is_not_there() -> None:
    draft = make_event(status="draft")
    for slug in (draft.slug, "nothing-here"):
        assert Client().get(reverse("home", args=[slug])).status_code == 404
        assert Client().get(reverse("feeds:agenda", args=[slug])).status_code == 404


def _root_answers(client: Client, accept: str) -> Any:
    return client.get("/", headers={"accept-language": accept})


@pytest.mark.parametrize(
    ("accept", "language"),
    [("zh-CN,zh;q=0.9", "zh-hans"), ("fr-CA,en;q=0.5", "fr"), ("de", "en"), ("", "en")],
)
def test_the_front_door_leads_to_the_edition_in_the_visitors_language(
    accept: str, language: str
) -> None:
    event = make_event()

    answer = _root_answers(Client(), accept)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/{event.slug}/"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Agenda", "2 May", "Sub-forums")),
        ("zh-hans", ("日程", "5月2日", "分论坛")),
        ("fr", ("Programme", "2 mai", "Sous-forums")),
        ("es", ("Agenda", "2 de mayo", "Subforos")),
        ("ru", ("Программа", "2 мая", "Подфорумы")),
    ],
)
def test_a_page_speaks_the_language_of_its_address(language: str, words: tuple[str, ...]) -> None:
    event = make_event()
    make_session(event)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    with translation.override(language):
        path = reverse("programme:agenda", args=[event.slug])

    page = Client().get(path).content.decode()

    assert all(word in page for word in words)


def test_a_session_leads_to_its_neighbours_in_the_sub_forum() -> None:
    event = make_event()
    sub_forum = make_sub_forum(event)
    times = (NOON, NOON + timedelta(hours=2), NOON + timedelta(hours=4))
    first, middle, last = (make_session(event, sub_forum=sub_forum, start=one) for one in times)
    alone = make_session(event)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    def links(session: Session) -> list[Any]:
        page = Client().get(reverse("programme:session", args=[event.slug, session.code]))
        return re.findall(r'/sessions/(\w+)/" rel="(prev|next)"', page.content.decode())

    assert links(middle) == [(first.code, "prev"), (last.code, "next")]
    assert links(first) == [(middle.code, "next")]
    assert links(alone) == []


def test_a_session_says_what_the_newest_release_changed_in_it() -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    moved, other = make_session(event, title=text("Panel")), make_session(event)
    release_agenda(event=event, by=editor)
    moved.start += timedelta(hours=2)
    moved.end += timedelta(hours=2)
    moved.save()
    release_agenda(event=event, by=editor)

    def page(session: Session) -> str:
        path = reverse("programme:session", args=[event.slug, session.code])
        return Client().get(path).content.decode()

    assert "Start: 2 May, 20:00 → 2 May, 22:00" in page(moved)
    assert "→" not in page(other)


def test_a_session_page_says_how_to_get_there_as_the_venue_is_now() -> None:
    event = make_event()
    room = make_room(event)
    session = make_session(event, room=room, needs_sign_up=True, capacity=80)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    path = reverse("programme:session", args=[event.slug, session.code])
    assert "How to get there" not in Client().get(path).content.decode()

    room.venue.address, room.venue.directions = text("1 River Road"), text("Take **gate 3**.")
    room.venue.save()

    html = Client().get(path).content.decode()
    assert "1 River Road" in html
    assert "Take <strong>gate 3</strong>." in html
    assert "Sign up through your delegation (80)" in html


def test_a_speakers_page_tells_search_engines_where_they_are_on_stage() -> None:
    event = make_event()
    attendee = make_attendee(make_delegation(event), given="Ana", family="Mora")
    make_appearance(make_session(event, title=text("Opening")), attendee=attendee)
    make_appearance(make_session(event, title=text("Gone"), status="cancelled"), attendee=attendee)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    (slug,) = published_agenda(event).speakers

    html = Client().get(reverse("programme:speaker", args=[event.slug, slug])).content.decode()

    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    facts = json.loads(found)
    assert (facts["@type"], facts["name"]) == ("Person", "Ana Mora")
    assert [one["name"] for one in facts["performerIn"]] == ["Opening"]


def test_an_edition_without_sub_forums_says_that_they_will_come() -> None:
    page = Client().get(reverse("programme:sub-forums", args=[make_event().slug])).content.decode()

    assert "The sub-forums will be announced here." in page


def _agenda_of(event: Event) -> str:
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return Client().get(f"/en/{event.slug}/agenda/").content.decode()


def test_one_moment_reads_as_each_event_s_own_hour() -> None:
    there, here = make_event(time_zone="Asia/Shanghai"), make_event(time_zone="Europe/Madrid")
    session = make_session(there)
    make_session(here, start=session.start, end=session.end)

    hours = [
        re.findall(r'<span class="hours" dir="ltr">.*?>([\d:]+)<', _agenda_of(one))[0]
        for one in (there, here)
    ]

    assert hours[0] != hours[1]
    assert hours == [f"{session.start.astimezone(one.zone):%H:%M}" for one in (there, here)]


def test_what_a_room_and_a_sub_forum_are_called_is_no_markup_on_cards() -> None:
    event = make_event()
    room, track = make_room(event, name=text("A<b>")), make_sub_forum(event, title=text("C<i>"))
    make_session(event, room=room, sub_forum=track)

    page = _agenda_of(event)

    assert "<span>A&lt;b&gt;</span>" in page
    assert "</span>C&lt;i&gt;</p>" in page


def test_when_and_where_come_before_who_and_a_meal_has_no_stage() -> None:
    event = make_event()
    talk, meal = (make_session(event, kind=kind) for kind in ("panel", "meal"))
    release_agenda(event=event, by=make_member(event, Role.ADMINISTRATOR))

    texts = {
        session.kind: Client()
        .get(reverse("programme:session", args=[event.slug, session.code]))
        .content.decode()
        for session in (talk, meal)
    }

    assert texts["panel"].index("<dt>When</dt>") < texts["panel"].index("<h2>On stage</h2>")
    assert "Nobody has been announced for this session." in texts["panel"]
    assert "<dt>When</dt>" in texts["meal"]
    assert "On stage" not in texts["meal"]
