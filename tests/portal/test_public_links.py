"""Organizers are led to a public page only where there is one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from events.choices import EventStatus
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import (
    make_document,
    make_event,
    make_member,
    make_news,
    make_page,
    make_session,
    make_sub_forum,
)

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Any] = {
    "events_event": lambda event: event,
    "events_page": lambda event: make_page(event, is_published=True),
    "events_newsitem": lambda event: make_news(event, published_at=timezone.now()),
    "events_document": lambda event: make_document(event, published_at=timezone.now()),
    "programme_subforum": make_sub_forum,
    "programme_session": make_session,
}
HIDDEN: dict[str, Any] = {
    "events_page": lambda event: make_page(event, is_published=False),
    "events_newsitem": lambda event: make_news(
        event, published_at=timezone.now() + timedelta(days=1)
    ),
    "events_document": lambda event: make_document(event, published_at=None),
    "programme_session": make_session,
}


def _public_links(name: str, event: Event, row: Any) -> list[str]:
    """The links of a form to pages for visitors."""
    organizer = Client()
    organizer.force_login(make_member(event, Role.ADMINISTRATOR))
    page = organizer.get(reverse(f"admin:{name}_change", args=[row.pk])).content.decode()
    found = re.findall(r'<a [^>]*href="([^"]*)"', page.partition("<main")[2])
    own = ("/admin/", "/accounts/", "/static/", "#", "?", "..", ".")
    return [one for one in found if one and one != "/" and not one.startswith(own)]


def _status(path: str) -> int:
    answer = Client().get(path)
    b"".join(answer)  # of a file, all of it: then it is closed
    return answer.status_code


@pytest.mark.parametrize("name", MAKERS)
def test_every_link_to_a_public_page_leads_to_one(name: str) -> None:
    event = make_event()
    row = MAKERS[name](event)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    found = _public_links(name, event, row)

    assert found  # “View on site”, and what the form shows besides
    assert {_status(one) for one in found} == {200}


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_of_an_event_that_is_a_draft_is_linked(name: str) -> None:
    event = make_event(status=EventStatus.DRAFT)

    assert _public_links(name, event, MAKERS[name](event)) == []


@pytest.mark.parametrize("name", HIDDEN)
def test_no_row_is_linked_before_it_is_public(name: str) -> None:
    event = make_event()

    assert _public_links(name, event, HIDDEN[name](event)) == []


def test_django_leads_nobody_to_a_row_of_another_event() -> None:
    organizer = Client()
    organizer.force_login(make_member(make_event(), Role.EDITOR))

    assert organizer.get("/admin/r/1/1/").status_code == 404
