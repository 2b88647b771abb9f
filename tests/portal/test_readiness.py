"""The organizers' dashboard: each thing that is unfinished, whose it is, and the way to it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from events.models import Event
from programme.choices import AppearanceState, SessionKind, SessionStatus
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


@pytest.fixture
def event() -> Event:
    return make_event(languages=["en", "fr"])


def open_page(event: Event, role: Role = Role.EDITOR, user: Any = None) -> Any:
    client = Client()
    client.force_login(user or make_member(event, role))
    return client.get(reverse("admin:readiness", args=[event.pk]))


def points(answer: Any) -> dict[str, list[str]]:
    return {
        group.key: [str(point.session.title) for point, _url in rows]
        for group, rows in answer.context["groups"]
        # What is lacking of people has its test beside their profiles.
        if group.key not in ("no-biography", "no-portrait")
    }


def make_ready(event: Event, **values: Any) -> Any:
    """A panel of which nothing is open."""
    session = make_session(
        event,
        **{
            "kind": SessionKind.PANEL,
            "room": make_room(event, booths=2),
            "floor_languages": ["en"],
            "interpretation_languages": ["fr"],
            **values,
        },
    )
    chair = make_attendee(make_delegation(event))
    make_appearance(session, attendee=chair, role="chair", state=AppearanceState.CONFIRMED)
    return session


def test_each_thing_that_is_unfinished_stands_once_under_its_kind(event: Event) -> None:
    session = make_session(
        event, title=text("Water"), kind=SessionKind.PANEL, room=None, floor_languages=["en"]
    )
    make_appearance(session, placeholder=text("A mayor"))
    make_appearance(session, attendee=make_attendee(make_delegation(event)))

    answer = open_page(event)

    found = points(answer)
    assert {key: found[key] for key in ("no-room", "no-languages", "no-leader")} == {
        "no-room": ["Water"],
        "no-languages": ["Water"],
        "no-leader": ["Water"],
    }
    assert (found["placeholder"], found["unconfirmed"]) == (["Water"], ["Water"])
    page = answer.content.decode()
    assert "A mayor" in page
    assert reverse("admin:programme_session_change", args=[session.pk]) in page


def test_what_is_ready_or_cancelled_or_a_meal_is_not_there(event: Event) -> None:
    make_ready(event)
    make_session(event, room=None, kind=SessionKind.PANEL, status=SessionStatus.CANCELLED)
    make_session(event, room=make_room(event), kind=SessionKind.MEAL, floor_languages=[])

    found = points(open_page(event))

    names = ("no-room", "no-languages", "no-leader", "placeholder", "unconfirmed", "finding")
    assert {name: found[name] for name in names} == {name: [] for name in names}


def test_each_sub_forum_has_an_owner_and_says_how_ready_it_is(event: Event) -> None:
    owner = make_member(event, Role.SUB_FORUM_EDITOR)
    first, second = make_sub_forum(event, number=1), make_sub_forum(event, number=2)
    first.editors.add(owner)
    make_ready(event, sub_forum=first)
    make_session(event, sub_forum=first, room=None)
    make_session(event, room=None)

    rows = open_page(event).context["standings"]

    standing = [(row["standing"].ready, row["standing"].sessions) for row in rows]
    assert [row["sub_forum"] for row in rows] == [first, second, None]
    assert standing == [(1, 2), (0, 0), (0, 1)]
    assert [row["standing"].percent for row in rows] == [50, 100, 0]
    page = open_page(event).content.decode()
    assert str(owner) in page
    assert "Nobody yet" in page


def test_a_sub_forum_editor_is_told_of_their_own(event: Event) -> None:
    owner = make_member(event, Role.SUB_FORUM_EDITOR)
    mine, other = make_sub_forum(event, number=1), make_sub_forum(event, number=2)
    mine.editors.add(owner)
    make_session(event, title=text("Mine"), sub_forum=mine, room=None)
    make_session(event, title=text("Theirs"), sub_forum=other, room=None)

    answer = open_page(event, user=owner)

    assert points(answer)["no-room"] == ["Mine"]
    assert [row["sub_forum"] for row in answer.context["standings"]] == [mine]
    assert "Theirs" not in answer.content.decode()


def test_what_visitors_do_not_see_yet_is_counted_for_those_who_publish(event: Event) -> None:
    make_ready(event, title=text("Water"), visibility="public")
    pending = "1 change in the draft that visitors do not see yet"

    before = open_page(event).content.decode()
    viewer = open_page(event, Role.VIEWER).content.decode()
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    after = open_page(event).content.decode()

    assert [pending in page for page in (before, viewer, after)] == [True, False, False]
    assert "No changes: visitors already see this agenda." in after


def test_many_sessions_take_as_many_queries_as_few(event: Event) -> None:
    client, counts = Client(), []
    client.force_login(make_member(event, Role.EDITOR))
    client.get(reverse("admin:readiness", args=[event.pk]))
    for _number in range(3):
        make_ready(event, sub_forum=make_sub_forum(event))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:readiness", args=[event.pk]))
        counts.append(len(queries))

    assert len(set(counts)) == 1, counts
