"""Filters of an organizers' list: is, is not, empty; their counts, and what they cost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Attendee
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_room,
    make_session,
    make_user,
    text,
)
from tests.queries import count_queries

SESSIONS = "admin:programme_session_changelist"

pytestmark = pytest.mark.django_db


def editor_of(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))
    return client


def titles(client: Client, path: str, query: str) -> list[str]:
    answer: Any = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer
    return sorted(str(row) for row in answer.context["cl"].result_list)


def three_sessions() -> tuple[Event, int]:
    """A dinner in a room, a panel in the same, and a panel without; the key of the room."""
    event = make_event()
    room = make_room(event)
    make_session(event, title=text("Dinner"), kind="meal", room=room)
    make_session(event, title=text("Opening"), kind="panel", room=room)
    make_session(event, title=text("Closing"), kind="panel", room=None)
    return event, room.pk


def test_a_value_can_be_the_one_that_rows_must_not_have() -> None:
    event, room = three_sessions()
    client, path = editor_of(event), edition_url(event, SESSIONS)

    assert titles(client, path, "kind__exact=meal") == ["Dinner"]
    assert titles(client, path, "kind__exact__not=meal") == ["Closing", "Opening"]
    assert titles(client, path, f"room__id__exact__not={room}") == ["Closing"]
    assert titles(client, path, "room__isnull=True") == ["Closing"]
    assert titles(client, path, "room__isnull=False") == ["Dinner", "Opening"]


def test_the_form_sends_is_not_beside_each_filter() -> None:
    event, room = three_sessions()
    client, path = editor_of(event), edition_url(event, SESSIONS)

    def sent(*pairs: tuple[str, str]) -> str:
        fields = {"sense": [one for one, _ in pairs], "filter": [one for _, one in pairs]}
        return client.get(path, fields).headers["Location"]

    assert sent(("", "kind__exact=meal"), ("not", "")) == f"{path}?kind__exact=meal"
    assert sent(("not", "kind__exact=meal")) == f"{path}?kind__exact__not=meal"
    assert sent(("not", "room__isnull=True")) == f"{path}?room__isnull=False"
    assert sent(("not", f"room__id__exact={room}"), ("", "kind__exact=meal")) == (
        f"{path}?room__id__exact__not={room}&kind__exact=meal"
    )


def test_a_text_may_be_empty_or_not() -> None:
    event = make_event()
    delegation = make_delegation(event)
    ranked, plain = (make_attendee(delegation, rank_class=rank) for rank in ("A", ""))
    client, path = Client(), reverse("admin:delegations_attendee_changelist")
    client.force_login(make_user(is_superuser=True))

    assert titles(client, path, "rank_class__isempty=True") == [str(plain)]
    assert titles(client, path, "rank_class__isempty=False") == [str(ranked)]
    assert Attendee.objects.count() == 2


def test_a_pill_says_what_is_not_wanted_and_takes_it_away() -> None:
    event, _room = three_sessions()
    client, path = editor_of(event), edition_url(event, SESSIONS)

    answer: Any = client.get(f"{path}?kind__exact__not=meal&o=2")

    (pill,) = answer.context["listing"].pills
    assert pill.label == "Kind: not Meal"
    assert pill.remove_url == "?o=2"
    facets = {str(facet.label): facet for facet in answer.context["listing"].facets}
    assert facets["Kind"].is_not
    assert not facets["Room"].is_not


def test_each_count_ignores_its_own_filter_and_heeds_the_others() -> None:
    event, room = three_sessions()
    client, path = editor_of(event), edition_url(event, SESSIONS)

    answer: Any = client.get(f"{path}?kind__exact=panel")

    facets = {str(facet.label): facet for facet in answer.context["listing"].facets}
    kinds = [choice.label for choice in facets["Kind"].choices]
    assert {"Meal (1)", "Panel (2)"} <= {*kinds}
    rooms = {choice.value: choice.label.rpartition(" ")[2] for choice in facets["Room"].choices}
    assert rooms[f"room__id__exact={room}"] == "(1)"
    assert rooms["room__isnull=True"] == "(1)"


@pytest.mark.parametrize("query", ["kind__exact__not=x", "room__id__exact__not=x", "code__not=A"])
def test_an_address_made_up_shows_no_row_that_is_hidden(query: str) -> None:
    event, _room = three_sessions()
    make_session(make_event(), title=text("Secret"))
    client, path = editor_of(event), edition_url(event, SESSIONS)

    answer: Any = client.get(f"{path}?{query}", follow=True)

    assert answer.status_code in (200, 400)
    assert "Secret" not in answer.content.decode()
    assert Session.objects.count() == 4


def test_a_filter_with_many_values_can_be_searched() -> None:
    event = make_event()
    for number in range(13):
        make_session(event, room=make_room(event, name=text(f"Room {number}")))
    client, path = editor_of(event), edition_url(event, SESSIONS)

    answer: Any = client.get(path)

    facets = {str(facet.label): facet for facet in answer.context["listing"].facets}
    assert (facets["Room"].is_long, facets["Status"].is_long) == (True, False)
    assert b'aria-label="Search the values of Room"' in answer.content


def test_all_facets_cost_one_query_and_one_for_each_that_is_set() -> None:
    event, room = three_sessions()
    client, path = editor_of(event), edition_url(event, SESSIONS)
    client.get(path)

    def cost(query: str) -> int:
        return count_queries(lambda: client.get(f"{path}?{query}"))

    plain = cost("")
    assert plain <= 20
    assert cost("kind__exact=panel") - plain == 1
    assert cost(f"kind__exact=panel&room__id__exact={room}") - plain == 2
