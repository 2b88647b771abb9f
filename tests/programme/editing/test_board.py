"""The board as one page for any size, what others change on it, and moving many sessions on it."""

import json
import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from events.models import Event, Venue
from programme.checks.acceptance import accept_finding
from programme.checks.review import review
from programme.editing.board import load_board, load_keys
from programme.editing.board_changes import BoardState
from programme.editing.board_filter import BoardFilter
from programme.editing.single_session import session_version
from programme.models import Session
from tests.bench.rows import agenda_of
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.queries import count_queries
from tests.timing import count_calls

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = timedelta(minutes=30)


class Board:
    """The planner of an event as one person has it open."""

    def __init__(self, event: Event, user: User) -> None:
        self.event, self.client, self.etag, self.since = event, Client(), "", ""
        self.client.force_login(user)

    def address(self, name: str = "") -> str:
        return reverse(f"admin:programme_planner{name}", args=[self.event.pk])

    def open(self, **query: str) -> str:
        return str(self.client.get(self.address(), query).content.decode())

    def ask(self) -> Any:
        """What the script asks every few seconds."""
        headers = {"If-None-Match": self.etag} if self.etag else {}
        query = {"since": self.since} if self.since else {}
        return self.client.get(self.address("_changes"), query, headers=headers)

    def hear(self) -> Any:
        """Return the answer, and remember what the script remembers."""
        answer = self.ask()
        self.etag, self.since = answer["ETag"], answer.json()["since"]
        return answer.json()

    def shift(self, *sessions: Session, step: str = "apply", minutes: int = 30) -> Any:
        seen = {session.pk: session_version(session) for session in sessions}
        data = {"seen": json.dumps(seen), "shift_minutes": minutes, "step": step}
        return self.client.post(self.address("_shift"), data)


