"""Moving, copying and naming: one service each, with its refusals, and who may ask for it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.text.translated import TranslatedText
from delegations.choices import AttendeeStatus
from events.models import Event
from programme.checks.acceptance import accept_finding
from programme.checks.review import review
from programme.choices import AppearanceState, SessionStatus, Visibility
from programme.editing.board import Board, load_board, load_keys
from programme.editing.single_session import (
    InvalidSession,
    PersonNotComing,
    SessionGone,
    SessionMovedOn,
    duplicate_session,
    move_session,
    name_person,
    session_version,
)
from programme.models import Appearance, Session
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sub_forum_editor(event: Event, **values: Any) -> tuple[User, Any]:
    """Somebody who edits one sub-forum, and that sub-forum."""
    user, own = make_member(event, Role.SUB_FORUM_EDITOR), make_sub_forum(event, **values)
    own.editors.add(user)
    return user, own


def move(session: Session, by: User, **values: Any) -> Session:
    place = {
        "start": session.start,
        "end": session.end,
        "room": session.room,
        "seen": session_version(session),
    }
    return move_session(session=session, by=by, **{**place, **values})


def board_of(event: Event, user: User) -> Board:
    return load_board(event, load_keys(event, user))


# --- The service ----------------------------------------------------------------------------------


def test_a_session_is_moved_with_a_record_of_who_did_it() -> None:
    event = make_event()
    editor, room = make_member(event, Role.EDITOR), make_room(event)
    session = make_session(event)

    move(session, editor, start=NOON + HOUR, end=NOON + 2 * HOUR, room=room)

    session.refresh_from_db()
    assert (session.start, session.end, session.room) == (NOON + HOUR, NOON + 2 * HOUR, room)
    assert session.history.first().history_user == editor
    assert session.history.count() == 2


def test_a_move_to_where_it_stands_leaves_no_record() -> None:
    event = make_event()
    session = make_session(event)

    move(session, make_member(event, Role.EDITOR))

    assert session.history.count() == 1


def test_a_session_that_has_moved_on_is_not_moved() -> None:
    event = make_event()
    session = make_session(event)
    seen = session_version(session)
    session.title = text("Another title")
    session.save()

    with pytest.raises(SessionMovedOn):
        move(session, make_member(event, Role.EDITOR), start=NOON - HOUR, seen=seen)

    session.refresh_from_db()
    assert session.start == NOON


def test_a_session_that_is_gone_is_not_moved() -> None:
    event = make_event()
    session = make_session(event)
    seen = session_version(session)
    Session.objects.filter(pk=session.pk).delete()

    with pytest.raises(SessionGone):
        move(session, make_member(event, Role.EDITOR), seen=seen)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"end": NOON}, "The end must be after the start."),
        ({"in_all_rooms": True}, "Choose one room or all rooms, not both."),
    ],
)
def test_what_the_form_would_refuse_is_refused(values: dict[str, Any], reason: str) -> None:
    event = make_event()
    session = make_session(event, room=make_room(event))

    with pytest.raises(InvalidSession) as caught:
        move(session, make_member(event, Role.EDITOR), **values)

    assert caught.value.reasons == [reason]


def test_a_room_of_another_event_is_refused() -> None:
    event = make_event()
    session, foreign = make_session(event), make_room(make_event())

    with pytest.raises(InvalidSession, match="This room belongs to another event"):
        move(session, make_member(event, Role.EDITOR), room=foreign)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_session_at_once_one_is_told() -> None:
    event = make_event()
    editors = [make_member(event, Role.EDITOR) for _number in range(2)]
    rooms = [make_room(event) for _number in range(2)]
    for _round in range(8):
        session = make_session(event)
        seen = session_version(session)
        outcomes: list[str] = []
        start = threading.Barrier(2)

        def work(
            number: int,
            session: Any = session,
            seen: int = seen,
            outcomes: list[str] = outcomes,
            start: threading.Barrier = start,
        ) -> None:
            try:
                start.wait(10)
                move(session, editors[number], room=rooms[number], seen=seen)
                outcomes.append("moved")
            except SessionMovedOn:
                outcomes.append("told")
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["moved", "told"]
        assert session.history.count() == 2


# --- The pages ------------------------------------------------------------------------------------


class Planner:
    """The planner of an event, as one person has it open."""

    def __init__(self, event: Event, user: User) -> None:
        self.event, self.client = event, client_of(user)

    def open(self) -> Any:
        return self.client.get(reverse("admin:programme_planner", args=[self.event.pk]))

    def ask(self, session: Session, action: str, **values: Any) -> Any:
        name = f"admin:programme_planner_{action}"
        address = reverse(name, args=[self.event.pk, session.guid])
        data = {
            "start": "2030-05-02T21:00",
            "end": "2030-05-02T22:00",
            "seen": session_version(session),
            **values,
        }
        return (self.client.post if action == "move" else self.client.get)(address, data)


def test_the_board_has_days_rooms_and_what_has_no_place() -> None:
    event = make_event()
    editor, hall = make_member(event, Role.EDITOR), make_room(event)
    on_board = make_session(event, room=hall)
    everywhere = make_session(event, in_all_rooms=True, start=NOON + HOUR)
    no_room = make_session(event)
    too_late = make_session(event, room=hall, start=NOON + timedelta(days=9))

    board = board_of(event, editor)

    planned = {f"{day:%d}": [one.key.pk for one in board.blocks_of(day)] for day in board.days}
    assert planned == {"01": [], "02": [on_board.pk, everywhere.pk], "03": [], "11": [too_late.pk]}
    assert [one.key.pk for one in board.blocks_of(None)] == [no_room.pk]
    assert [room.guid for room in board.rooms] == [str(hall.guid)]
    assert board.keys[str(on_board.guid)].place == {
        "day": "2030-05-02",
        "start": 20 * 60,
        "minutes": 60,
        "room": str(hall.guid),
    }


def test_the_board_takes_as_many_queries_for_three_sessions_as_for_one() -> None:
    event = make_event()
    planner = Planner(event, make_member(event, Role.EDITOR))

    def add() -> None:
        session = make_session(event, room=make_room(event), sub_forum=make_sub_forum(event))
        make_appearance(session, attendee=make_attendee(make_delegation(event)))

    add()
    planner.open()
    one = count_queries(planner.open)
    add()
    add()

    assert count_queries(planner.open) == one


def test_a_check_names_what_would_clash_and_saves_nothing() -> None:
    event = make_event()
    hall = make_room(event, name=text("Pearl Hall"))
    make_session(event, room=hall, start=NOON + 1.5 * HOUR, title=text("There"))
    session = make_session(event, title=text("Moving"))
    planner = Planner(event, make_member(event, Role.EDITOR))

    answer = planner.ask(session, "check", room=hall.guid)

    session.refresh_from_db()
    assert answer.json() == {
        "clashes": ["Pearl Hall is double-booked on 2 May, 21:30: “Moving” and “There”."],
        "warnings": [],
    }
    assert (session.start, session.room, session.history.count()) == (NOON, None, 1)


def test_a_move_answers_with_the_place_and_with_all_clashes() -> None:
    event = make_event()
    hall = make_room(event)
    there = make_session(event, room=hall, start=NOON + HOUR)
    session = make_session(event)
    planner = Planner(event, make_member(event, Role.EDITOR))

    answer = planner.ask(session, "move", room=hall.guid).json()

    session.refresh_from_db()
    assert (session.start, session.room) == (NOON + HOUR, hall)
    assert answer["place"] == {
        "day": "2030-05-02",
        "start": 21 * 60,
        "minutes": 60,
        "room": str(hall.guid),
        "seen": session_version(session),
    }
    (clash,) = answer["sentences"]["clashes"]
    assert set(clash["rows"][0][: clash["sessions"]]) == {there.pk, session.pk}


def test_warnings_are_told_apart_from_clashes_and_what_was_accepted_is_not_said() -> None:
    event = make_event()
    hall = make_room(event)
    long, other = (make_session(event, room=hall, end=NOON + hours * HOUR) for hours in (15, 1))
    editor = make_member(event, Role.EDITOR)

    def said() -> list[tuple[int, int]]:
        found = {block.key.pk: block.sentences for block in board_of(event, editor).blocks}
        both = (found[one.pk] for one in (long, other))
        return [(len(one["clashes"]), len(one["warnings"])) for one in both if one]

    assert said() == [(1, 1), (1, 0)]
    for finding in review(event).open_errors:
        accept_finding(event=event, finding=finding, by=editor, reason="A wall is drawn.")
    assert said() == [(0, 1), (0, 0)]


def test_rooms_in_use_come_first() -> None:
    event = make_event()
    make_room(event, name=text("Empty"), position=1)
    make_session(event, room=make_room(event, name=text("Used"), position=2))

    rooms = board_of(event, make_member(event, Role.EDITOR)).rooms

    assert [str(room.name) for room in rooms] == ["Used", "Empty"]


def test_a_session_that_moved_on_answers_with_what_the_other_did() -> None:
    event = make_event()
    hall = make_room(event, name=text("Pearl Hall"))
    wei = make_member(event, Role.EDITOR, name="Wei")
    session = make_session(event)
    seen = session_version(session)
    move(session, wei, room=hall)

    answer = Planner(event, make_member(event, Role.EDITOR)).ask(session, "move", seen=seen)

    assert answer.status_code == 409
    assert answer.json()["place"]["room"] == str(hall.guid)
    (said,) = answer.json()["reasons"]
    assert said.startswith("Wei, ")
    assert said.endswith("Room: – → Pearl Hall")


def test_a_place_that_cannot_be_answers_why() -> None:
    event = make_event()
    session, foreign = make_session(event), make_room(make_event())
    planner = Planner(event, make_member(event, Role.EDITOR))

    backwards = planner.ask(session, "move", end="2030-05-02T20:00")
    elsewhere = planner.ask(session, "move", room=foreign.guid)

    assert (backwards.status_code, elsewhere.status_code) == (400, 400)
    assert backwards.json()["reasons"] == ["The end must be after the start."]
    session.refresh_from_db()
    assert session.history.count() == 1


def test_a_sub_forum_editor_moves_and_copies_their_own_sessions_only() -> None:
    event = make_event()
    user, own = sub_forum_editor(event)
    mine = make_session(event, sub_forum=own)
    others = make_session(event, sub_forum=make_sub_forum(event))
    planner = Planner(event, user)
    duplicate = reverse("admin:programme_session_duplicate")

    answers = {
        (session.pk, action): planner.ask(session, action).status_code
        for session in (mine, others)
        for action in ("check", "move")
    }
    copies = [
        planner.client.post(duplicate, {"session": one.pk}).status_code for one in (mine, others)
    ]

    assert answers == {
        (mine.pk, "check"): 200,
        (mine.pk, "move"): 200,
        (others.pk, "check"): 404,
        (others.pk, "move"): 404,
    }
    assert copies == [302, 404]
    others.refresh_from_db()
    assert others.start == NOON
    keys = board_of(event, user).keys.values()
    assert {key.pk for key in keys if key.can_move} == {
        mine.pk,
        *Session.objects.filter(sub_forum=own).values_list("pk", flat=True),
    }


# --- A copy ---------------------------------------------------------------------------------------


def test_a_copy_has_the_texts_and_the_people_but_no_place_of_its_own() -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    person = make_attendee(make_delegation(event))
    session = make_session(
        event, title=text("Panel", zh_hans="论坛"), abstract=text("About"), room=make_room(event)
    )
    make_appearance(session, attendee=person, state=AppearanceState.CONFIRMED, position=2)
    make_appearance(session, state=AppearanceState.DECLINED)

    copy = duplicate_session(session=session, by=editor)

    copy.refresh_from_db()
    session.refresh_from_db()
    assert copy.title == text("Panel (copy)", zh_hans="论坛（副本）")
    assert (copy.abstract, copy.start, copy.end) == (text("About"), session.start, session.end)
    assert (copy.room, copy.status, copy.visibility) == (
        None,
        SessionStatus.PLANNED,
        Visibility.INTERNAL,
    )
    assert copy.code != session.code
    assert copy.guid != session.guid
    rows = copy.appearances.values_list("attendee", "state", "position", "updated_by")
    assert list(rows) == [(person.pk, "invited", 2, editor.pk)]
    assert session.appearances.count() == 2
    assert copy.history.get().history_user == editor


def test_a_long_title_has_room_for_the_mark_of_a_copy() -> None:
    event = make_event()
    session = make_session(event, title=text("x" * 250))

    copy = duplicate_session(session=session, by=make_member(event, Role.EDITOR))

    assert copy.title == text("x" * 243 + " (copy)")


def test_a_copy_opens_where_its_original_was_seen() -> None:
    event = make_event()
    session = make_session(event)
    client = client_of(make_member(event, Role.EDITOR))
    address = reverse("admin:programme_session_duplicate")

    from_form: Any = client.post(address, {"session": session.pk})
    from_planner: Any = client.post(address, {"session": session.pk, "next": "planner"})

    one, other = Session.objects.exclude(pk=session.pk).order_by("pk")
    assert from_form.url == reverse("admin:programme_session_change", args=[one.pk])
    planner = reverse("admin:programme_planner", args=[event.pk])
    assert from_planner.url == f"{planner}?session={other.guid}"


# --- From a placeholder to a person ---------------------------------------------------------------


class Stage:
    """A session with a placeholder, and an editor on its page."""

    def __init__(self) -> None:
        self.event = make_event()
        self.delegation = make_delegation(self.event)
        self.session = make_session(self.event)
        self.row = make_appearance(
            self.session, role="chair", position=3, state=AppearanceState.CONFIRMED
        )
        self.editor = make_member(self.event, Role.EDITOR)
        self.client = client_of(self.editor)
        self.address = reverse("admin:programme_name_person", args=[self.row.pk])

    def person(self, **values: Any) -> Any:
        return make_attendee(self.delegation, **values)

    def choose(self, person: Any) -> Any:
        return self.client.post(self.address, {"attendee": person.pk}, follow=True)

    def on_stage(self) -> tuple[Any, ...]:
        row = Appearance.objects.get(pk=self.row.pk)
        return row.attendee, row.placeholder, row.role, row.position, row.state


def test_the_session_page_leads_to_naming_the_person() -> None:
    stage = Stage()
    page = stage.client.get(reverse("admin:programme_session_change", args=[stage.session.pk]))

    assert stage.address in page.content.decode()


def test_the_search_finds_people_of_this_event_by_any_form_of_the_name() -> None:
    stage = Stage()
    ours = stage.person(given="Wei", family="Chen", native_name="陈伟")
    stage.person(given="Ana", family="López")
    theirs = make_attendee(make_delegation(make_event()), given="Wei", family="Chen")
    make_member(theirs.delegation.event, Role.EDITOR)

    found = {
        words: [one.pk for one in stage.client.get(stage.address, {"q": words}).context["people"]]
        for words in ("chen", "陈伟", "lopez wei")
    }

    assert found == {"chen": [ours.pk], "陈伟": [ours.pk], "lopez wei": []}


def test_the_person_takes_the_place_and_is_invited() -> None:
    stage = Stage()
    person = stage.person()

    answer = stage.choose(person)

    assert stage.on_stage() == (person, TranslatedText(), "chair", 3, "invited")
    assert f"{person} is now on stage, with the status “Invited”." in answer.content.decode()
    assert stage.row.history.first().history_user == stage.editor


@pytest.mark.parametrize("status", [AttendeeStatus.REFUSED, AttendeeStatus.WITHDRAWN])
def test_who_will_not_come_is_not_put_on_stage(status: AttendeeStatus) -> None:
    stage = Stage()
    person = stage.person(status=status)

    answer = stage.choose(person)

    assert stage.on_stage()[0] is None
    assert (
        "was rejected or has withdrawn. Choose somebody who is attending."
        in answer.content.decode()
    )
    with pytest.raises(PersonNotComing):
        name_person(appearance=stage.row, attendee=person, by=stage.editor)


def test_a_placeholder_that_was_named_meanwhile_stays_so() -> None:
    stage = Stage()
    first, second = stage.person(), stage.person()
    stage.choose(first)

    answer = stage.choose(second)

    assert stage.on_stage()[0] == first
    assert "Somebody else has changed this placeholder in the meantime." in answer.content.decode()


def test_nobody_has_a_role_twice_or_comes_from_another_event() -> None:
    stage = Stage()
    person = stage.person()
    make_appearance(stage.session, attendee=person, role="chair")
    foreign = make_attendee(make_delegation(make_event()))

    twice = stage.choose(person)

    assert "This person already has this role in the session." in twice.content.decode()
    assert stage.choose(foreign).status_code == 404
    assert stage.on_stage()[0] is None
    with pytest.raises(InvalidSession, match="This person belongs to another event"):
        name_person(appearance=stage.row, attendee=foreign, by=stage.editor)


def test_a_sub_forum_editor_names_people_in_their_own_sessions_only() -> None:
    stage = Stage()
    user, own = sub_forum_editor(stage.event)
    mine = make_appearance(make_session(stage.event, sub_forum=own))
    client = client_of(user)

    answers = [
        client.get(reverse("admin:programme_name_person", args=[row.pk])).status_code
        for row in (mine, stage.row)
    ]

    assert answers == [200, 404]
