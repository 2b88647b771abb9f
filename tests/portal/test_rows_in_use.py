"""Deleting what is in use: the page names what uses it, and moves that first."""

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from delegations.models import SensitiveAccess, Travel
from events.admin_base.rows_in_use import MoveForm
from events.admin_base.uses import USES, CannotMove
from events.models import Room, Venue
from forum_portal.workspace.edition_urls import edition_url
from programme.agenda.load_agenda import published_agenda
from programme.editing.sessions_of import SessionsOf
from programme.models import Session, SubForum
from programme.releases.services import release_agenda
from tests.factories import (
    make_attendee,
    make_delegation,
    make_distance,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)

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

    def delete(self, kind: str, row: Any = None) -> str:
        return edition_url(self.event, f"admin:{kind}_delete", (row or self.rows()[kind]).pk)

    def sent(self, kind: str, target: int, *, of: Any = None) -> dict[str, Any]:
        form = self.client.get(self.delete(kind, of)).context["move_form"]
        return {"post": "yes", "move": "yes", "target": target, "seen": form.present}

    def move(self, kind: str, target: int, *, of: Any = None) -> Any:
        sent = self.sent(kind, target, of=of)
        return self.client.post(self.delete(kind, of), sent, follow=True)


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


def test_what_uses_a_row_is_moved_and_the_row_deleted_in_one_step() -> None:
    desk = Desk()
    away = make_distance(desk.event).from_venue
    other, forum = make_room(desk.event, venue=away), make_sub_forum(desk.event)
    make_session(desk.event, room=other)

    desk.move("programme_subforum", forum.pk)
    page = desk.move("events_room", other.pk)
    desk.move("events_venue", desk.room.venue.pk, of=away)

    session = Session.objects.get(pk=desk.session.pk)
    assert (session.sub_forum, session.room) == (forum, other)
    assert session.history.latest().history_user == desk.user
    assert {str(message) for message in page.context["messages"]} >= {
        f"1 session moved to “{other}”.",
        "The checks now find 1 clash of these sessions.",
    }
    assert list(Room.objects.values_list("pk", "venue")) == [(other.pk, desk.room.venue.pk)]
    assert list(SubForum.objects.all()) == [forum]
    published = published_agenda(desk.event)
    assert [str(row.room.name) for row in published.sessions if row.room] == ["Pearl Hall"]


def test_nothing_is_moved_if_somebody_has_changed_what_uses_the_row() -> None:
    desk = Desk()
    target = make_room(desk.event).pk
    path, sent = desk.delete("events_room"), desk.sent("events_room", target)
    desk.session.title = text("Opening ceremony")
    desk.session.save()

    stale = desk.client.post(path, sent)
    elsewhere = desk.client.post(path, {**sent, "target": make_room(make_event()).pk})
    unchanged = Session.objects.get().room
    desk.client.post(path, {**sent, "seen": stale.context["move_form"].present})

    assert "Somebody else has changed this list" in stale.content.decode()
    assert f'value="{target}" selected' in stale.content.decode()
    assert "target" in elsewhere.context["move_form"].errors
    assert unchanged == desk.room
    assert Session.objects.get().room_id == target


def test_no_room_moves_with_its_venue_if_somebody_has_changed_it() -> None:
    desk = Desk()
    target = Venue.objects.create(event=desk.event, name=text("Opera house")).pk
    path, sent = desk.delete("events_venue"), desk.sent("events_venue", target)
    desk.room.name = text("Jade Hall")
    desk.room.save()

    stale = desk.client.post(path, sent)

    assert "Somebody else has changed this list" in stale.content.decode()
    assert not Room.objects.filter(venue=target).exists()


def test_nothing_is_moved_to_a_row_that_goes_in_the_same_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    target, is_valid = make_room(desk.event).pk, MoveForm.is_valid

    def is_valid_and_gone(form: MoveForm) -> bool:
        valid = is_valid(form)
        Room.objects.filter(pk=target).delete()
        return valid

    monkeypatch.setattr(MoveForm, "is_valid", is_valid_and_gone)
    page = desk.move("events_room", target)

    assert "One of these rows has been deleted in the meantime." in page.content.decode()
    assert Session.objects.get().room == desk.room


