"""One cell of a list changed in place: by the form of the row, with its rights and its versions."""

import json
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.roles import Role
from events.models import Room
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_room, make_session, make_sub_forum, text

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}


class Desk:
    """An editor with one session, as the script of the list works on it."""

    def __init__(self, role: Role = Role.EDITOR) -> None:
        self.event = make_event()
        self.room = make_room(self.event, name=text("Pearl Hall"))
        self.session = make_session(self.event, title=text("Opening", fr="Ouverture"))
        self.user = make_member(self.event, role)
        self.client = Client()
        self.client.force_login(self.user)

    def address(self, name: str, row: Any = None, kind: str = "programme_session") -> str:
        return edition_url(self.event, f"admin:{kind}_cell", (row or self.session).pk, name)

    def seen(self) -> str:
        newest = self.session.history.order_by("-history_id")[0].history_id
        return json.dumps({"row": newest, "appearance": 0})

    def save(self, name: str, headers: Any = FETCH, seen: str = "", **values: Any) -> Any:
        data = {"_seen": seen or self.seen(), **values}
        return self.client.post(self.address(name), data, headers=headers)

    def now(self, name: str) -> Any:
        return getattr(Session.objects.get(pk=self.session.pk), name)


def test_a_cell_is_saved_with_its_author_and_its_record() -> None:
    desk = Desk()

    answer = desk.save("room", room=desk.room.pk).json()

    assert answer["saved"]
    assert desk.now("room") == desk.room
    assert desk.session.history.first().history_user == desk.user
    assert LogEntry.objects.get().user == desk.user


def test_a_title_is_asked_for_in_the_source_language_and_keeps_the_others() -> None:
    desk = Desk()
    form = desk.client.get(desk.address("title"), headers=FETCH).json()["html"]

    desk.save("title", title_en="Opening ceremony")

    assert 'name="title_en"' in form
    assert 'name="title_fr"' not in form
    assert dict(desk.now("title")) == {"en": "Opening ceremony", "fr": "Ouverture"}


def test_a_cell_that_somebody_else_saved_says_who_wrote_what_and_keeps_what_was_typed() -> None:
    desk = Desk()
    stale, other = desk.seen(), make_member(desk.event, Role.EDITOR, name="Lena Brandt")
    desk.session.title, desk.session.updated_by = text("Welcome"), other
    desk.session.save()

    answer = desk.save("title", seen=stale, title_en="Opening ceremony").json()
    again = desk.save("title", title_en="Opening ceremony").json()

    assert not answer["saved"]
    assert "Lena Brandt" in answer["html"]
    assert "Welcome" in answer["html"]
    assert 'value="Opening ceremony"' in answer["html"]
    assert again["saved"]


def test_a_value_that_is_refused_is_named_beside_what_was_typed() -> None:
    desk = Desk()

    answer = desk.save("title", title_en="x" * 300).json()
    Session.objects.filter(pk=desk.session.pk).update(in_all_rooms=True)
    both = desk.save("room", room=desk.room.pk).json()

    assert not answer["saved"]
    assert "errorlist" in answer["html"]
    assert f'value="{"x" * 300}"' in answer["html"]
    assert "Choose one room or all rooms, not both." in both["html"]
    assert desk.now("room") is None


def test_a_room_of_another_edition_is_not_offered_nor_taken() -> None:
    desk, foreign = Desk(), make_room(make_event())

    answer = desk.save("room", room=foreign.pk).json()

    assert not answer["saved"]
    assert desk.now("room") is None


def test_one_press_undoes_a_cell_unless_somebody_came_after() -> None:
    desk = Desk()
    first = desk.save("kind", kind="dialogue").json()["undo"]
    said = desk.client.post(first, headers=FETCH).json()["message"]
    undone = desk.now("kind")
    second = desk.save("kind", kind="dialogue").json()["undo"]
    desk.save("status", status="planned")
    late = desk.client.post(second, headers=FETCH).json()["message"]

    assert (said, undone) == ("“Opening” has been restored.", "panel")
    assert late == "Not undone: somebody has changed this since."
    assert desk.now("kind") == "dialogue"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.SUB_FORUM_EDITOR])
def test_a_cell_is_changed_by_nobody_who_may_not_change_the_row(role: Role) -> None:
    desk = Desk(role)
    listed = desk.client.get(edition_url(desk.event, "admin:programme_session_changelist"))

    assert desk.client.get(desk.address("room"), headers=FETCH).status_code == 403
    assert desk.save("room", room=desk.room.pk).status_code == 403
    assert "/cell/" not in listed.content.decode()


def test_a_field_that_a_role_only_reads_has_no_pencil_and_no_form() -> None:
    desk = Desk(Role.SUB_FORUM_EDITOR)
    own = make_sub_forum(desk.event)
    own.editors.add(desk.user)
    listed = desk.client.get(edition_url(desk.event, "admin:programme_subforum_changelist"))
    codes = {
        name: desk.client.get(desk.address(name, own, "programme_subforum")).status_code
        for name in ("title", "quota", "number")
    }

    page = listed.content.decode()
    assert f"/{own.pk}/cell/title/" in page
    assert "/cell/quota/" not in page
    assert codes == {"title": 200, "quota": 403, "number": 404}


def test_without_scripts_the_pencil_leads_to_a_page_of_one_field() -> None:
    desk = Desk()
    room = Room.objects.get()
    address = desk.address("capacity", room, "events_room") + "?_changelist_filters=q%3DPearl"

    page = desk.client.get(address)
    seen = {"_seen": page.context["seen_version"]}
    bad = desk.client.post(address, {**seen, "capacity": "many"})
    done: Any = desk.client.post(address, {**seen, "capacity": "250"})

    room.refresh_from_db()
    assert page.content.decode().count("<label") == 1
    assert 'value="many"' in bad.content.decode()
    assert (done.status_code, room.capacity) == (302, 250)
    assert done.url.endswith("/events/room/?q=Pearl")


def test_a_cell_waits_for_the_next_release_as_the_form_does() -> None:
    desk = Desk()
    release_agenda(event=desk.event, by=desk.user)

    desk.save("title", title_en="Changed")

    page = Client().get(desk.session.get_absolute_url()).content.decode()
    assert "Opening" in page
    assert "Changed" not in page