def save(session: Session, by: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(session, name, value)
    session.updated_by = by
    session.save()


def guids(changes: Any) -> list[str]:
    return [row[0] for row in changes["board"]["sessions"]]


# --- The page -------------------------------------------------------------------------------------


def test_twelve_hundred_sessions_cost_four_times_as_much_as_28_and_a_hundred_kilobytes() -> None:
    boards = [Board(*agenda_of(size, rooms=40)) for size in (28, 1200)]
    for board in boards:
        board.open(day="2030-05-02")

    small, large = (
        count_calls(lambda board=board: board.open(day="2030-05-02"))  # type: ignore[misc]
        for board in boards
    )

    assert large <= 4 * small
    state = {"since": str(BoardState.load(boards[1].event.pk)), "day": "2030-05-02"}
    first = boards[1].client.get(boards[1].address("_changes"), state)
    assert len(first.json()["board"]["sessions"]) > 700
    assert len(first.content) <= 100_000
    few, many = (count_queries(board.open) for board in boards)
    assert few == many <= 20


def test_every_day_with_a_session_in_a_room_has_a_tab() -> None:
    event = make_event()
    make_session(event, room=make_room(event), start=NOON - timedelta(days=5))
    make_session(event, start=NOON - timedelta(days=7))

    page = Board(event, make_member(event, Role.EDITOR)).open()

    days = [f'data-day="2030-{day}" data-name' for day in ("04-25", "04-27", "05-01", "05-03")]
    assert [day in page for day in days] == [False, True, True, True]


def test_an_accepted_finding_is_no_clash_on_the_page_or_in_later_answers() -> None:
    event = make_event()
    hall = make_room(event)
    for number in range(2):
        make_session(event, room=hall, title=text(f"Session {number}"))
    editor = make_member(event, Role.EDITOR)
    board = Board(event, editor)
    marks = [board.open(day="2030-05-02", warnings="1").count('data-said="clash"')]

    for finding in review(event).open_errors:
        accept_finding(event=event, finding=finding, by=editor, reason="A wall is drawn.")

    marks.append(board.open(day="2030-05-02", warnings="1").count('data-said="clash"'))
    assert marks == [2, 0]
    said = board.hear()["sentences"]
    assert (said["clashes"], said["warnings"]) == ([], [])


def test_a_title_is_escaped_in_its_row() -> None:
    event = make_event()
    make_session(event, title=text("<b>Bold</b> & more"), room=make_room(event))

    page = Board(event, make_member(event, Role.EDITOR)).open(day="2030-05-02")

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in page
    assert "<b>Bold" not in page


def test_the_address_shows_venues_rooms_and_sub_forums_with_their_counts() -> None:
    event = make_event()
    hall, other = make_room(event), make_room(event)
    far = Venue.objects.create(event=event, name=text("Far"), position=2)
    away = make_room(event, venue=far)
    sub_forum = make_sub_forum(event)
    rooms: list[Any] = [hall, hall, other, away, None]
    sessions = [make_session(event, room=room) for room in rooms]
    save(sessions[0], make_member(event, Role.EDITOR), sub_forum=sub_forum)
    board = load_board(event, load_keys(event, make_member(event, Role.EDITOR)))

    def shown(query: str) -> set[int]:
        chosen = BoardFilter.of(QueryDict(query))
        return {block.key.pk for block in board.blocks if not chosen.hides(block)}

    pks = [session.pk for session in sessions]
    assert shown("") == set(pks)
    assert shown(f"room={hall.guid}") == {*pks[:2], pks[4]}
    assert shown(f"venue={far.guid}&room={other.guid}") == {*pks[2:]}
    assert shown(f"track={sub_forum.number}") == {pks[0]}
    venues = BoardFilter().venue_choices(board)
    assert [(str(one.name), one.count) for one in venues] == [("Congress centre", 3), ("Far", 1)]
    assert [one.count for one in venues[0].rooms] == [2, 1]


def test_a_check_names_midnight_the_hours_of_the_room_and_a_day_outside_the_event() -> None:
    event = make_event()
    hall = make_room(event, name=text("Hall"), opens_at=time(8), closes_at=time(23))
    session = make_session(event, title=text("Talk"), room=hall)
    board = Board(event, make_member(event, Role.EDITOR))
    address = reverse("admin:programme_planner_check", args=[event.pk, session.guid])
    place = {"start": "2030-05-04T22:00", "end": "2030-05-05T01:00", "room": str(hall.guid)}

    answer = board.client.get(address, place).json()

    assert answer["clashes"] == [
        "“Talk” is on Saturday 4 May 2030, outside the dates of the event."
    ]
    assert sorted(answer["warnings"]) == [
        "Hall is open from 08:00 to 23:00; “Talk” is there on 4 May, 22:00.",
        "“Talk” runs past midnight, from 4 May, 22:00 to 5 May, 01:00. Is that intended?",
    ]


# --- What others change ---------------------------------------------------------------------------


def test_a_board_hears_who_moved_what_and_nothing_twice() -> None:
    event = make_event()
    wei, ana = (make_member(event, Role.EDITOR, name=name) for name in ("Wei", "Ana"))
    hall = make_room(event)
    session, _other = make_session(event), make_session(event)
    board = Board(event, ana)
    board.hear()

    save(session, wei, room=hall)
    changes = board.hear()

    assert changes["authors"] == {str(session.guid): str(wei)}
    assert {place[0] for place in changes["board"]["places"]} == {str(hall.guid), ""}
    assert board.ask().status_code == 304


def test_the_first_answer_has_the_sessions_that_the_page_lacks() -> None:
    event = make_event()
    hall = make_room(event)
    here, later, loose = (
        make_session(event, start=NOON + timedelta(days=day), room=room)
        for day, room in ((0, hall), (1, hall), (1, None))
    )
    board = Board(event, make_member(event, Role.EDITOR))
    page = board.open()
    # As after many records: an answer looks back a little.
    newest = BoardState.load(event.pk).newest + 1_000

    query = {"since": f"{newest}-3", "day": f"{here.start:%Y-%m-%d}"}
    answer = board.client.get(board.address("_changes"), query).json()

    assert [str(session.guid) in page for session in (here, later, loose)] == [True, False, True]
    assert guids(answer) == [str(later.guid)]


def test_what_moves_between_the_page_and_the_first_answer_is_in_it() -> None:
    event = make_event()
    ana, hall, other = make_member(event, Role.EDITOR), make_room(event), make_room(event)
    session = make_session(event, room=hall)
    board = Board(event, ana)
    since = re.search(r'data-since="([^"]+)"', board.open())
    assert since is not None

    save(session, ana, room=other)
    query = {"since": since[1], "day": f"{session.start:%Y-%m-%d}"}
    answer = board.client.get(board.address("_changes"), query).json()

    assert answer["board"]["places"][0][0] == str(other.guid)


def test_the_board_opens_on_the_first_day_that_has_sessions() -> None:
    event = make_event()
    for days in (-3, 1):
        make_session(event, start=NOON + timedelta(days=days), room=make_room(event))
    board = Board(event, make_member(event, Role.EDITOR))

    assert 'data-day="2030-05-03"' in board.open()
    assert 'data-day="2030-05-01"' in board.open(day="2030-05-01")
    assert 'data-day="2030-05-03"' in board.open(day="garbage")


def test_one_hears_nothing_of_oneself_but_has_the_rows() -> None:
    event = make_event()
    ana = make_member(event, Role.EDITOR)
    session, board = make_session(event), Board(event, ana)
    board.hear()

    save(session, ana, room=make_room(event))
    changes = board.hear()

    assert changes["authors"] == {}
    assert str(session.guid) in guids(changes)


def test_a_deleted_session_is_gone_and_a_new_one_has_a_row() -> None:
    event = make_event()
    wei = make_member(event, Role.EDITOR)
    session, board = make_session(event), Board(event, wei)
    board.hear()
    guid = str(session.guid)

    session.delete()
    new = make_session(event)
    changes = board.hear()

    assert changes["gone"] == [guid]
    assert str(new.guid) in guids(changes)


def test_the_answer_nothing_new_takes_two_queries_beside_those_of_the_login() -> None:
    event = make_event()
    board = Board(event, make_member(event, Role.EDITOR))
    board.hear()
    make_room(event)

    assert board.ask().status_code == 304
    assert count_queries(board.ask) == 5  # the session, the person, the second factor


def test_nobody_outside_the_team_hears_of_changes() -> None:
    event = make_event()
    board = Board(event, make_member(make_event(), Role.EDITOR))
    board.etag = f'"{BoardState.load(event.pk)}"'

    assert board.ask().status_code == 404


@pytest.mark.parametrize("written", ["", "x", "1", "1-", "-1", "1-2-3", "9" * 30 + "-1"])
def test_a_state_that_nobody_wrote_is_none(written: str) -> None:
    assert BoardState.read(written) is None
    assert BoardState.read(str(BoardState(12, 3))) == BoardState(12, 3)


# --- Many sessions --------------------------------------------------------------------------------


def test_an_afternoon_is_moved_at_once_and_back() -> None:
    event = make_event()
    board = Board(event, make_member(event, Role.EDITOR))
    sessions = [make_session(event, start=NOON + hour * HALF_AN_HOUR) for hour in range(3)]

    answer = board.shift(*sessions)

    assert answer.status_code == 200
    moved = [Session.objects.get(pk=one.pk).start - one.start for one in sessions]
    assert moved == [HALF_AN_HOUR] * 3
    assert answer.json()["places"][str(sessions[0].guid)]["start"] == 20 * 60 + 30
    board.shift(*sessions, minutes=-30)
    assert [Session.objects.get(pk=one.pk).start for one in sessions] == [
        one.start for one in sessions
    ]


def test_a_preview_names_new_clashes_alone_and_saves_nothing() -> None:
    event = make_event()
    hall = make_room(event, name=text("Hall"))
    first, second = (make_session(event, room=hall, title=text(name)) for name in ("One", "Two"))
    make_session(event, room=hall, title=text("Later"), start=NOON + timedelta(hours=1))
    board = Board(event, make_member(event, Role.EDITOR))

    answer = board.shift(first, second, step="preview")

    clashes = answer.json()["clashes"]
    assert [("Later" in one, "Hall is double-booked" in one) for one in clashes] == [
        (True, True),
        (True, True),
    ]
    assert {one.history.count() for one in (first, second)} == {1}


def test_if_one_of_many_has_changed_none_is_moved() -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    board, hall = Board(event, editor), make_room(event)
    sessions = [make_session(event) for _number in range(2)]
    seen = {session.pk: session_version(session) for session in sessions}
    save(sessions[1], editor, room=hall)
    data = {"seen": json.dumps(seen), "shift_minutes": 30, "step": "apply"}

    answer = board.client.post(board.address("_shift"), data)

    assert answer.status_code == 409
    assert answer.json()["places"][str(sessions[1].guid)]["room"] == str(hall.guid)
    assert {Session.objects.get(pk=one.pk).start for one in sessions} == {NOON}


def test_what_the_user_may_not_move_is_not_moved_with_others() -> None:
    event = make_event()
    user, own = make_member(event, Role.SUB_FORUM_EDITOR), make_sub_forum(event)
    own.editors.add(user)
    mine, others = make_session(event, sub_forum=own), make_session(event)
    foreign = make_session(make_event())
    board = Board(event, user)

    codes = [board.shift(*sessions).status_code for sessions in ((mine, others), (foreign,), ())]

    assert codes == [404, 404, 400]
    assert {Session.objects.get(pk=one.pk).start for one in (mine, others, foreign)} == {NOON}
