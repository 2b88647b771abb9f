"""One search leads to anything of an edition that its reader may open, and to nothing else."""

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from forum_portal.workspace.edition_urls import edition_url
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_page,
    make_room,
    make_session,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def found(client: Client, event: Any, query: str) -> dict[str, list[str]]:
    page = client.get(edition_url(event, "admin:search"), {"q": query})
    return {group.label: [hit.label for hit in group.rows] for group in page.context["groups"]}


@pytest.fixture
def event() -> Any:
    event = make_event(slug="forum")
    make_session(event, title=text("Pearl River dialogue", fr="Dialogue de la rivière"))
    make_room(event, name=text("Pearl Hall"))
    make_page(event, title=text("Visa"), body=text("Ask at the pearl desk."))
    make_attendee(make_delegation(event), given="Pearl", family="Buck")
    return event


def test_rows_of_every_kind_are_found_by_a_word(client: Client, event: Any) -> None:
    client.force_login(make_member(event, Role.ADMINISTRATOR))

    hits = found(client, event, "pearl")

    assert hits["Sessions"] == ["Pearl River dialogue"]
    assert len(hits["Rooms"]) == len(hits["Pages"]) == len(hits["Attendees"]) == 1


def test_a_word_is_found_in_any_language_and_spelling(client: Client, event: Any) -> None:
    client.force_login(make_member(event, Role.EDITOR))

    answer = client.get(edition_url(event, "admin:search"), {"q": "RIVIERE"})

    assert answer.status_code == 302
    assert "/admin/forum/programme/session/" in answer.headers["Location"]


def test_who_may_not_see_people_does_not_find_them(client: Client, event: Any) -> None:
    client.force_login(make_member(event, Role.EDITOR))

    assert "Attendees" not in found(client, event, "pearl")


def test_nothing_of_another_edition_is_found(client: Client, event: Any) -> None:
    other = make_event(slug="other")
    make_session(other, title=text("Pearl of the other"))
    user = make_member(event, Role.EDITOR)
    other.team_members.create(user=user, role=Role.EDITOR)
    client.force_login(user)

    assert found(client, event, "pearl")["Sessions"] == ["Pearl River dialogue"]


@pytest.mark.parametrize("query", ["", "  ", "\x00", "nothing of the kind", "%", "'", "x" * 5000])
def test_what_finds_nothing_says_so(client: Client, event: Any, query: str) -> None:
    client.force_login(make_member(event, Role.EDITOR))

    assert found(client, event, query) == {}


def test_more_rows_than_are_shown_lead_to_their_list(client: Client, event: Any) -> None:
    for number in range(9):
        make_session(event, title=text(f"Pearl {number}"))
    client.force_login(make_member(event, Role.EDITOR))

    page = client.get(edition_url(event, "admin:search"), {"q": "pearl"})
    (sessions,) = [group for group in page.context["groups"] if group.label == "Sessions"]

    assert len(sessions.rows) == 8
    assert client.get(sessions.more_url).context["cl"].result_count == 10


def test_a_search_takes_as_many_queries_for_many_rows_as_for_few(
    client: Client, event: Any
) -> None:
    client.force_login(make_member(event, Role.ADMINISTRATOR))
    url = edition_url(event, "admin:search")
    few = count_queries(lambda: client.get(url, {"q": "pearl"}))
    for number in range(7):
        make_session(event, title=text(f"Pearl {number}"))
        make_room(event, name=text(f"Pearl {number}"))

    assert count_queries(lambda: client.get(url, {"q": "pearl"})) <= few + 2
