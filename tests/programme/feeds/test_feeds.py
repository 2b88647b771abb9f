"""What calendars and feeds say beside the times, in which languages, and where they are offered."""

from typing import Any

import feedparser
import ical.calendar_stream
import pytest
import vobject
from django.test import Client
from icalendar import Calendar

from accounts.roles import Role
from core.text.translated import TranslatedText
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.choices import AppearanceRole
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_room,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db


def _released(**values: Any) -> Event:
    event = make_event(**values)
    session = make_session(
        event,
        title=text("Rivers", fr="Rivières"),
        room=make_room(event, name=text("Pearl Hall", fr="Salle des perles"), floor="3"),
        sub_forum=make_sub_forum(event, number=2, title=text("Green cities", fr="Villes vertes")),
        floor_languages=["zh", "ru"],
        interpretation_languages=["en", "fr"],
    )
    city = make_organisation(name=text("Lyon"))
    mayor = make_attendee(
        make_delegation(event, organisation=city),
        given="Marie",
        family="Durand",
        honorific="H.E.",
        office_title_en="Mayor",
    )
    make_appearance(session, attendee=mayor, role=AppearanceRole.CHAIR)
    make_appearance(session, placeholder=text("Mayor of Oslo, to be confirmed"), position=1)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Sub-forum 2: Green cities",
                "Languages spoken: Chinese, Russian",
                "Interpreted into: English, French",
                "Chair: H.E. Marie Durand, Mayor, Lyon",
                "Speaker: Mayor of Oslo, to be confirmed",
                "floor 3",
            ),
        ),
        ("fr", ("Villes vertes", "chinois, russe", "anglais, français", "étage 3")),
        ("zh-hans", ("中文", "俄语", "英语", "法语")),
    ],
)
def test_a_calendar_says_languages_speakers_and_floor(
    language: str, words: tuple[str, ...]
) -> None:
    event = _released()

    content = Client().get(f"/{event.slug}/agenda.ics?lang={language}").content

    item = Calendar.from_ical(content).walk("VEVENT")[0]
    told = f"{item['DESCRIPTION']}\n{item['LOCATION']}"
    assert [one for one in words if one not in told] == []
    assert "简体" not in told
    (second,) = vobject.readOne(content.decode()).vevent_list
    assert second.description.value == str(item["DESCRIPTION"])
    third = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(content.decode())
    assert third.events[0].location == str(item["LOCATION"])
    assert b"X-PUBLISHED-TTL:PT1H" in content


@pytest.mark.parametrize("page", ["agenda/", "sub-forums/{sub_forum}/", "speakers/{speaker}/"])
def test_a_calendar_is_subscribed_to_by_one_tap(page: str, settings: Any) -> None:
    settings.PUBLIC_ORIGIN = "https://forum.example"
    event = _released()
    sub_forum = event.sub_forums.get().slug
    speaker = next(iter(published_agenda(event).speakers))

    path = f"/fr/{event.slug}/{page.format(sub_forum=sub_forum, speaker=speaker)}"
    html = Client().get(path).content.decode()

    assert f'href="webcal://forum.example/{event.slug}/' in html
    assert f'href="https://forum.example/{event.slug}/' in html
    assert ".ics?lang=fr" in html


@pytest.mark.parametrize(
    "feed", ["agenda.ics", "schedule.json", "schedule.xml", "changes.atom", "news.atom"]
)
def test_feeds_speak_only_languages_of_the_event(feed: str) -> None:
    event = _released(languages=["en", "fr"])
    Event.objects.filter(pk=event.pk).update(languages=["en"])

    french = Client().get(f"/{event.slug}/{feed}?lang=fr")
    plain = Client().get(f"/{event.slug}/{feed}")

    assert "Rivières" not in french.content.decode()
    assert french.content == plain.content.replace(b"?lang=en", b"?lang=en") or feed.endswith(
        "atom"
    )


def test_a_feed_names_the_address_at_which_it_was_asked_for() -> None:
    event = _released()

    for path in (f"/{event.slug}/changes.atom", f"/{event.slug}/news.atom"):
        for query in ("", "?lang=fr"):
            feed = feedparser.parse(Client().get(path + query).content)
            own = next(one["href"] for one in feed.feed.links if one["rel"] == "self")
            assert own == f"http://localhost{path}{query}"


def test_visitors_never_read_a_language_that_the_event_does_not_have() -> None:
    event = _released(languages=["es", "en"])
    session = make_session(event, title=TranslatedText({"zh-hans": "城市对话"}), kind="panel")
    event.venues.update(name=TranslatedText({"zh-hans": "会议中心"}))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    paths = ["agenda/", f"sessions/{session.code}/", "agenda/?view=grid", "agenda/changes/", ""]
    pages = [Client().get(f"/en/{event.slug}/{path}") for path in paths]
    feeds = [Client().get(f"/{event.slug}/{name}") for name in ("agenda.ics", "schedule.xml")]

    assert [answer.status_code for answer in (*pages, *feeds)] == [200] * 7
    for answer in (*pages, *feeds):
        assert "城市对话" not in answer.content.decode()
        assert "会议中心" not in answer.content.decode()
    # Its kind stands in for a title that nobody here can read.
    assert ">Panel<" in pages[0].content.decode()
