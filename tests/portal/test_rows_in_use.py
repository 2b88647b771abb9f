"""Deleting what is in use: the page names what uses it, and leads to where that is moved."""

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from events.models import Room
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session, SubForum
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_room, make_session, make_sub_forum, text

pytestmark = pytest.mark.django_db


class Desk:
    """An editor, and a released session in a room and a sub-forum."""

    def __init__(self) -> None:
        self.event = make_event()
        self.room = make_room(self.event, name=text("Pearl Hall"))
        self.forum = make_sub_forum(self.event)
        self.session = make_session(
            self.event, title=text("Opening"), room=self.room, sub_forum=self.forum
        )
        self.user = make_member(self.event, Role.EDITOR)
        release_agenda(event=self.event, by=self.user)
        self.client = Client()
        self.client.force_login(self.user)

    def rows(self) -> dict[str, Any]:
        return {
            "events_room": self.room,
            "events_venue": self.room.venue,
            "programme_subforum": self.forum,
        }

    def delete(self, kind: str) -> str:
        return edition_url(self.event, f"admin:{kind}_delete", self.rows()[kind].pk)


@pytest.mark.parametrize("kind", ["events_room", "events_venue", "programme_subforum"])
def test_a_row_in_use_names_what_uses_it_and_where_to_move_that(kind: str) -> None:
    desk = Desk()
    session = edition_url(desk.event, "admin:programme_session_change", desk.session.pk)

    page = desk.client.get(desk.delete(kind))
    html = page.content.decode()
    move = desk.client.get(page.context["move_url"])

    assert "is in use and cannot be deleted yet" in html
    assert f'href="{session}"' in html
    assert "permission to delete" not in html
    assert move.context["editable"] == [desk.session]


def test_what_was_moved_no_longer_holds_the_room() -> None:
    desk, other = Desk(), make_room(make_event())
    other.venue = desk.room.venue
    other.save()
    page = desk.client.get(desk.delete("events_room"))
    move = page.context["move_url"]
    preview = desk.client.get(f"{move}&step=preview&room={other.pk}")
    sent = {**dict(preview.context["sent"]), "seen": preview.context["seen"], "step": "apply"}

    desk.client.post(move.partition("?")[0], sent)
    desk.client.post(desk.delete("events_room"), {"post": "yes"})

    assert Session.objects.get().room == other
    assert not Room.objects.filter(pk=desk.room.pk).exists()


@pytest.mark.parametrize("kind", ["events_room", "programme_subforum"])
def test_several_rows_in_use_are_refused_with_what_uses_them(kind: str) -> None:
    desk = Desk()
    path = edition_url(desk.event, f"admin:{kind}_changelist")
    ticked = {"action": "delete_selected", "_selected_action": [desk.rows()[kind].pk]}

    html = desk.client.post(path, ticked).content.decode()
    desk.client.post(path, {**ticked, "post": "yes"})

    assert "Opening" in html
    assert "permission to delete" not in html
    assert Room.objects.exists()
    assert SubForum.objects.exists()
