"""The agenda as phones and Outlook read it: parsed by another library."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.roles import Role
from core.pages.cache import store
from programme.agenda.load_agenda import published_agenda
from programme.releases.services import release_agenda
from tests.bench.rows import agenda_of
from tests.factories import (
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
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _published(**values: Any) -> tuple[Any, Any]:
    event = make_event()
    session = make_session(event, room=make_room(event, name=text("Pearl Hall")), **values)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event, session


def _read(event: Any, query: str = "") -> tuple[Any, Any, bytes]:
    content = Client().get(reverse("feeds:agenda", args=[event.slug]) + query).content
    calendar = Calendar.from_ical(content)
    (item,) = calendar.walk("VEVENT")
    return calendar, item, content


def test_a_session_stands_at_its_time_in_the_zone_of_the_event() -> None:
    event, session = _published(title=text("Opening"))

    calendar, item, _ = _read(event)

    assert item.start == session.start
    assert item["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert item.end - item.start == timedelta(hours=1)
    assert "Pearl Hall" in str(item["location"])


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says() -> None:
    event, _ = _published(title=text("城市" * 60), abstract=text("Comma, semicolon; back\\slash"))

    _, item, content = _read(event)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert str(item["summary"]) == "城市" * 60
    assert "Comma, semicolon; back\\slash" in str(item["description"])


def test_a_text_with_line_breaks_cannot_add_lines_of_its_own() -> None:
    event, _ = _published(title=text("Talk\r\nATTENDEE:mailto:evil@example.org"))

    _, item, _ = _read(event)

    assert "ATTENDEE" not in item


def test_the_language_is_that_of_the_question_or_else_that_of_the_event() -> None:
    event, _ = _published(title=text("Opening", zh_hans="开幕式"))

    assert str(_read(event, "?lang=zh-hans")[1]["summary"]) == "开幕式"
    assert str(_read(event, "?lang=xx")[1]["summary"]) == "Opening"
    assert "/zh-hans/" in str(_read(event, "?lang=zh-hans")[1]["url"])


def test_the_same_release_gives_the_same_bytes_and_a_validator() -> None:
    event, _ = _published()
    path = reverse("feeds:agenda", args=[event.slug])
    first = Client().get(path)

    again = Client().get(path, headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_a_session_not_yet_confirmed_is_tentative() -> None:
    event, _ = _published(status="planned")

    assert str(_read(event)[1]["status"]) == "TENTATIVE"


def test_an_event_without_a_release_has_an_empty_calendar() -> None:
    event = make_event()
    make_session(event)

    content = Client().get(reverse("feeds:agenda", args=[event.slug])).content

    assert Calendar.from_ical(content).walk("VEVENT") == []


def test_each_calendar_holds_its_own_and_the_same_identifiers_as_the_whole() -> None:
    event = make_event()
    sub_forum, room = make_sub_forum(event), make_room(event)
    speaker = make_attendee(make_delegation(event))
    own = make_session(event, sub_forum=sub_forum)
    there = make_session(event, room=room)
    on_stage = make_session(event)
    make_appearance(on_stage, attendee=speaker)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    agenda = published_agenda(event)

    def guids(name: str, *arguments: str) -> list[str]:
        content = Client().get(reverse(name, args=[event.slug, *arguments])).content
        return [str(item["uid"]) for item in Calendar.from_ical(content).walk("VEVENT")]

    whole = guids("feeds:agenda")
    assert guids("feeds:sub-forum", sub_forum.slug) == [f"{own.guid}@localhost"]
    assert guids("feeds:room", agenda.rooms[0].key) == [f"{there.guid}@localhost"]
    assert guids("feeds:speaker", next(iter(agenda.speakers))) == [f"{on_stage.guid}@localhost"]
    assert {f"{one.guid}@localhost" for one in (own, there, on_stage)} == set(whole)


def test_a_speaker_whose_session_is_cancelled_learns_of_it() -> None:
    event = make_event()
    session = make_session(event)
    make_appearance(session, attendee=make_attendee(make_delegation(event)))
    editor = make_member(event, Role.EDITOR)
    release_agenda(event=event, by=editor)
    slug = next(iter(published_agenda(event).speakers))
    session.status = "cancelled"
    session.save()
    release_agenda(event=event, by=editor)

    content = Client().get(reverse("feeds:speaker", args=[event.slug, slug])).content

    (item,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(item["status"]) == "CANCELLED"


@pytest.mark.parametrize("name", ["feeds:sub-forum", "feeds:room", "feeds:speaker"])
def test_a_calendar_of_nothing_is_not_there(name: str) -> None:
    event, _session = _published()

    assert Client().get(reverse(name, args=[event.slug, "nothing"])).status_code == 404


def test_a_calendar_of_1200_sessions_takes_as_many_queries_as_one_of_ten() -> None:
    def cold(size: int) -> tuple[int, bytes]:
        event, _editor = agenda_of(size)
        path = reverse("feeds:agenda", args=[event.slug])
        store.clear()
        taken = count_queries(lambda: Client().get(path))
        return taken, Client().get(path).content

    few, _ = cold(10)
    many, content = cold(1200)

    assert many == few
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1200
