"""The schedule formats: valid against their schemas, one content, stable identifiers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from accounts.roles import Role
from programme.choices import SessionStatus
from programme.models import new_code
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
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
SCHEMAS = ROOT / "tests" / "schemas"


def _read(event: Any, query: str = "") -> tuple[dict[str, Any], Any]:
    """Both formats, each checked against its own schema."""
    as_json = Client().get(reverse("feeds:schedule-json", args=[event.slug]) + query)
    document = json.loads(as_json.content)
    schema = json.loads((SCHEMAS / "schedule.schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()
    jsonschema.Draft6Validator(schema, format_checker=checker).validate(document)
    as_xml = Client().get(reverse("feeds:schedule-xml", args=[event.slug]) + query)
    root = etree.fromstring(as_xml.content)
    etree.XMLSchema(etree.parse(str(SCHEMAS / "schedule.xml.xsd"))).assertValid(root)
    return document["schedule"], root


def _full_event(**values: Any) -> Any:
    event = make_event(**values)
    session = make_session(
        event,
        title=text("Ageing ]]> & <cities> \x01 --- now", zh_hans="老龄化"),
        room=make_room(event, name=text("Pearl Hall")),
        sub_forum=make_sub_forum(event, number=2),
        floor_languages=["zh"],
    )
    make_appearance(session, attendee=make_attendee(make_delegation(event)))
    make_appearance(session, placeholder=text("Mayor, to be confirmed"))
    make_session(event, in_all_rooms=True, start=NOON + timedelta(hours=3))
    make_session(event, start=datetime(2030, 5, 1, 16, 30, tzinfo=UTC), title=text("Late"))
    make_session(event, status=SessionStatus.CANCELLED, title=text("Gone"))
    for _ in range(2):
        make_session(event, room=make_room(event, name=text("Twin")))
    _release(event)
    return event


def _release(event: Any) -> None:
    release_agenda(event=event, by=make_member(event, Role.EDITOR))


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Paris", "UTC", "Etc/GMT+8"])
def test_both_formats_are_valid_and_say_the_same(zone: str) -> None:
    event = _full_event(time_zone=zone)

    described, root = _read(event)

    in_json = {
        one["guid"]: (one["title"], one["date"], one["duration"], room, one["id"], one["slug"])
        for day in described["conference"]["days"]
        for room, events in day["rooms"].items()
        for one in events
    }
    in_xml = {
        one.get("guid"): (
            one.findtext("title"),
            one.findtext("date"),
            one.findtext("duration"),
            one.getparent().get("name"),
            int(one.get("id")),
            one.findtext("slug"),
        )
        for one in root.iter("event")
    }
    assert in_json == in_xml
    assert len(in_json) == 5
    assert described["conference"]["daysCount"] == len(root.findall("day"))


def test_the_conference_lasts_from_its_first_listed_day_to_its_last() -> None:
    event = make_event()
    make_session(event, start=NOON - timedelta(days=3), title=text("Registration"))
    make_session(event, start=NOON + timedelta(days=4), title=text("Tour"))
    for days in (-9, 9):
        start = NOON + timedelta(days=days)
        make_session(event, start=start, status=SessionStatus.CANCELLED)
    _release(event)

    described, root = _read(event)

    conference = described["conference"]
    dates = [day["date"] for day in conference["days"]]
    assert (conference["start"], conference["end"]) == (dates[0], dates[-1])
    assert (dates[0], dates[-1]) == ("2030-04-29", "2030-05-06")
    assert conference["daysCount"] == len(dates)
    assert root.findtext("conference/start") == root.find("day").get("date")
    assert root.findtext("conference/days") == str(len(root.findall("day")))


def test_numbers_fit_in_31_bits_and_no_two_are_the_same() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), guid="ffffffff-0000-4000-8000-000000000001")
    other = make_attendee(make_delegation(event), guid="7fffffff-0000-4000-8000-000000000002")
    codes = ("ZZZZZZ", "ZIK0ZJ", "ZIK0ZK", "222222", "BCDFGH")
    for code in codes:
        session = make_session(event, code=code)
        for attendee in (person, other):
            make_appearance(session, attendee=attendee)
    _release(event)

    described, _root = _read(event)

    events = [
        one
        for day in described["conference"]["days"]
        for room in day["rooms"].values()
        for one in room
    ]
    ids = {one["code"]: one["id"] for one in events}
    people = {(one["public_name"], one["id"]) for event in events for one in event["persons"]}
    assert all(0 <= number < 2**31 for number in ids.values())
    assert len(set(ids.values())) == len(codes)
    # As they always were.
    assert ids["BCDFGH"] == int("BCDFGH", 36)
    assert all(0 < number < 2**31 for _name, number in people)
    assert len({number for _name, number in people}) == 2
    assert not any(new_code().startswith("Z") for _ in range(500))


def test_a_talk_after_midnight_belongs_to_the_day_that_holds_it() -> None:
    described, _root = _read(_full_event())

    for day in described["conference"]["days"]:
        for events in day["rooms"].values():
            assert all(day["day_start"] <= one["date"] < day["day_end"] for one in events)


def test_an_empty_agenda_is_valid_too() -> None:
    described, _root = _read(make_event(slug="ab"))

    assert described["version"] == "0"
    assert [day["rooms"] for day in described["conference"]["days"]] == [{}, {}, {}]


def test_identifiers_stay_when_a_session_is_renamed_and_moved_and_the_version_grows() -> None:
    event = make_event()
    session = make_session(event, title=text("Before"))
    _release(event)
    (first, _), path = _read(event), reverse("feeds:schedule-json", args=[event.slug])
    etag = Client().get(path).headers["ETag"]
    session.title, session.start = text("After"), session.start - timedelta(hours=1)
    session.save()
    _release(event)

    (second, _) = _read(event)

    def only(described: dict[str, Any]) -> dict[str, Any]:
        (one,) = [
            one
            for day in described["conference"]["days"]
            for events in day["rooms"].values()
            for one in events
        ]
        return one

    assert only(first)["title"] != only(second)["title"]
    for name in ("guid", "id", "code", "slug"):
        assert only(first)[name] == only(second)[name]
    assert (first["version"], second["version"]) == ("1", "2")
    assert Client().get(path, headers={"if-none-match": etag}).status_code == 200


def test_texts_follow_the_language_and_identifiers_do_not() -> None:
    event = _full_event()

    english, chinese = _read(event)[0], _read(event, "?lang=zh-hans")[0]

    def titles(described: dict[str, Any]) -> dict[str, str]:
        days = described["conference"]["days"]
        events = (one for day in days for room in day["rooms"].values() for one in room)
        return {one["guid"]: one["title"] for one in events}

    assert titles(english).keys() == titles(chinese).keys()
    assert "老龄化" in titles(chinese).values()


def test_other_sites_may_read_it_and_nothing_private_is_in_it() -> None:
    event = _full_event()
    answer = Client().get(reverse("feeds:schedule-xml", args=[event.slug]))

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert b"@" not in answer.content
    assert b"Gone" not in answer.content


def test_a_schedule_takes_as_many_queries_for_many_sessions_as_for_one() -> None:
    def cold() -> int:
        event = make_event()
        for _ in range(size):
            make_session(event)
        _release(event)
        path = reverse("feeds:schedule-json", args=[event.slug])
        return count_queries(lambda: Client().get(path))

    size = 1
    one = cold()
    size = 12
    assert cold() == one


@pytest.mark.parametrize(("hours", "written"), [(44, "44:00"), (99, "99:00"), (100, "4:04:00")])
def test_a_length_of_days_is_written_as_the_xml_schema_takes_it(hours: int, written: str) -> None:
    event = make_event()
    make_session(event, end=NOON + timedelta(hours=hours))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    _described, root = _read(event)

    assert root.findtext(".//event/duration") == written
