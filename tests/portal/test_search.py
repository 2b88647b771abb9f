"""Search over everything public: in any script, and nothing that is not public."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.pages.cache import store
from delegations.models import Attendee
from programme.choices import Visibility
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_page,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.queries import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event() -> Any:
    event = make_event()
    sub_forum = make_sub_forum(event, title=text("Ageing well", zh_hans="老龄友好"))
    session = make_session(event, title=text("Bridges"), sub_forum=sub_forum)
    delegation = make_delegation(event, organisation=make_organisation(name=text("Besançon")))
    speaker = make_attendee(delegation, given="José", family="Núñez", native_name="何塞")
    make_appearance(session, attendee=speaker)
    make_page(event, title=text("Visa"), body=text("Bring your passport."))
    make_page(event, title=text("Draft"), body=text("Secret passport rules"), is_published=False)
    titles = text("The mayor’s water‑front", ar="المدينة الخضراء", zh_hans="廣州之夜")
    make_session(event, title=titles)
    make_session(event, title=text("Internal passport briefing"), visibility=Visibility.INTERNAL)
    hidden = make_organisation(name=text("Besançon hidden"))
    make_delegation(event, organisation=hidden, is_public=False)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    make_session(event, title=text("Unreleased bridges"))
    return event


def _found(event: Any, words: str) -> str:
    return Client().get(reverse("search", args=[event.slug]), {"q": words}).content.decode()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("bridges", "Bridges"),
        ("老龄", "Ageing well"),
        ("nunez jose", "José Núñez"),
        ("何塞", "José Núñez"),
        ("besancon", "Besançon"),
        ("france", "Besançon"),
        ("passport", "Visa"),
        ("mayor's waterfront", "The mayor’s water‑front"),
        ("mayors", "The mayor’s water‑front"),
        ("المدينه الخضرا", "The mayor’s water‑front"),
        ("广州", "The mayor’s water‑front"),
    ],
)
def test_words_find_their_thing_in_any_script(event: Any, words: str, title: str) -> None:
    assert f">{title}</a>" in _found(event, words)


def test_results_say_who_and_where(event: Any) -> None:
    Attendee.objects.filter(family="Núñez").update(office_title_en="Mayor")
    room = make_room(event, name=text("Conference Room A"))
    make_session(event, title=text("Gardens"), room=room)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    assert "Mayor · Besançon</span>" in _found(event, "nunez")
    assert " · Conference Room A</span>" in _found(event, "gardens")
    assert f"/agenda/?room={str(room.guid)[:8]}" in _found(event, "conference room")


def test_a_single_letter_is_a_word_of_its_own(event: Any) -> None:
    html = _found(event, "bridges a")

    assert "No results for" in html


@pytest.mark.parametrize("hidden", ["Unreleased", "Internal", "Draft", "Secret", "hidden"])
def test_what_is_not_public_is_not_found(event: Any, hidden: str) -> None:
    assert "No results for" in _found(event, hidden)


def test_words_are_shown_as_words(event: Any) -> None:
    html = _found(event, '"><script>alert(1)</script>')

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_search_is_not_kept_and_costs_the_same_for_more_rows(event: Any) -> None:
    store.clear()
    _found(event, "page")  # the release is read once
    few = count_queries(lambda: _found(event, "page"))
    for _number in range(3):
        make_page(event)
        make_sub_forum(event)
        make_delegation(event)
    _found(event, "page")  # what is planned is asked once for each revision
    many = count_queries(lambda: _found(event, "page"))

    assert few == many
    assert len(store) == 0
