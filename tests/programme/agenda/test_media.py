"""Stream and recording of a session: what visitors see of them, and when."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from accounts.roles import Role
from core.pages.cache import store
from core.text.languages import in_language
from programme.agenda import payloads
from programme.agenda.load_agenda import draft_agenda, published_agenda
from programme.agenda.media import NO_MEDIA, Media
from programme.agenda.now import media_at, next_media_change
from programme.choices import SessionStatus
from programme.editing.single_session import duplicate_session
from programme.models import ScheduleRelease, Session
from programme.releases.change_wording import change_lines
from programme.releases.services import pending_changes, release_agenda
from programme.releases.withdrawals import withdraw_session
from tests.factories import NOON, make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db

STREAM, RECORDING = "https://live.example/hall?a=1&b=2", "https://video.example/42"
PAST = datetime(2023, 12, 7, 9, tzinfo=UTC)


class Forum:
    """An edition with one session that has a stream and a recording."""

    def __init__(self, start: datetime = NOON, **values: Any) -> None:
        self.event = make_event()
        self.editor = make_member(self.event, Role.EDITOR)
        defaults = {"stream": STREAM, "recording": RECORDING, "title": text("Opening")}
        self.session = make_session(self.event, start=start, **{**defaults, **values})

    def release(self) -> ScheduleRelease:
        return release_agenda(event=self.event, by=self.editor)

    def page(self) -> str:
        return Client().get(self.session.get_absolute_url()).content.decode()

    def read(self, name: str) -> Any:
        return Client().get(reverse(f"feeds:{name}", args=[self.event.slug]))


def _facts(page: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    facts: dict[str, Any] = json.loads(block[1])
    return facts


def test_nothing_shows_before_a_release_that_has_it() -> None:
    forum = Forum(stream="", start=PAST, recording="")
    forum.release()

    Session.objects.update(stream=STREAM, recording=RECORDING)
    before = forum.page()
    forum.release()

    assert RECORDING not in before
    assert RECORDING in forum.page()


def test_the_stream_shows_until_the_end_and_the_recording_from_then_on() -> None:
    coming, over = Forum(), Forum(start=PAST)
    coming.release()
    over.release()

    shown = [
        [url in page.replace("&amp;", "&") for url in (STREAM, RECORDING)]
        for page in (coming.page(), over.page())
    ]

    assert shown == [[True, False], [False, True]]
    assert "live.example</bdi>" in coming.page()


def test_a_session_that_is_called_off_has_neither() -> None:
    forum = Forum(start=PAST, status=SessionStatus.CANCELLED)
    forum.release()

    assert RECORDING not in forum.page()
    assert "links" not in forum.read("schedule-xml").content.decode()


def test_a_page_is_made_again_when_the_session_ends() -> None:
    forum = Forum()
    forum.release()
    session = published_agenda(forum.event).sessions[0]

    store.clear()
    forum.page()

    (page,) = [page for page in store._pages.values() if b"live.example" in page.body]
    assert page.fresh_until == session.end.timestamp()
    assert next_media_change([session], session.end) is None
    assert media_at(session, session.end - timedelta(seconds=1)) == Media(stream=STREAM)
    assert media_at(session, session.end) == Media(recording=RECORDING)


def test_what_is_on_now_leads_to_its_stream() -> None:
    forum = Forum()
    make_session(forum.event, start=NOON + timedelta(hours=1), stream="https://later.example/")
    forum.release()
    path = reverse("programme:now", args=[forum.event.slug])

    page = Client().get(f"{path}?at=2030-05-02T20:30").content.decode()

    assert "https://live.example/hall" in page
    assert "later.example" not in page


def test_search_engines_learn_of_both() -> None:
    coming, over = Forum(), Forum(start=PAST)
    coming.release()
    over.release()

    ahead, after = _facts(coming.page()), _facts(over.page())

    assert ahead["location"][1] == {"@type": "VirtualLocation", "url": STREAM}
    assert ahead["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert "recordedIn" not in ahead
    assert after["recordedIn"]["url"] == RECORDING
    assert after["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")


@pytest.mark.parametrize(("start", "url"), [(NOON, STREAM), (PAST, RECORDING)])
def test_both_schedules_link_to_what_there_is(start: datetime, url: str) -> None:
    forum = Forum(start=start)
    forum.release()

    document = json.loads(forum.read("schedule-json").content)
    root = etree.fromstring(forum.read("schedule-xml").content)

    days = document["schedule"]["conference"]["days"]
    (entry,) = [row for day in days for rooms in day["rooms"].values() for row in rooms]
    assert [link["url"] for link in entry["links"]] == [url]
    assert [link.get("href") for link in root.iter("link")] == [url]


def test_a_calendar_has_the_stream_as_a_conference() -> None:
    forum = Forum()
    forum.release()

    (item,) = Calendar.from_ical(forum.read("agenda").content).walk("VEVENT")

    assert str(item["conference"]) == STREAM
    assert item["conference"].params["LABEL"] == "Live stream"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("", RECORDING, "Recording added"),
        (RECORDING, STREAM, "Recording changed"),
        (RECORDING, "", "Recording removed"),
    ],
)
def test_a_release_names_what_changed_without_the_url(before: str, after: str, line: str) -> None:
    forum = Forum(recording=before)
    forum.release()
    Session.objects.update(recording=after)

    (change,) = forum.release().changes

    with in_language("en"):
        assert (change["kind"], change_lines(change)) == ("changed", [line])


def test_a_release_of_an_older_format_has_neither() -> None:
    forum = Forum()
    payload = forum.release().payload | {"format": 4}
    for name in ("stream", "recording"):
        del payload["sessions"][0][name]

    agenda = payloads.from_payload(payload)

    assert agenda.sessions[0].media == NO_MEDIA
    assert payloads.from_payload(payloads.payload(agenda)) == agenda


def test_a_release_is_read_as_it_was_written() -> None:
    forum = Forum()
    forum.release()

    assert draft_agenda(forum.event, public_only=True).sessions[0].media == Media(STREAM, RECORDING)
    assert published_agenda(forum.event).sessions[0].media == Media(STREAM, RECORDING)
    assert pending_changes(forum.event) == []


def test_a_withdrawn_session_shows_neither() -> None:
    forum = Forum(start=PAST)
    forum.release()

    withdraw_session(event=forum.event, guid=str(forum.session.guid), by=forum.editor)

    assert RECORDING not in forum.page()


@pytest.mark.parametrize(
    "url",
    [
        "http://video.example/1",
        "javascript:alert(1)",
        "JavaScript://video.example/%0aalert(1)",
        "data:text/html,x",
        "//video.example/1",
        "https://",
        "https://video.example/\r\nATTENDEE:mailto:evil@example.org",
    ],
)
def test_a_url_that_is_not_https_is_refused(url: str) -> None:
    forum = Forum()
    for name in ("stream", "recording"):
        setattr(forum.session, name, url)

    with pytest.raises(ValidationError) as error:
        forum.session.full_clean()

    assert {*error.value.message_dict} == {"stream", "recording"}


def test_markup_in_a_url_stays_text() -> None:
    forum = Forum(start=PAST, recording='https://video.example/"onclick="x<b>')
    forum.release()

    page = forum.page()

    assert '"onclick="' not in page
    assert "x<b>" not in page


def test_a_copy_of_a_session_has_neither() -> None:
    forum = Forum()

    copy = duplicate_session(session=forum.session, by=forum.editor)

    assert (copy.stream, copy.recording) == ("", "")


def test_a_session_on_air_has_its_stream_at_this_moment() -> None:
    forum = Forum(start=timezone.now() - timedelta(minutes=5))
    forum.release()

    assert "Watch live" in forum.page()