def test_nothing_is_moved_from_a_row_that_others_begin_to_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    target, move = make_room(desk.event).pk, SessionsOf.move

    def move_and_another_comes(uses: SessionsOf, **values: Any) -> Any:
        moved = move(uses, **values)
        make_session(desk.event, room=desk.room)
        return moved

    monkeypatch.setattr(SessionsOf, "move", move_and_another_comes)
    page = desk.move("events_room", target)

    assert "Something else uses this now." in page.content.decode()
    assert Session.objects.get().room == desk.room


def test_sessions_that_somebody_may_not_change_are_not_moved_with_their_own() -> None:
    desk = Desk()
    host = make_member(desk.event, Role.SUB_FORUM_EDITOR)
    desk.forum.editors.add(host)
    make_session(desk.event, room=desk.room)
    uses, target = USES["events.room"], make_room(desk.event)

    with pytest.raises(CannotMove):
        uses.move(rows=[desk.room], to=target, by=host, seen=uses.versions([desk.room]))

    assert not target.sessions.exists()


def test_several_rooms_are_deleted_from_the_list_after_their_sessions_were_moved() -> None:
    desk = Desk()
    second, target = make_room(desk.event), make_room(desk.event)
    make_session(desk.event, room=second)
    path = edition_url(desk.event, "admin:events_room_changelist")
    ticks = [desk.room.pk, second.pk]
    ticked = {"action": "delete_selected", "_selected_action": ticks}
    form = desk.client.post(path, ticked).context["move_form"]

    desk.client.post(
        path, {**ticked, "post": "yes", "move": "yes", "target": target.pk, "seen": form.present}
    )

    assert list(Room.objects.filter(pk__in=[*ticks, target.pk])) == [target]
    assert target.sessions.count() == 2


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


class Hotel(Desk):
    """A hotel without a room, in which two people stay, and another one."""

    def __init__(self) -> None:
        super().__init__()
        self.hotel, self.other = (
            Venue.objects.create(event=self.event, name=text(name)) for name in ("Pearl", "Lotus")
        )
        self.guests = [make_attendee(make_delegation(self.event)) for _guest in range(2)]
        for guest in self.guests:
            Travel.objects.create(attendee=guest, hotel=self.hotel)

    def hotels(self) -> set[int | None]:
        return set(Travel.objects.values_list("hotel", flat=True))


def test_a_hotel_is_not_deleted_from_under_its_guests() -> None:
    desk = Hotel()
    path = edition_url(desk.event, "admin:events_venue_changelist")
    ticked = {"action": "delete_selected", "_selected_action": [desk.hotel.pk], "post": "yes"}

    html = desk.client.get(desk.delete("events_venue", desk.hotel)).content.decode()
    desk.client.post(desk.delete("events_venue", desk.hotel), {"post": "yes"})
    desk.client.post(path, ticked)
    refused = desk.move("events_venue", desk.other.pk, of=desk.hotel).content.decode()

    assert desk.hotels() == {desk.hotel.pk}
    # An editor does not learn who stays there, or how many.
    assert "Attendees who stay there" in html
    assert "give them another hotel first" in refused


def test_guests_move_with_the_rooms_of_their_hotel() -> None:
    desk = Hotel()
    administrator = make_member(desk.event, Role.ADMINISTRATOR)
    desk.client.force_login(administrator)
    html = desk.client.get(desk.delete("events_venue", desk.hotel)).content.decode()

    page = desk.move("events_venue", desk.other.pk, of=desk.hotel)

    assert "2 attendees who stay there" in html
    assert "Distances to and from other venues are deleted with it." in html
    assert f"2 attendees now stay at “{desk.other}”." in page.content.decode()
    assert desk.hotels() == {desk.other.pk}
    assert not Venue.objects.filter(pk=desk.hotel.pk).exists()
    logged = SensitiveAccess.objects.values_list("attendee", "by")
    assert set(logged) == {(guest.pk, administrator.pk) for guest in desk.guests}
