"""What we write as iCalendar, read by another library: texts, lines and time zones."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from events.models import Event
from programme.agenda.values import Agenda, Room, Session
from programme.feeds import ical
from programme.feeds.calendars import calendar
from tests.factories import text

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NASTY = {
    "Chinese": "老龄化城市" * 40,
    "Arabic": "المدن المسنّة والرعاية الصحية " * 12,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 30,
    "mixed": "a老" * 20 + "é" * 61 + "👍" * 20,
    "escapes": r"\n \N \\ \; \, C:\new;old,one" + "\\" * 90,
    "signs": ';,:"' * 40 + "^n =?",
    "injection": "Talk\r\nEND:VEVENT\rBEGIN:VALARM\nATTENDEE:mailto:evil@example.org",
    "controls": "one\x01two\x00\x1b\x7f three\x08\x0b\x0c\tfour",
    "other ends of lines": "one\u2028two\u2029three\x85four",
    "folds": "x" * 75 + " " + "y" * 74 + "\t" + "z" * 200,
    "half a character": "one\ud800two",
}
# Each with moments on both sides of a change of its clocks, where it has any.
ZONES = {
    "Asia/Shanghai": ["2026-11-01T10:00"],
    "Europe/Paris": ["2026-10-24T18:00", "2026-10-25T00:30", "2027-03-28T08:00"],
    "America/St_Johns": ["2026-03-07T22:00", "2026-03-08T04:00", "2026-11-01T12:00"],
    "Australia/Lord_Howe": ["2026-04-04T12:00", "2026-04-04T17:00", "2026-10-03T15:45"],
    "Asia/Kathmandu": ["2026-05-01T06:15"],
    "UTC": ["2026-05-01T06:15"],
    "Africa/Casablanca": ["2026-02-14T12:00", "2026-02-15T12:00", "2026-03-23T12:00"],
    "Europe/Dublin": ["2026-03-28T12:00", "2026-03-29T12:00"],
}


def _session(number: int = 0, start: datetime = STAMP, **values: Any) -> Session:
    defaults: dict[str, Any] = {
        "guid": f"00000000-0000-4000-8000-{number:012}",
        "code": f"CODE{number}",
        "kind": "plenary",
        "title": text("Opening"),
        "abstract": text(""),
        "start": start,
        "end": start + timedelta(hours=2),
        "room": None,
        "in_all_rooms": False,
        "sub_forum": None,
        "floor_languages": (),
        "interpretation_languages": (),
        "capacity": None,
        "needs_sign_up": False,
        "is_major": False,
        "status": "confirmed",
        "appearances": (),
    }
    return Session(**{**defaults, **values})


def _read(content: bytes) -> Any:
    return Calendar.from_ical(content)


def _written(sessions: list[Session], zone: str = "UTC", title: str = "Forum") -> bytes:
    event = Event(slug="forum", title=text(title), time_zone=zone)
    agenda = Agenda(zone, 1, STAMP, (), (), tuple(sessions))
    return calendar(event, agenda, sessions, "en")


def _meant(value: str) -> str:
    """What a reader should get: our text without control characters, one kind of line break."""
    one_kind = text(value)["en"].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        one for one in one_kind if one in "\t\n" or not (one < " " or one in "\x7f\ud800")
    )


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_another_program_reads_the_same_texts(value: str) -> None:
    room = Room("1", text(value), text(""), "", 1, 0)
    sessions = [_session(title=text(value), abstract=text(value), room=room)]

    content = _written(sessions, title=value)

    read = _read(content)
    (item,) = read.walk("VEVENT")
    assert str(item["summary"]) == _meant(value)
    assert str(item["description"]) == _meant(value)
    assert str(item["location"]) == _meant(value)
    # That library takes NAME as it stands; it is TEXT (RFC 7986, 5.1).
    assert str(read["name"]) == ical.text(_meant(value))
    assert set(item) == {
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "STATUS",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "CATEGORIES",
        "URL",
    }
    assert [one.name for one in read.walk()] == ["VCALENDAR", "VEVENT"]


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_each_line_is_short_and_whole_characters_alone(value: str) -> None:
    # Every length of what stands before, so that each octet of a character meets the limit.
    sessions = [_session(shift, title=text("." * shift + value)) for shift in range(8)]

    content = _written(sessions)

    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        assert not {
            one for one in line.decode() if one in "\r\n\x7f" or (one < " " and one != "\t")
        }


def test_a_line_is_not_folded_before_it_must_be() -> None:
    assert ical.document(["x" * 75]) == b"x" * 75 + b"\r\n"
    assert ical.document(["x" * 76]) == b"x" * 74 + b"\r\n xx\r\n"


@pytest.mark.parametrize("name", ZONES)
def test_the_rules_of_a_zone_say_what_its_clocks_show(name: str) -> None:
    zone = ZoneInfo(name)
    starts = [datetime.fromisoformat(f"{one}+00:00").astimezone(zone) for one in ZONES[name]]
    # A session that lasts past a change ends by other clocks than it began.
    sessions = [
        _session(number, start, end=(start.astimezone(UTC) + timedelta(hours=5)).astimezone(zone))
        for number, start in enumerate(starts)
    ]

    read = _read(_written(sessions, name))

    rules = read.walk("VTIMEZONE")
    assert [str(one["tzid"]) for one in rules] == ([] if name == "UTC" else [name])
    for session, item in zip(sessions, read.walk("VEVENT"), strict=True):
        assert (item.start, item.end) == (session.start, session.end)
        for moment in (session.start, session.end) if rules else ():
            read_zone = rules[0].to_tz(lookup_tzid=False)
            local = moment.replace(tzinfo=read_zone)
            assert local.utcoffset() == moment.utcoffset(), moment
            assert local.tzname() == moment.tzname(), moment


@pytest.mark.parametrize("name", [name for name in ZONES if name != "UTC"])
def test_the_rules_hold_every_day_of_the_years_around(name: str) -> None:
    zone = ZoneInfo(name)
    moment = datetime(2026, 6, 1, 12, tzinfo=zone)
    (rule,) = _read(_written([_session(start=moment)], name)).walk("VTIMEZONE")

    changes = [
        (one.DTSTART - one.TZOFFSETFROM, one.TZOFFSETTO)
        for one in rule.walk()
        if one.name in {"STANDARD", "DAYLIGHT"}
    ]

    assert changes == sorted(changes)
    for hour in range(0, 24 * 365 * 3, 3):
        utc = datetime(2025, 1, 1) + timedelta(hours=hour)
        (*_, (_at, offset)) = (one for one in changes if one[0] <= utc)
        assert offset == utc.replace(tzinfo=UTC).astimezone(zone).utcoffset(), utc


def test_the_second_of_two_hours_with_one_name_is_told_apart() -> None:
    zone = ZoneInfo("Europe/Paris")
    start = datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1)

    content = _written([_session(start=start)], "Europe/Paris")

    assert b"\r\nDTSTART:20261025T013000Z\r\n" in content


def test_a_calendar_without_sessions_is_one_still() -> None:
    read = _read(_written([], "Europe/Paris"))

    assert [one.name for one in read.walk()] == ["VCALENDAR"]
    assert (str(read["method"]), str(read["version"])) == ("PUBLISH", "2.0")
    assert read["refresh-interval"].dt == timedelta(hours=1)
    assert read["refresh-interval"].params == {"VALUE": "DURATION"}
    assert (str(read["name"]), str(read["x-wr-calname"])) == ("Forum", "Forum")


def test_the_same_agenda_gives_the_same_bytes() -> None:
    start = datetime(2026, 10, 25, 9, tzinfo=ZoneInfo("Europe/Paris"))
    sessions = [_session(number, start) for number in range(5)]

    assert _written(sessions, "Europe/Paris") == _written(sessions, "Europe/Paris")
