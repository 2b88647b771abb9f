"""What is released is read from the release: a changed row changes no public page of the agenda."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from core.text.own_language import own_language
from events.models import Event, Venue
from programme.agenda import payloads
from programme.agenda.load_agenda import draft_agenda, published_agenda
from programme.models import ScheduleRelease, Session
from programme.releases.services import NothingToRelease, pending_changes, release_agenda
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


class Forum:
    """A released agenda of one sub-forum, with a room and somebody on stage."""

    def __init__(self) -> None:
        self.event = make_event(languages=["en", "zh-hans", "fr"])
        self.sub_forum = make_sub_forum(
            self.event, slug="water", title=text("Water"), questions=text("Which rivers?")
        )
        self.room = make_room(self.event, floor="3")
        self.session = make_session(self.event, sub_forum=self.sub_forum, room=self.room)
        organisation = make_organisation(country="CN")
        self.person = make_attendee(
            make_delegation(self.event, organisation=organisation),
            given="Mei",
            family="Lin",
            office_title="市长",
            office_title_en="Mayor",
            honorific="H.E.",
        )
        make_appearance(self.session, attendee=self.person)
        self.release()

    def release(self) -> ScheduleRelease:
        return release_agenda(event=self.event, by=make_member(self.event, Role.EDITOR))

    def pages(self) -> dict[str, bytes]:
        slug, code = self.event.slug, self.session.code
        speaker = next(iter(published_agenda(self.event).speakers))
        below = (
            "",
            "agenda/",
            "agenda/?view=grid",
            "agenda/?view=rooms",
            "agenda/changes/",
            f"agenda/mine/?s={code}",
            "agenda/now/?at=2030-05-02T20:30",
            "sub-forums/",
            "sub-forums/water/",
            f"sessions/{code}/",
            "speakers/",
            f"speakers/{speaker}/",
            "search/?q=panel",
        )
        feeds = (
            "agenda.ics",
            "sub-forums/water.ics",
            f"speakers/{speaker}.ics",
            "schedule.json",
            f"sessions/{code}.ics",
            f"rooms/{self.room.guid.hex[:8]}.ics",
            "schedule.xml",
            "changes.atom",
        )
        paths = [*(f"/en/{slug}/{one}" for one in below), *(f"/{slug}/{one}" for one in feeds)]
        return {path: self.page(path) for path in paths}

    def page(self, path: str) -> bytes:
        answer = Client().get(path)
        assert answer.status_code == 200, path
        return answer.content

    def booklet(self) -> bytes:
        return self.page(f"/{self.event.slug}/programme.pdf?by=sub-forum")


def _set(row: Any, **values: Any) -> None:
    row = type(row).objects.get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _said(page: bytes) -> bytes:
    """The page without what leads from a city to its delegation: such a link is as it is now."""
    page = re.sub(rb'<a href="[^"]+/delegations/#d-[^"]+">(.+?)</a>', rb"\1", page)
    return re.sub(rb'\s*<option value="[0-9a-f]{8}"[^>]*>[^<]+</option>', b"", page)


def test_no_page_of_the_agenda_is_joined_to_a_row_that_may_change() -> None:
    forum = Forum()
    house = Venue.objects.create(event=forum.event, name=text("The other house"))
    other = make_room(forum.event, venue=house)
    organisation = forum.person.delegation.organisation
    # The front page shows the first venue as it is now.
    live = {f"/en/{forum.event.slug}/"}
    before, booklet = forum.pages(), forum.booklet()

    _set(forum.sub_forum, number=99, title=text("Another title"), colour="petal-7")
    _set(forum.room.venue, name=text("Another house"))
    _set(
        forum.room, name=text("Another room"), floor="9", capacity=7, position=9, venue=other.venue
    )
    _set(forum.session, title=text("Another panel"), sub_forum=None, room=other)
    _set(
        forum.person,
        given="Anna",
        family="Kim",
        native_name="林美",
        honorific="Dr",
        office_title="省长",
        office_title_en="Governor",
    )
    _set(organisation, name=text("Another city"), country="FR")

    after = forum.pages()
    changed = {path for path in before if _said(before[path]) != _said(after[path])}
    assert changed <= live
    assert forum.booklet() == booklet


def test_a_sub_forum_says_at_once_what_its_own_page_alone_says() -> None:
    forum = Forum()

    _set(forum.sub_forum, questions=text("Which lakes?"), host=text("Lyon"))

    page = forum.page(f"/en/{forum.event.slug}/sub-forums/water/")
    assert b"Which lakes?" in page
    assert b"Lyon" in page


def test_a_new_short_name_keeps_every_link_to_the_sub_forum() -> None:
    forum = Forum()
    base = f"/en/{forum.event.slug}"
    code = forum.session.code.encode()

    _set(forum.sub_forum, slug="rivers")

    assert code in forum.page(f"{base}/sub-forums/rivers/")
    assert code in forum.page(f"/{forum.event.slug}/sub-forums/rivers.ics")
    assert f"{base}/sub-forums/water/".encode() in forum.page(f"{base}/sessions/{code.decode()}/")
    answer = Client().get(f"{base}/sub-forums/water/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{base}/sub-forums/rivers/")


def test_a_deleted_sub_forum_stays_as_long_as_its_sessions_are_released() -> None:
    forum = Forum()
    base = f"/en/{forum.event.slug}"
    Session.objects.update(sub_forum=None)

    forum.sub_forum.delete()

    page = forum.page(f"{base}/sub-forums/water/").decode()
    assert f"sessions/{forum.session.code}/" in page
    assert "Which rivers?" not in page
    forum.page(f"/{forum.event.slug}/sub-forums/water.ics")
    assert "sub-forums/water/" in forum.page(f"{base}/sub-forums/").decode()
    forum.release()
    assert Client().get(f"{base}/sub-forums/water/").status_code == 404


def test_the_way_to_a_room_is_that_of_the_venue_it_was_released_in() -> None:
    forum = Forum()
    _set(forum.room.venue, address=text("1 River Street"))
    other = Venue.objects.create(event=forum.event, name=text("B"), address=text("2 Hill Street"))

    _set(forum.room, venue=other)

    page = forum.page(f"/en/{forum.event.slug}/sessions/{forum.session.code}/")
    assert b"1 River Street" in page
    assert b"2 Hill Street" not in page


# --- Offices --------------------------------------------------------------------------------------


def _speaker(event: Event, language: str) -> str:
    slug = next(iter(published_agenda(event).speakers))
    return Client().get(f"/{language}/{event.slug}/speakers/{slug}/").content.decode()


def test_an_office_is_in_the_language_of_the_page_or_marked_with_its_own() -> None:
    forum = Forum()

    assert '<p class="lead">市长</p>' in _speaker(forum.event, "zh-hans")
    assert '<p class="lead">Mayor</p>' in _speaker(forum.event, "en")
    marked = '<p class="lead"><span lang="en" dir="ltr">Mayor</span></p>'
    assert marked in _speaker(forum.event, "fr")


def test_a_release_from_before_offices_had_languages_is_read() -> None:
    forum = Forum()
    release = ScheduleRelease.objects.get()
    payload = release.payload | {"format": 3}
    payload["people"][0]["office_title"] = "Mayor"
    del payload["rooms"][0]["venue_guid"]
    agenda = payloads.from_payload(payload)

    person = next(iter(agenda.speakers.values()))[0]
    assert dict(person.office_title) == {"en": "Mayor"}
    ScheduleRelease.objects.filter(pk=release.pk).update(payload=payload)
    forum.page(f"/en/{forum.event.slug}/sessions/{forum.session.code}/")
    assert pending_changes(forum.event) == []


@pytest.mark.parametrize(
    ("own", "country", "language"),
    [
        ("Alcaldesa", "PE", "es"),
        ("Maire", "FR", "fr"),
        ("عمدة", "MA", "ar"),
        ("市長", "JP", "ja"),
        ("市长", "", "zh-hans"),
        ("شهردار", "IR", "fa"),
        ("Maire", "MA", "und"),
        ("Mayor", "", "und"),
        ("(…)", "FR", "und"),
        ("Мэр", "RU", "ru"),
        ("시장", "US", "ko"),
    ],
)
def test_own_words_are_of_the_language_that_script_and_country_agree_on(
    own: str, country: str, language: str
) -> None:
    assert own_language(own, country) == language


def test_own_words_stand_alone_where_there_is_no_english() -> None:
    event = make_event()
    session = make_session(event)
    one = make_attendee(make_delegation(event), office_title="Mayor", office_title_en="Mayor")
    make_appearance(session, attendee=one)
    other = make_attendee(
        make_delegation(event, organisation=make_organisation(country="FR")), office_title="Maire"
    )
    make_appearance(session, attendee=other)

    offices = [dict(one.person.office_title) for one in _stage(event) if one.person]

    assert offices == [{"en": "Mayor"}, {"fr": "Maire"}]


def _stage(event: Event) -> Any:
    return draft_agenda(event, public_only=True).sessions[0].appearances


# --- Publishing a detail --------------------------------------------------------------------------


def test_a_detail_that_no_session_changes_by_can_be_published() -> None:
    forum = Forum()
    organizer = Client()
    organizer.force_login(make_member(forum.event, Role.EDITOR))
    path = f"/admin/programme/schedulerelease/publish/{forum.event.pk}/"
    with pytest.raises(NothingToRelease):
        forum.release()

    _set(forum.person, honorific="Dr")
    _set(forum.sub_forum, number=forum.sub_forum.number + 1)

    assert "New details: Water, Mei Lin" in organizer.get(path).content.decode()
    forum.release()
    assert "Dr Mei Lin" in _speaker(forum.event, "en")
    assert "No changes: visitors already see" in organizer.get(path).content.decode()
