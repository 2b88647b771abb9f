"""Three libraries of others read every calendar of ours, and agree on what stands in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from ical.calendar_stream import IcsCalendarStream

from accounts.roles import Role
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.releases.services import release_agenda
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

pytestmark = pytest.mark.django_db
# What each reader makes of a session: start, end, summary, status, by its UID.
Read = dict[str, tuple[datetime, datetime, str, str]]
ZONES = {
    "Asia/Shanghai": datetime(2030, 5, 2, 4, tzinfo=UTC),
    # The clocks go back, and forward, in the night between the two days.
    "Europe/Paris": datetime(2030, 10, 26, 16, tzinfo=UTC),
    "America/St_Johns": datetime(2030, 3, 9, 16, tzinfo=UTC),
}
TITLES = (
    text('Comma, semicolon; colon: back\\slash "quoted"', zh_hans="老龄化城市，分号；引号“城”" * 8),
    text("First line\nsecond line", ar="المدن المسنّة والرعاية الصحية، والتعاون بين المدن " * 4),
    text("Emoji 👩‍👩‍👧‍👦 and accents: événement à l’hôtel", fr="Ville ; santé, logement : l’été"),
)


def _by_icalendar(content: bytes) -> Read:
    items: list[Any] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {
        str(one["uid"]): (
            one.start.astimezone(UTC),
            one.end.astimezone(UTC),
            str(one["summary"]),
            str(one["status"]),
        )
        for one in items
    }


def _by_vobject(content: bytes) -> Read:
    items = vobject.readOne(content.decode()).contents.get("vevent", [])
    return {
        one.uid.value: (
            one.dtstart.value.astimezone(UTC),
            one.dtend.value.astimezone(UTC),
            one.summary.value,
            one.status.value,
        )
        for one in items
    }


def _by_ical(content: bytes) -> Read:
    items = IcsCalendarStream.calendar_from_ics(content.decode()).events
    return {
        str(one.uid): (
            _moment(one.dtstart),
            _moment(one.dtend),
            str(one.summary),
            one.status.value,
        )
        for one in items
        if one.status
    }


def _moment(value: date | None) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(UTC)


READERS: tuple[Callable[[bytes], Read], ...] = (_by_icalendar, _by_vobject, _by_ical)


def _event(zone: str) -> Event:
    """Sessions over two days, in each status, with a sub-forum, a room and a speaker."""
    event = make_event(time_zone=zone, languages=["en", "zh-hans", "fr", "ar"])
    values = {"sub_forum": make_sub_forum(event, slug="ageing"), "room": make_room(event)}
    speaker = make_attendee(make_delegation(event))
    sessions = []
    for number in range(18):
        start = ZONES[zone] + timedelta(hours=number, minutes=5 * number)
        status = "planned" if number % 3 == 1 else "confirmed"
        title = TITLES[number % 3]
        one = make_session(event, start=start, title=title, status=status, **values)
        make_appearance(one, attendee=speaker)
        sessions.append(one)
    editor = make_member(event, Role.EDITOR)
    release_agenda(event=event, by=editor)
    sessions[2].status = "cancelled"
    sessions[2].save()
    release_agenda(event=event, by=editor)
    return event


def _addresses(event: Event) -> list[str]:
    """Every address that answers with a calendar."""
    agenda = published_agenda(event)
    codes = [one.code for one in agenda.sessions]
    return [
        reverse("feeds:agenda", args=[event.slug]),
        *(reverse("feeds:session", args=[event.slug, code]) for code in codes),
        reverse("feeds:sub-forum", args=[event.slug, "ageing"]),
        reverse("feeds:room", args=[event.slug, agenda.rooms[0].key]),
        reverse("feeds:speaker", args=[event.slug, next(iter(agenda.speakers))]),
        f"{reverse('feeds:starred', args=[event.slug])}?s={codes[0]}.{codes[5]}",
    ]


def _meant(event: Event, language: str) -> Read:
    """What a reader should find in the whole agenda."""
    words = {"confirmed": "CONFIRMED", "planned": "TENTATIVE", "cancelled": "CANCELLED"}
    return {
        f"{one.guid}@localhost": (
            one.start.astimezone(UTC),
            one.end.astimezone(UTC),
            one.title.get(language) or one.title["en"],
            words[one.status],
        )
        for one in published_agenda(event).sessions
    }


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
@pytest.mark.parametrize("zone", ZONES)
def test_all_readers_find_in_every_calendar_what_we_meant(zone: str, language: str) -> None:
    event = _event(zone)
    meant = _meant(event, language)
    with translation.override(language):
        cancelled = gettext("Cancelled: %s") % ""
    sizes = []

    for address in _addresses(event):
        joint = "&" if "?" in address else "?"
        content: bytes = Client().get(f"{address}{joint}lang={language}").content
        first, *others = (reader(content) for reader in READERS)
        assert others == [first, first]
        for uid, (start, end, summary, status) in first.items():
            # A cancelled one says so before its title, in the language of the calendar.
            title = summary.removeprefix(cancelled) if status == "CANCELLED" else summary
            assert (start, end, title, status) == meant[uid]
        sizes.append(len(first))

    assert sizes == [18, *[1] * 18, 18, 18, 18, 2]


def test_in_a_zone_whose_clocks_change_the_two_days_have_different_offsets() -> None:
    event = _event("Europe/Paris")

    starts = [one.start.astimezone(event.zone) for one in published_agenda(event).sessions]

    assert {str(start.utcoffset()) for start in starts} == {"2:00:00", "1:00:00"}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            b"DTSTART;TZID=Europe/Paris:20301026T180000",
            b"DTSTART;TZID=Europe/Paris:20301026T170000",
        ),
        (b"DTEND;TZID=Europe/Paris:20301026T190000", b"DTEND:20301026T190000Z"),
        (b"STATUS:TENTATIVE", b"STATUS:CONFIRMED"),
        (b"semicolon\\; colon", b"semicolon colon"),
    ],
)
def test_a_reader_notices_what_is_wrong(
    reader: Callable[[bytes], Read], right: bytes, wrong: bytes
) -> None:
    event = _event("Europe/Paris")
    content: bytes = Client().get(reverse("feeds:agenda", args=[event.slug])).content

    broken = content.replace(right, wrong)

    assert broken != content
    assert reader(broken) != reader(content)
