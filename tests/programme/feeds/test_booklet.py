"""The programme as a booklet: what stands in it, read back from the PDF."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.roles import Role
from core.pages.cache import store
from core.typesetting import TypesettingError
from events.models import Event
from programme.choices import AppearanceRole, SessionStatus, Visibility
from programme.feeds import make_booklets
from programme.feeds.booklet import ORDERS
from programme.models import Booklet
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
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
from tests.paper import claims_to_be_accessible, is_tagged, language_of, links_of, plain_text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_store() -> None:
    store.clear()


def _release(event: Event) -> None:
    release_agenda(event=event, by=make_member(event, Role.EDITOR))


def _get(event: Event, **query: str) -> Any:
    return Client().get(f"/{event.slug}/programme.pdf", query)


def _read(event: Event, **query: str) -> PdfReader:
    response = _get(event, **query)
    assert response.status_code == 200
    return PdfReader(BytesIO(response.content))


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [
        ("en", "en", "Cities learn"),
        ("zh-hans", "zh-CN", "城市互学"),
        ("fr", "fr", "Les villes apprennent"),
        ("ar", "ar", "المدن تتعلم"),
    ],
)
def test_it_is_a_tagged_document_in_the_language_asked_for(
    language: str, tag: str, title: str
) -> None:
    title_of_event = text("The forum", zh_hans="论坛", fr="Le forum", ar="المنتدى")
    event = make_event(title=title_of_event, languages=["en", "zh-hans", "fr", "ar"])
    titles = text("Cities learn", zh_hans="城市互学", fr="Les villes apprennent", ar="المدن تتعلم")
    make_session(event, title=titles)
    _release(event)

    booklet = _read(event, lang=language)

    assert booklet.metadata is not None
    assert str(booklet.metadata.title).startswith(f"{event.title.best(language).text} · ")
    assert (language_of(booklet), is_tagged(booklet)) == (tag, True)
    assert claims_to_be_accessible(booklet)
    # Words, for readers of PDF put those of Arabic in the order in which they stand on the line.
    assert set(title.split()) <= set(plain_text(booklet).split())


@pytest.mark.parametrize("order", ["day", "sub-forum"])
def test_every_session_of_the_release_is_there_and_none_of_the_draft(order: str) -> None:
    event = make_event()
    sub_forum = make_sub_forum(event)
    for number in range(12):
        own = sub_forum if number % 2 else None
        start = NOON + timedelta(hours=number)
        make_session(event, title=text(f"Released {number:02}"), start=start, sub_forum=own)
    _release(event)
    make_session(event, title=text("Only drafted"))

    shown = plain_text(_read(event, by=order))

    # Once in the contents and once in its place.
    assert [shown.count(f"Released {number:02}") for number in range(12)] == [2] * 12
    assert "Only drafted" not in shown


def test_a_sub_forum_that_got_another_address_since_keeps_its_sessions() -> None:
    event = make_event()
    sub_forum = make_sub_forum(event, slug="before", title=text("Green cities"))
    make_session(event, title=text("Rivers"), sub_forum=sub_forum)
    _release(event)
    sub_forum.slug = "after"
    sub_forum.save()

    shown = plain_text(_read(event, by="sub-forum"))

    assert "not been published yet" not in shown
    assert shown.rindex("Green cities") < shown.rindex("Rivers")


def test_a_sub_forum_says_what_it_is_about() -> None:
    event = make_event()
    make_session(event)
    make_sub_forum(
        event,
        title=text("Green cities"),
        description=text("Water, air, soil."),
        questions=text("Who pays?\nWho decides?"),
        host=text("Oslo"),
    )
    _release(event)

    shown = plain_text(_read(event, by="sub-forum"))

    assert "Water, air, soil. Hosted by Oslo Questions • Who pays? • Who decides?" in shown
    assert "The sessions of this sub-forum have not been published yet." in shown


def test_a_session_says_when_where_in_which_language_and_who() -> None:
    event = make_event()
    room = make_room(event, name=text("Pearl Hall"), floor="3")
    session = make_session(
        event,
        title=text("Rivers"),
        abstract=text("Clean *water*.\n\n- for all"),
        room=room,
        floor_languages=["en"],
        interpretation_languages=["fr", "es"],
    )
    city = make_organisation(name=text("Lyon"))
    speaker = make_attendee(
        make_delegation(event, organisation=city),
        given="Marie",
        family="Durand",
        native_name="玛丽",
        office_title_en="Mayor",
    )
    make_appearance(session, attendee=speaker, role=AppearanceRole.CHAIR)
    make_appearance(session, placeholder=text("Mayor of Oslo, to be confirmed"), position=1)
    _release(event)

    booklet = _read(event)
    shown = plain_text(booklet)

    assert "20:00 – 21:00 Rivers Panel · Pearl Hall · floor 3 · Congress centre" in shown
    assert "Languages spoken: English Interpreted into: French, Spanish" in shown
    assert "Chair Marie Durand 玛丽 — Mayor, Lyon Speaker Mayor of Oslo, to be confirmed" in shown
    assert "Clean water. – for all" in shown
    assert f"http://localhost/en/{event.slug}/sessions/{session.code}/" in links_of(booklet)


def test_sessions_at_the_same_time_are_said_to_be_and_a_place_may_be_open() -> None:
    event = make_event()
    for _ in range(3):
        make_session(event, title=text("Somewhere"))
    _release(event)

    shown = plain_text(_read(event))

    assert shown.count("3 sessions at the same time") == 1
    assert shown.count("Panel · To be announced") == 3


def test_a_cancelled_session_says_so() -> None:
    event = make_event()
    session = make_session(event, title=text("Rivers"))
    _release(event)
    session.status = SessionStatus.CANCELLED
    session.save()
    _release(event)

    shown = plain_text(_read(event))

    assert "Cancelled · This session has been cancelled. Rivers" in shown
    assert "Version 2, published" in shown


def test_nothing_private_is_in_it() -> None:
    event = make_event()
    session = make_session(event, office_note="Bring the red folder")
    make_session(event, title=text("Dinner of the heads"), visibility=Visibility.PARTICIPANTS)
    make_session(event, title=text("Rehearsal with lights"), visibility=Visibility.INTERNAL)
    person = make_attendee(
        make_delegation(event), given="Marie", email="marie@example.org", phone="+33 4 5555"
    )
    make_appearance(session, attendee=person)
    _release(event)

    shown = plain_text(_read(event)) + plain_text(_read(event, by="sub-forum"))

    assert "Marie" in shown
    for secret in ("red folder", "Dinner of the heads", "lights", "example.org", "5555"):
        assert secret not in shown


@pytest.mark.parametrize(
    "title",
    ['#read("/etc/passwd")', "*bold* _and_ $x$", "] #] \\", "<script>alert(1)</script>", "{{ x }}"],
)
def test_a_title_that_looks_like_markup_stays_text(title: str) -> None:
    event = make_event(title=text(title), theme=text(title))
    make_session(event, title=text(title), room=make_room(event, name=text(title)))
    _release(event)

    # Cover, contents, head of each page, the session itself and its room.
    assert plain_text(_read(event)).count(" ".join(title.split())) >= 6


def test_words_without_end_and_control_characters_are_set_all_the_same() -> None:
    event = make_event(title=text("W" * 200))
    make_session(event, title=text("x" * 250), abstract=text("a\x01b " + "y" * 3000))
    _release(event)

    shown = plain_text(_read(event)).replace(" ", "")

    assert "x" * 250 in shown
    assert "ab" + "y" * 200 in shown


def test_there_is_no_booklet_before_the_first_release_nor_of_nothing() -> None:
    event = make_event()
    make_session(event)
    before = _get(event).status_code
    empty = make_event()
    _release(empty)

    assert (before, _get(empty).status_code) == (404, 404)


@pytest.mark.parametrize("query", [{"lang": "xx"}, {"lang": "ar"}, {"by": "room"}])
def test_what_nobody_links_to_is_not_made(query: dict[str, str]) -> None:
    event = make_event()
    make_session(event)
    _release(event)

    assert _get(event, **query).status_code == 404
    assert len(store) == 0


def test_it_is_made_once_for_each_release() -> None:
    event = make_event()
    make_session(event)
    _release(event)
    first = _get(event, lang="fr", by="sub-forum")
    etag = first.headers["ETag"]

    queries = count_queries(lambda: _get(event, lang="fr", by="sub-forum"))
    again = Client().get(
        f"/{event.slug}/programme.pdf?by=sub-forum&lang=fr", headers={"If-None-Match": etag}
    )

    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == (
        f'inline; filename="{event.slug}-programme-sub-forum-fr.pdf"'
    )
    assert (queries, again.status_code, again.content) == (1, 304, b"")


def test_the_worker_makes_each_booklet_once_after_a_release(monkeypatch: Any) -> None:
    event = make_event(languages=["en", "fr"])
    session = make_session(event)
    _release(event)
    by_a_reader = _get(event, lang="fr", by="sub-forum").content
    store.clear()

    made = make_booklets.make_booklets()
    with monkeypatch.context() as idle:
        idle.setattr(make_booklets, "typeset", _never)
        again = make_booklets.make_booklets()
        event.venues.create(name=text("Annexe"))
        after_an_edit = make_booklets.make_booklets()
        answers = [_get(event, lang=one, by=two) for one in event.languages for two in ORDERS]

    assert (made, again, after_an_edit) == (4, 0, 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert answers[3].content == by_a_reader
    assert len({answer.content for answer in answers}) == 4
    session.title = text("Moved")
    session.save()
    _release(event)
    assert "Moved" in plain_text(_read(event))
    assert Booklet.objects.get(language="en", order="day").version == 1


def _never(*_values: Any) -> bytes:
    raise AssertionError("Typeset again.")


def test_readers_do_not_wait_for_one_who_waits() -> None:
    event = make_event()
    make_session(event)
    _release(event)

    _get(event)
    event.save()
    with make_booklets._setting:
        answer = _get(event, lang="fr")

    assert answer.status_code == 503
    assert (answer.headers["Retry-After"], answer.headers["Refresh"]) == ("3", "3")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "en préparation" in answer.content.decode()
    assert _get(event, lang="fr").status_code == 200


def test_eight_cold_readers_leave_the_others_their_threads(live_server: Any) -> None:
    event = make_event()
    for number in range(40):
        make_session(event, title=text(f"Session {number}"), abstract=text("Water. " * 80))
    _release(event)
    url = f"{live_server.url}/{event.slug}/programme.pdf"

    def ask(_number: int) -> int:
        try:
            with urlopen(url, timeout=30) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code

    with ThreadPoolExecutor(8) as readers:
        found = sorted(readers.map(ask, range(8)))

    # Anyone who comes after it is made has it too; nobody sets it beside somebody else.
    assert set(found) <= {200, 503}
    assert found.count(200) >= 1
    assert found.count(503) >= 1


def test_a_booklet_of_an_older_revision_is_sent_and_not_kept() -> None:
    event = make_event()
    make_session(event)
    _release(event)
    make_booklets.make_booklets()
    event.theme = text("Another theme")
    event.save()

    before = plain_text(_read(event))
    kept = len(store)
    make_booklets.make_booklets()

    assert ("Another theme" in before, kept) == (False, 0)
    assert "Another theme" in plain_text(_read(event))


def test_what_cannot_be_typeset_is_tried_once(monkeypatch: Any, caplog: Any) -> None:
    event = make_event(languages=["en"])
    make_session(event)
    _release(event)

    def fail(*_values: Any) -> bytes:
        raise TypesettingError("no")

    monkeypatch.setattr(make_booklets, "typeset", fail)
    made = [make_booklets.make_booklets(), make_booklets.make_booklets()]

    assert made == [2, 0]
    assert caplog.text.count("could not be set") == 2
    assert _get(event).status_code == 404


def test_events_without_sessions_or_visitors_keep_no_worker_busy() -> None:
    empty, draft = make_event(languages=["en"]), make_event(status="draft")
    make_session(draft)
    for event in (empty, draft):
        _release(event)

    assert [make_booklets.make_booklets(), make_booklets.make_booklets()] == [2, 0]
    assert not Booklet.objects.filter(event=draft).exists()


def test_every_process_makes_the_same_bytes() -> None:
    event = make_event()
    make_session(event)
    _release(event)
    first = _get(event).content
    store.clear()

    assert _get(event).content == first


def test_more_sessions_take_no_more_queries() -> None:
    counts = []
    for size in (1, 3):
        event = make_event()
        for _ in range(size):
            session = make_session(event, sub_forum=make_sub_forum(event), room=make_room(event))
            make_appearance(session, attendee=make_attendee(make_delegation(event)))
        _release(event)
        counts.append(count_queries(lambda event=event: _get(event, by="sub-forum")))  # type: ignore[misc]

    assert counts == [7, 7]


def test_the_agenda_leads_to_both_booklets_in_its_language() -> None:
    event = make_event()
    make_session(event)
    before = Client().get(f"/fr/{event.slug}/agenda/").content.decode()
    _release(event)

    page = Client().get(f"/fr/{event.slug}/agenda/").content.decode()

    assert "programme.pdf" not in before
    assert f'href="/{event.slug}/programme.pdf?by=day&amp;lang=fr">Programme par jour<' in page
    assert 'programme.pdf?by=sub-forum&amp;lang=fr">Programme par sous-forum<' in page
