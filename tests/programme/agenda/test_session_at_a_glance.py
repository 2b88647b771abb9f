"""What tells of a session away from its page: its marks on lists, and a link that is shared."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_room, make_session, text

pytestmark = pytest.mark.django_db


def _agenda(event: Any) -> str:
    return Client().get(reverse("programme:agenda", args=[event.slug])).content.decode()


def test_a_session_that_the_newest_release_moved_says_so_on_the_list() -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    session = make_session(event)
    release_agenda(event=event, by=editor)
    assert "Moved</span>" not in _agenda(event)

    session.start += timedelta(hours=1)
    session.end += timedelta(hours=1)
    session.save()
    release_agenda(event=event, by=editor)
    assert _agenda(event).count("Moved</span>") == 1

    session.title = text("Another title")
    session.save()
    release_agenda(event=event, by=editor)
    assert "Moved</span>" not in _agenda(event)


def test_a_shared_link_says_when_and_where_the_session_is_and_how_it_begins() -> None:
    event = make_event(theme=text("Growth"))
    room = make_room(event, name=text("Pearl Hall"))
    session = make_session(event, room=room, abstract=text("Clean *water* for all"))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    path = reverse("programme:session", args=[event.slug, session.code])
    page = Client().get(path).content.decode()

    about = "Thursday 2 May, 20:00–21:00 · Pearl Hall · Clean water for all"
    assert f'<meta property="og:description" content="{about}">' in page
    assert f'<meta name="description" content="{about}">' in page
