"""Who changed what from what to what, and bringing it back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from events.history.records import CannotRestore, load_history, restore
from events.models import Event, Page
from programme.models import Appearance, Session
from tests.factories import (
    NOON,
    make_appearance,
    make_event,
    make_member,
    make_page,
    make_room,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db
WITHIN = [(Appearance, "session")]


def editor_of(event: Event, client: Client, role: Role = Role.EDITOR) -> User:
    user = make_member(event, role)
    client.force_login(user)
    return user


def save(row: Any, by: User | None = None, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_by = by
    row.save()


def lines(row: Any, children: Any = ()) -> list[str]:
    return [
        f"{one.label}: {one.old} → {one.new}"
        for entry in load_history(row, children)
        if entry.kind == "~"
        for one in entry.changes
    ]


def test_each_field_says_what_it_was_and_what_it_is_by_language() -> None:
    event = make_event()
    session = make_session(event, title=text("Opening"), room=make_room(event, name=text("Hall A")))
    save(session, title=text("Grand opening", zh_hans="开幕式"), kind="ceremony", room=None)

    assert sorted(lines(session)) == [
        "Kind: Panel → Ceremony",
        "Room: Hall A → ",
        "Title (English): Opening → Grand opening",
        "Title (简体中文):  → 开幕式",
    ]


def test_people_on_stage_are_part_of_the_history_of_their_session() -> None:
    session = make_session(make_event())
    appearance = make_appearance(session, placeholder=text("Mayor of Lyon"))
    save(appearance, role="chair")

    assert lines(session, WITHIN) == ["Role: Speaker → Chair"]


def test_the_history_names_who_did_it(client: Client) -> None:
    event = make_event()
    page = make_page(event, title=text("Before"))
    user = editor_of(event, client)
    client.post(
        f"/admin/events/page/{page.pk}/change/",
        {"event": event.pk, "slug": page.slug, "title_en": "After", "position": 0},
    )

    html = client.get(f"/admin/events/page/{page.pk}/history/").content.decode()

    assert user.email in html
    assert "<del>Before</del> → <ins>After</ins>" in html


def test_an_earlier_state_comes_back_as_a_change_with_an_author(client: Client) -> None:
    event = make_event()
    page = make_page(event, title=text("First"))
    save(page, title=text("Second"))
    user = editor_of(event, client)
    html = client.get(f"/admin/events/page/{page.pk}/history/").content.decode()
    (way,) = re.findall(r'action="([^"]+/restore/[^"]+)"', html)

    client.post(way)

    page.refresh_from_db()
    assert (page.title, page.updated_by) == (text("First"), user)
    assert lines(page)[0] == "Title (English): Second → First"


def test_a_deleted_session_comes_back_with_who_was_on_stage(client: Client) -> None:
    event = make_event()
    session = make_session(event, title=text("Gone too soon"))
    make_appearance(session, placeholder=text("Mayor of Lyon"))
    guid, code = session.guid, session.code
    user = editor_of(event, client)
    client.post(f"/admin/programme/session/{session.pk}/delete/", {"post": "yes"})
    assert not Session.objects.exists()

    page = client.get("/admin/programme/session/").content.decode()
    (deleted,) = re.findall(r'href="([^"]+/deleted/)"', page)
    html = client.get(deleted).content.decode()
    (way,) = re.findall(r'action="([^"]+/restore/[^"]+)"', html)
    client.post(way)

    again = Session.objects.get()
    assert (again.guid, again.code, again.title) == (guid, code, text("Gone too soon"))
    assert again.appearances.get().placeholder == text("Mayor of Lyon")
    assert user.email in html


def test_somebody_taken_off_the_stage_comes_back_alone(client: Client) -> None:
    event = make_event()
    session = make_session(event)
    appearance = make_appearance(session, placeholder=text("Mayor of Lyon"))
    appearance.delete()
    editor_of(event, client)
    html = client.get(f"/admin/programme/session/{session.pk}/history/").content.decode()
    way, *_older = re.findall(r'action="([^"]+/restore/historicalappearance-[^"]+)"', html)

    response = client.post(way)

    assert session.appearances.get().placeholder == text("Mayor of Lyon")
    assert response.headers["Location"] == f"/admin/programme/session/{session.pk}/change/"


def test_what_it_stood_in_may_be_gone_and_is_then_empty() -> None:
    event = make_event()
    room = make_room(event)
    session = make_session(event, room=room)
    session.delete()
    room.delete()

    restore(record=Session.history.first(), by=make_member(event, Role.EDITOR))

    assert Session.objects.get().room is None


def test_without_its_event_nothing_comes_back() -> None:
    event, other = make_event(), make_event()
    page = make_page(event)
    page.delete()
    event.delete()

    with pytest.raises(CannotRestore, match="event"):
        restore(record=Page.history.first(), by=make_member(other, Role.EDITOR))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.SUB_FORUM_EDITOR])
def test_who_may_not_edit_brings_nothing_back(client: Client, role: Role) -> None:
    event = make_event()
    page = make_page(event, title=text("First"))
    save(page, title=text("Second"))
    gone = make_page(event)
    gone.delete()
    editor_of(event, client, role)

    for record in Page.history.all():
        client.post(f"/admin/events/page/restore/historicalpage-{record.pk}/")

    assert [one.title for one in Page.objects.all()] == [text("Second")]


def test_another_event_is_not_found(client: Client) -> None:
    event, other = make_event(), make_event()
    page = make_page(other, title=text("First"))
    save(page, title=text("Second"))
    gone = make_page(other, title=text("Their secret"))
    gone.delete()
    editor_of(event, client, Role.ADMINISTRATOR)

    answers = {
        client.post(f"/admin/events/page/restore/historicalpage-{one.pk}/").status_code
        for one in Page.history.all()
    }

    assert answers == {404}
    assert "Their secret" not in client.get("/admin/events/page/deleted/").content.decode()
    assert client.get(f"/admin/events/page/{page.pk}/history/").status_code == 404
    page.refresh_from_db()
    assert page.title == text("Second")


def test_a_sub_forum_editor_brings_back_states_of_their_own_sessions_only(client: Client) -> None:
    event = make_event()
    own, foreign = make_sub_forum(event), make_sub_forum(event)
    own.editors.add(editor_of(event, client, Role.SUB_FORUM_EDITOR))
    sessions = [make_session(event, sub_forum=one, title=text("First")) for one in (own, foreign)]
    for session in sessions:
        save(session, title=text("Second"))

    for record in Session.history.filter(history_type="+"):
        client.post(f"/admin/programme/session/restore/historicalsession-{record.pk}/")

    titles = [Session.objects.get(pk=one.pk).title for one in sessions]
    assert titles == [text("First"), text("Second")]


def test_a_state_brought_back_shows_to_visitors_at_once(client: Client) -> None:
    event = make_event()
    page = make_page(event, title=text("First"))
    save(page, title=text("Second"))
    path = f"/en/{event.slug}/info/{page.slug}/"
    assert b"Second" in client.get(path).content

    restore(record=page.history.last(), by=make_member(event, Role.EDITOR))

    assert b"First" in client.get(path).content


def test_times_are_told_in_the_zone_of_the_reader() -> None:
    session = make_session(make_event())
    save(session, end=NOON + timedelta(hours=2))

    assert lines(session) == ["End: 2 May, 13:00 → 2 May, 14:00"]
