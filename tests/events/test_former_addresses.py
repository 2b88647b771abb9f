"""An address that somebody kept leads to its page for ever, whatever the page is called since."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from core.pages.cache import store
from events.choices import EventStatus
from events.history.records import restore
from events.models import Event, FormerAddress, NewsItem, Page
from events.public import current_revision
from programme.models import SubForum
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_news,
    make_page,
    make_room,
    make_session,
    make_sub_forum,
    make_subscriber,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _rename_by_save(row: Any, slug: str) -> None:
    row.slug = slug
    row.save()


def _rename_by_some_fields(row: Any, slug: str) -> None:
    row.slug = slug
    row.save(update_fields=["slug"])


def _rename_by_update(row: Any, slug: str) -> None:
    type(row).objects.filter(pk=row.pk).update(slug=slug)


def _rename_by_bulk_update(row: Any, slug: str) -> None:
    row.slug = slug
    type(row).objects.bulk_update([row], ["slug"])


WAYS = (_rename_by_save, _rename_by_some_fields, _rename_by_update, _rename_by_bulk_update)


def _event(event: Event) -> Event:
    return event


def _shown_page(event: Event) -> Page:
    return make_page(event, slug="visa", is_published=True)


def _shown_news(event: Event) -> NewsItem:
    return make_news(event, slug="opening", published_at=timezone.now())


def _shown_sub_forum(event: Event) -> SubForum:
    return make_sub_forum(event, slug="water")


ROWS: dict[str, Any] = {
    "/fr/{event}/": _event,
    "/ar/{event}/info/{slug}/": _shown_page,
    "/en/{event}/news/{slug}/": _shown_news,
    "/zh-hans/{event}/sub-forums/{slug}/": _shown_sub_forum,
    "/{event}/sub-forums/{slug}.ics": _shown_sub_forum,
}


def _address(pattern: str, event: Event, row: Any) -> str:
    return pattern.format(event=event.slug, slug=row.slug)


def _asked(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("pattern", ROWS)
def test_every_former_address_leads_to_the_one_of_today(pattern: str) -> None:
    event = make_event()
    row: Any = ROWS[pattern](event)
    former = []

    for number, rename in enumerate(WAYS):
        path = _address(pattern, Event.objects.get(pk=event.pk), row)
        assert _asked(path) == (200, "")
        former.append(path)
        rename(row, f"name-{number}")
        row = type(row).objects.get(pk=row.pk)

    today = _address(pattern, Event.objects.get(pk=event.pk), row)
    assert [_asked(path) for path in former] == [(301, today)] * len(WAYS)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/en/old/agenda/?view=grid&utm=x", "/en/new/agenda/?view=grid"),
        ("/es/old/agenda/now/?at=2030-05-02T09:00", "/es/new/agenda/now/?at=2030-05-02T09%3A00"),
        ("/en/old/delegations/", "/en/new/delegations/"),
        ("/fr/old/search/?q=maire&x=1", "/fr/new/search/?q=maire"),
        ("/en/old/offline.json", "/en/new/offline.json"),
        ("/en/old/manifest.webmanifest", "/en/new/manifest.webmanifest"),
        ("/old/agenda.ics?lang=ar", "/new/agenda.ics?lang=ar"),
        ("/old/starred.ics?s=ABCDEF&lang=fr", "/new/starred.ics?s=ABCDEF&lang=fr"),
        ("/old/schedule.json?lang=zh-hans&_=1", "/new/schedule.json?lang=zh-hans"),
        ("/old/schedule.xml", "/new/schedule.xml"),
        ("/old/changes.atom?lang=es", "/new/changes.atom?lang=es"),
        ("/old/news.atom", "/new/news.atom"),
        ("/old/programme.pdf?by=day&lang=fr", "/new/programme.pdf?by=day&lang=fr"),
        ("/old/card.png?lang=en", "/new/card.png?lang=en"),
        ("/en/old/newsletter/leave/token/", "/en/new/newsletter/leave/token/"),
    ],
)
def test_everything_below_an_event_moves_with_it(path: str, kept: str) -> None:
    event = make_event(slug="old")

    _rename_by_save(event, "new")

    assert _asked(path) == (301, kept)


def test_the_redirect_is_asked_for_each_time_and_may_be_read_by_other_sites() -> None:
    _rename_by_save(make_event(slug="old"), "new")

    answer = Client().get("/old/schedule.json?lang=en")

    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_event_and_page_may_both_have_moved() -> None:
    event = make_event(slug="old")
    page = _shown_page(event)

    _rename_by_save(event, "new")
    _rename_by_save(Page.objects.get(pk=page.pk), "entry")

    assert _asked("/en/old/info/visa/") == (301, "/en/new/info/entry/")


def test_a_page_that_moved_to_another_event_is_found_there() -> None:
    event, other = make_event(slug="first"), make_event(slug="second")
    page = _shown_page(event)

    page.event = other
    page.save()

    assert _asked("/en/first/info/visa/") == (301, "/en/second/info/visa/")


def test_a_row_is_found_under_every_name_that_it_had_and_returns_to_one() -> None:
    event = make_event()
    page = _shown_page(event)
    for slug in ("entry", "visa", "arrival", "entry"):
        _rename_by_save(page, slug)

    base = f"/en/{event.slug}/info"
    assert _asked(f"{base}/entry/") == (200, "")
    assert _asked(f"{base}/visa/") == (301, f"{base}/entry/")
    assert _asked(f"{base}/arrival/") == (301, f"{base}/entry/")


def test_the_living_one_has_a_name_that_another_left() -> None:
    event = make_event()
    first = _shown_page(event)
    _rename_by_save(first, "entry")
    second = make_page(event, slug="visa", is_published=True, title=text("The second"))
    base = f"/en/{event.slug}/info"
    assert b"The second" in Client().get(f"{base}/visa/").content

    _rename_by_save(second, "papers")
    assert _asked(f"{base}/visa/") == (301, f"{base}/papers/")
    second.delete()

    assert _asked(f"{base}/visa/") == (301, f"{base}/entry/")


def test_two_rows_that_swap_their_names_each_show_their_own_page() -> None:
    event = make_event()
    one, other = (make_page(event, slug=slug, is_published=True, title=text(slug)) for slug in "ab")
    for row, slug in ((one, "c"), (other, "a"), (one, "b")):
        _rename_by_save(row, slug)

    base = f"/en/{event.slug}/info"
    assert b"<h1>b</h1>" in Client().get(f"{base}/a/").content
    assert b"<h1>a</h1>" in Client().get(f"{base}/b/").content
    assert _asked(f"{base}/c/") == (301, f"{base}/b/")


def test_stars_stay_with_an_event_that_has_another_name() -> None:
    event = make_event()
    before = Client().get(f"/en/{event.slug}/").content

    _rename_by_save(event, "another-name")

    kept = f'data-behaviour="stars" data-event="{event.guid}"'.encode()
    assert kept in before
    assert kept in Client().get("/en/another-name/").content


@pytest.mark.parametrize("rename", [_rename_by_save, _rename_by_update])
def test_an_event_that_takes_a_name_never_shows_a_kept_page_of_the_other(rename: Any) -> None:
    one, other = (make_event(slug=slug, title=text(f"Forum {slug}")) for slug in ("one", "two"))
    assert b"Forum one" in Client().get("/en/one/").content
    kept = current_revision("one") or 0
    # The next change would give the other the revision of the page that is kept.
    Event.objects.filter(pk=other.pk).update(revision=kept - 1)

    _rename_by_save(Event.objects.get(pk=one.pk), "three")
    rename(other, "one")

    assert (current_revision("one") or 0) > kept
    assert b"Forum two" in Client().get("/en/one/").content


def test_a_state_brought_back_and_a_row_brought_back_keep_what_leads_to_them() -> None:
    event = make_event()
    page = _shown_page(event)
    by = make_member(event, Role.EDITOR)
    _rename_by_save(page, "entry")
    base = f"/en/{event.slug}/info"

    restore(record=page.history.earliest(), by=by)
    assert _asked(f"{base}/entry/") == (301, f"{base}/visa/")
    Page.objects.get(pk=page.pk).delete()
    assert _asked(f"{base}/entry/")[0] == 404
    restore(record=Page.history.latest(), by=by)

    assert _asked(f"{base}/entry/") == (301, f"{base}/visa/")


def test_rows_written_over_many_at_once_keep_their_addresses() -> None:
    event = make_event()
    page = _shown_page(event)
    row = Page(event=event, guid=page.guid, slug="entry", title=page.title, is_published=True)

    Page.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["guid"], update_fields=["slug"]
    )

    assert _asked(f"/en/{event.slug}/info/visa/") == (301, f"/en/{event.slug}/info/entry/")


@pytest.mark.parametrize("pattern", ["/en/{event}/info/{slug}/", "/en/{event}/news/{slug}/"])
def test_a_former_address_says_nothing_of_what_is_not_public(pattern: str) -> None:
    event = make_event()
    public = ROWS["/ar" + pattern[3:] if "info" in pattern else pattern](event)
    path = _address(pattern, event, public)
    _rename_by_save(public, "known")
    draft = (
        make_page(event, slug="secret", is_published=False)
        if "info" in pattern
        else make_news(event, slug="secret", published_at=None)
    )
    hidden = _address(pattern, event, draft)
    _rename_by_save(draft, path.split("/")[-2])  # a draft takes the name that is public
    _rename_by_save(draft, "still-secret")

    assert _asked(hidden)[0] == 404
    assert _asked(path) == (301, pattern.format(event=event.slug, slug="known"))


def test_an_event_that_is_not_public_is_found_under_no_name() -> None:
    event = make_event(slug="secret", status=EventStatus.DRAFT)
    page = _shown_page(event)
    _rename_by_save(event, "more-secret")

    for path in ("/en/secret/", f"/en/secret/info/{page.slug}/", "/secret/agenda.ics"):
        assert _asked(path)[0] == 404


def test_a_draft_that_takes_the_name_of_a_public_event_does_not_hide_it() -> None:
    _rename_by_save(make_event(slug="forum"), "forum-2030")
    make_event(slug="forum", status=EventStatus.DRAFT)

    assert _asked("/en/forum/") == (301, "/en/forum-2030/")


def test_the_desk_keeps_its_bookmarks_and_strangers_learn_nothing() -> None:
    event = make_event(slug="old")
    officer = make_member(event, Role.DELEGATIONS_OFFICER)
    stranger = make_member(make_event(), Role.DELEGATIONS_OFFICER)
    _rename_by_save(event, "new")
    client = Client()

    client.force_login(officer)
    answer = client.get("/staff/old/attendees/?q=ana&order=precedence")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/staff/new/attendees/?q=ana&order=precedence",
    )
    assert "no-store" in answer.headers["Cache-Control"]
    client.force_login(stranger)
    assert client.get("/staff/old/attendees/").status_code == 404


def test_a_mail_program_unsubscribes_under_a_former_name_without_a_redirect() -> None:
    from events.newsletter.services import leave_token  # noqa: PLC0415

    event = make_event(slug="old")
    subscriber = make_subscriber(event)
    path = f"/en/old/newsletter/leave/{leave_token(subscriber.guid)}/"
    _rename_by_save(event, "new")

    answer = Client().post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not event.subscribers.exists()


def test_a_page_that_is_where_it_was_asks_for_nothing_more() -> None:
    event = make_event()
    page = _shown_page(event)
    path = f"/en/{event.slug}/info/{page.slug}/"
    Client().get(path)  # what is planned is asked once for each revision
    store.clear()
    plain = count_queries(lambda: Client().get(path))
    store.clear()
    FormerAddress.objects.create(kind="page", event=event, slug=page.slug, guid=uuid4())

    assert count_queries(lambda: Client().get(path)) == plain


def _release(event: Event) -> None:
    release_agenda(event=event, by=make_member(event, Role.EDITOR))


def test_a_corrected_name_keeps_the_page_and_the_calendar_of_a_speaker() -> None:
    event = make_event()
    session = make_session(event, room=make_room(event))
    person = make_attendee(make_delegation(event), given="Anna", family="Muller")
    make_appearance(session, attendee=person)
    _release(event)
    sign = person.guid.hex[:8]
    assert _asked(f"/fr/{event.slug}/speakers/anna-muller-{sign}/")[0] == 200

    person.family = "Møller"
    person.save()
    # Released or not: what stands in the agenda is the name of the page.
    ahead = _asked(f"/fr/{event.slug}/speakers/anna-moller-{sign}/")
    _release(event)

    assert ahead == (301, f"/fr/{event.slug}/speakers/anna-muller-{sign}/")
    for name, ending in ((f"/fr/{event.slug}", "/"), (f"/{event.slug}", ".ics")):
        old, new = (f"{name}/speakers/anna-{one}-{sign}{ending}" for one in ("muller", "moller"))
        assert _asked(old) == (301, new)
        assert _asked(new)[0] == 200
    assert _asked(f"/fr/{event.slug}/speakers/{'0' * 8}/")[0] == 404


def test_a_filter_by_a_sub_forum_holds_when_its_name_changes() -> None:
    event = make_event()
    sub_forum = make_sub_forum(event, slug="water")
    make_session(event, sub_forum=sub_forum, title=text("On rivers"))
    _release(event)
    _rename_by_save(sub_forum, "rivers")
    agenda = f"/en/{event.slug}/agenda/"
    assert _asked(f"{agenda}?track=rivers&view=rooms") == (
        301,
        f"{agenda}?view=rooms&track=water",
    )
    make_session(event, sub_forum=sub_forum)
    _release(event)

    assert _asked(f"{agenda}?track=water&view=rooms&q=river") == (
        301,
        f"{agenda}?view=rooms&track=rivers&q=river",
    )
    assert _asked(f"{agenda}?track=rivers")[0] == 200
    assert _asked(f"{agenda}?track=nothing")[0] == 200
