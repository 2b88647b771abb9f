"""Which fields one change of many sessions sets, of which sessions, and how it is undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from programme.models import Session
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.programme.editing.test_many_sessions import HOUR, Office

pytestmark = pytest.mark.django_db

LIST = "admin:programme_session_changelist"
UNDO = "admin:programme_undo_many"


def values(session: Session, *names: str) -> tuple[object, ...]:
    session.refresh_from_db()
    return tuple(getattr(session, name) for name in names)


def test_every_field_that_many_sessions_share_can_be_set() -> None:
    office, forum = Office(), make_sub_forum(make_event())
    own = make_sub_forum(office.event)

    office.send(
        "apply",
        office.one,
        office.two,
        sub_forum=own.pk,
        kind="dialogue",
        set_floor="on",
        floor_languages=["zh", "en"],
        direction="earlier",
        shift_minutes=30,
    )
    refused = office.send("apply", office.one, sub_forum=forum.pk)

    names = ("sub_forum", "kind", "floor_languages", "start")
    assert values(office.one, *names) == (own, "dialogue", ["zh", "en"], NOON - HOUR / 2)
    assert values(office.two, *names) == (own, "dialogue", ["zh", "en"], NOON + HOUR / 2)
    assert "sub_forum" in refused.context["form"].errors


def test_a_field_that_may_be_empty_can_be_emptied() -> None:
    office = Office()
    session = make_session(
        office.event,
        sub_forum=make_sub_forum(office.event),
        room=office.hall,
        floor_languages=["zh"],
    )

    page = office.send("preview", session, no_sub_forum="on", no_room="on", set_floor="on")
    office.send("apply", session, no_sub_forum="on", no_room="on", set_floor="on")

    changes = {label: (old, new) for label, old, new in page.context["effects"][0].changes}
    assert changes["room"] == ("Pearl Hall", "")
    assert values(session, "sub_forum", "room", "floor_languages") == (None, None, [])


def test_the_preview_names_the_room_before_and_the_room_after() -> None:
    office = Office()
    session = make_session(office.event, room=make_room(office.event, name=text("Jade Hall")))

    page = office.send("preview", session, room=office.hall.pk)

    assert page.context["effects"][0].changes == [("room", "Jade Hall", "Pearl Hall")]


def test_a_sub_forum_editor_moves_sessions_among_their_own_sub_forums_alone() -> None:
    office = Office()
    own, other, foreign = (make_sub_forum(office.event) for _number in range(3))
    user = make_member(office.event, Role.SUB_FORUM_EDITOR)
    for forum in (own, other):
        forum.editors.add(user)
    session, client = make_session(office.event, sub_forum=own), office.of(user)

    office.send("apply", session, client=client, sub_forum=foreign.pk)
    office.send("apply", session, client=client, no_sub_forum="on")
    before = values(session, "sub_forum")
    office.send("apply", session, client=client, sub_forum=other.pk)

    assert (before, values(session, "sub_forum")) == ((own,), (other,))


def test_all_of_a_filter_is_sent_as_the_filter_and_asked_again() -> None:
    office = Office()
    make_session(office.event, title=text("Meal"), kind="meal")
    make_session(make_event(), title=text("Foreign"))
    path = f"{reverse(LIST)}?kind__exact=panel"

    chosen: Any = office.client.post(
        path,
        {"action": "change_chosen", "_selected_action": [office.one.pk], "select_across": "1"},
    )
    page = office.client.get(f"{chosen.url}&step=preview&kind=dialogue")
    sent = {**dict(page.context["sent"]), "seen": page.context["seen"], "step": "apply"}
    late = make_session(office.event, title=text("Late"))
    refused: Any = office.client.post(reverse("admin:programme_change_many"), sent)
    again = office.client.get(refused.url)
    done: Any = office.client.post(
        reverse("admin:programme_change_many"), {**sent, "seen": again.context["seen"]}
    )

    assert "session=" not in chosen.url
    assert page.context["editable"] == [office.one, office.two]
    assert again.context["editable"] == [office.one, late, office.two]
    assert done.url == path
    kinds = dict(Session.objects.values_list("title__en", "kind"))
    changed = dict.fromkeys(["One", "Two", "Late"], "dialogue")
    assert kinds == {**changed, "Meal": "meal", "Foreign": "panel"}


@pytest.mark.parametrize("query", ["kind__exact[]=panel", "nothing=1", "start__year=x"])
def test_a_forged_filter_finds_no_session(query: str) -> None:
    office = Office()

    page = office.client.get(reverse("admin:programme_change_many"), {"across": "1", "list": query})

    assert page.status_code in {400, 404}


def test_one_press_undoes_a_change_of_many_where_nobody_came_after() -> None:
    office = Office()
    office.send("apply", office.one, office.two, shift_minutes=30, room=office.hall.pk)
    office.two.refresh_from_db()
    office.two.office_note = "Call them."
    office.two.save()
    listed = office.client.get(reverse(LIST)).content.decode()

    said = office.client.post(reverse(UNDO), follow=True).content.decode()

    assert "You changed 2 sessions at once." in listed
    assert "1 session restored." in said
    assert "Not undone, because somebody has changed them since: Two" in said
    assert values(office.one, "start", "room") == (NOON, None)
    assert values(office.two, "start", "room") == (NOON + 1.5 * HOUR, office.hall)
    assert office.one.history.first().history_user == office.editor
    assert "You changed" not in said


def test_nobody_undoes_what_they_may_not_change() -> None:
    office = Office()
    office.send("apply", office.one, shift_days=1)
    office.event.team_members.filter(user=office.editor).update(role=Role.VIEWER)

    office.client.post(reverse(UNDO))

    assert values(office.one, "start") == (NOON + timedelta(days=1),)


def test_the_page_is_opened_again_by_its_address() -> None:
    office = Office()
    query: dict[str, Any] = {"session": office.one.pk, "step": "preview", "status": "cancelled"}

    page = office.client.get(reverse("admin:programme_change_many"), query)

    assert page.context["effects"][0].changes == [("status", "Confirmed", "Cancelled")]
    assert dict(page.context["sent"])["status"] == "cancelled"
