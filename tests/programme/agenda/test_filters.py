"""Finding one's sessions: filters with counts, words in any script, and ways out of nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.pages.cache import store
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.page_state import AgendaState, counts, read_state, ways_out
from programme.models import Session
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

pytestmark = pytest.mark.django_db


class Programme:
    """Three sessions of which each filter finds some."""

    def __init__(self) -> None:
        self.event = make_event()
        self.ageing = make_sub_forum(self.event, number=1, title=text("Ageing", zh_hans="老龄化"))
        self.water = make_sub_forum(self.event, number=2, title=text("Water"))
        self.hall = make_room(self.event, name=text("Pearl Hall"))
        self.one = make_session(
            self.event,
            title=text("Opening"),
            kind="ceremony",
            room=self.hall,
            floor_languages=["zh"],
            interpretation_languages=["fr"],
        )
        self.two = make_session(
            self.event,
            title=text("Café of mayors"),
            kind="panel",
            sub_forum=self.ageing,
            floor_languages=["en"],
        )
        self.three = make_session(
            self.event,
            title=text("Rivers", ar="مياه المدن"),
            kind="panel",
            sub_forum=self.water,
            room=self.hall,
            floor_languages=["en"],
        )
        bogota = make_delegation(
            self.event, organisation=make_organisation(name=text("Bogotá"), country="CO")
        )
        speaker = make_attendee(bogota, given="Xiao", family="Lin", native_name="林晓")
        make_appearance(self.three, attendee=speaker)
        release_agenda(event=self.event, by=make_member(self.event, Role.EDITOR))

    def page(self, query: str = "") -> str:
        path = reverse("programme:agenda", args=[self.event.slug])
        return Client().get(f"{path}?{query}").content.decode()

    def shown(self, query: str) -> set[Session]:
        page = self.page(query)
        rows = (self.one, self.two, self.three)
        return {row for row in rows if f"/sessions/{row.code}/" in page}


@pytest.fixture
def forum() -> Programme:
    return Programme()


@pytest.mark.parametrize("view", ["list", "rooms", "grid"])
def test_each_facet_leaves_its_own_in_every_view(forum: Programme, view: str) -> None:
    room = draft_agenda(forum.event, public_only=True).rooms[0].key

    assert forum.shown(f"view={view}") == {forum.one, forum.two, forum.three}
    assert forum.shown(f"view={view}&track={forum.water.slug}") == {forum.three}
    assert forum.shown(f"view={view}&room={room}") == {forum.one, forum.three}
    assert forum.shown(f"view={view}&language=fr") == {forum.one}
    assert forum.shown(f"view={view}&kind=panel&language=en") == {forum.two, forum.three}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cafe MAYORS", "two"),
        ("café", "two"),
        ("مياه", "three"),
        ("林晓", "three"),
        ("bogota", "three"),
        ("xiao lin", "three"),
        ("老龄化", "two"),
        ("pearl opening", "one"),
        ("老齡化", "two"),
        ("“Café”,", "two"),
        ("مِيـاه", "three"),
        ("林　曉", "three"),
    ],
)
def test_words_are_found_in_any_script_without_accents(
    forum: Programme, words: str, found: str
) -> None:
    assert forum.shown(f"q={words}") == {getattr(forum, found)}


def test_a_search_is_answered_and_not_kept(forum: Programme) -> None:
    forum.page()
    before = len(store)

    assert forum.shown("q=rivers") == {forum.three}
    assert len(store) == before


def test_the_form_keeps_what_was_chosen_and_typed(forum: Programme) -> None:
    page = forum.page("q=%22Caf%C3%A9%22&kind=panel&view=rooms")

    assert 'value="&quot;Café&quot;"' in page
    assert '<option value="panel" selected' in page
    assert '<input type="hidden" name="view" value="rooms">' in page


def test_counts_say_what_each_choice_would_leave_with_the_rest() -> None:
    forum = Programme()
    agenda = draft_agenda(forum.event, public_only=True)

    assert counts(agenda, AgendaState(), "kind") == {"ceremony": 1, "panel": 2}
    assert counts(agenda, AgendaState(language="fr"), "kind") == {"ceremony": 1}
    # One's own facet is left open: otherwise one could never change one's mind.
    assert counts(agenda, AgendaState(kind="ceremony"), "kind")["panel"] == 2


def test_nothing_found_says_which_choice_to_leave_open(forum: Programme) -> None:
    page = forum.page("kind=panel&language=fr")

    assert "No sessions match these filters." in page
    assert "Clear the filter “kind”: 1 session" in page
    assert "Clear the filter “language”: 2 sessions" in page
    agenda = draft_agenda(forum.event, public_only=True)
    state = read_state({"kind": "panel", "language": "fr"}, agenda, NOON.date())
    assert [(name, count) for name, _wider, count in ways_out(agenda, state)] == [
        ("language", 2),
        ("kind", 1),
    ]


@pytest.mark.parametrize("name", ["track", "room", "language", "kind", "view", "day"])
def test_a_value_that_does_not_exist_counts_as_none(forum: Programme, name: str) -> None:
    agenda = draft_agenda(forum.event, public_only=True)

    state: Any = read_state({name: "nonsense"}, agenda, NOON.date())

    assert not state.is_known
    assert forum.shown(f"{name}=nonsense") == {forum.one, forum.two, forum.three}
