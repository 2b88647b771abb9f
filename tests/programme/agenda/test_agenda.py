"""The agenda value: from rows, into a payload and back, by day, by person."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from events.models import Event
from programme.agenda import payloads
from programme.agenda.grid import grid_of
from programme.agenda.load_agenda import draft_agenda
from programme.choices import AppearanceRole, AppearanceState, SessionStatus, Visibility
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def test_a_payload_read_back_is_the_agenda_that_was_frozen() -> None:
    event = make_event()
    speaker = make_attendee(make_delegation(event), native_name="林晓", honorific="H.E.")
    full = make_session(
        event,
        title=text("Ageing", zh_hans="老龄化"),
        abstract=text("Line one\nline two"),
        room=make_room(event, floor="2"),
        sub_forum=make_sub_forum(event),
        floor_languages=["zh", "en"],
        interpretation_languages=["fr"],
        capacity=80,
        needs_sign_up=True,
        is_major=True,
    )
    make_appearance(full, attendee=speaker, role=AppearanceRole.KEYNOTE)
    make_appearance(full, placeholder=text("Mayor of Bogotá, to be confirmed"))
    make_session(event, in_all_rooms=True, status=SessionStatus.PLANNED)
    draft = draft_agenda(event, public_only=True)

    read = payloads.from_payload(json.loads(json.dumps(payloads.payload(draft))))

    assert read == draft
    assert {len(one.appearances) for one in read.sessions} == {0, 2}


def test_people_of_older_releases_are_sorted_as_those_of_now() -> None:
    session = make_session(make_event())
    for given, family in (("Eva", "Ödman"), ("Ann", "O’Brien"), ("Bo", "Zhao")):
        person = make_attendee(make_delegation(session.event), given=given, family=family)
        make_appearance(session, attendee=person)
    data = payloads.payload(draft_agenda(session.event, public_only=True))
    older = {"Ann O’Brien": "o’brien\u0001ann", "Eva Ödman": "odman\u0001eva"}
    for one in data["people"]:
        one["sort_key"] = older.get(one["name"], one["sort_key"])

    speakers = payloads.from_payload(data).speakers.values()

    assert [person.name for person, _on in speakers] == ["Ann O’Brien", "Eva Ödman", "Bo Zhao"]


def test_a_session_after_midnight_utc_belongs_to_the_day_in_guangzhou() -> None:
    event = make_event(time_zone="Asia/Shanghai")
    late = datetime(2030, 5, 1, 16, 30, tzinfo=UTC)
    make_session(event, start=late, title=text("Breakfast talk"))

    (day,) = draft_agenda(event, public_only=True).days

    assert day.date.isoformat() == "2030-05-02"
    assert f"{day.sessions[0].start:%H:%M}" == "00:30"


def test_sessions_at_the_same_time_stand_in_the_order_of_their_sub_forums() -> None:
    event = make_event()
    for number in (3, 1, 2):
        make_session(event, sub_forum=make_sub_forum(event, number=number))

    numbers = [
        one.sub_forum.number
        for one in draft_agenda(event, public_only=True).sessions
        if one.sub_forum
    ]

    assert numbers == [1, 2, 3]


def test_only_public_sessions_enter_a_release_and_declined_people_never() -> None:
    event = make_event()
    open_one = make_session(event, title=text("Open"))
    make_session(event, title=text("Rehearsal"), visibility=Visibility.INTERNAL)
    make_session(event, title=text("Closed"), visibility=Visibility.PARTICIPANTS)
    make_appearance(open_one, placeholder=text("Mayor A"), state=AppearanceState.DECLINED)

    draft = draft_agenda(event, public_only=True)

    assert [str(one.title) for one in draft.sessions] == ["Open"]
    assert draft.sessions[0].appearances == ()
    assert len(draft_agenda(event, public_only=False).sessions) == 3


def test_speakers_are_sorted_by_name_and_those_of_cancelled_sessions_left_out() -> None:
    event = make_event()
    delegation = make_delegation(event)
    zoe = make_attendee(delegation, given="Zoe", family="Abbot")
    adam = make_attendee(delegation, given="Adam", family="Zweig")
    gone = make_attendee(delegation, given="Mia", family="Miller")
    live = make_session(event)
    for person in (adam, zoe):
        make_appearance(live, attendee=person)
    make_appearance(make_session(event, status=SessionStatus.CANCELLED), attendee=gone)

    speakers = draft_agenda(event, public_only=True).speakers.values()

    assert [person.guid for person, _ in speakers] == [str(zoe.guid), str(adam.guid)]


def test_two_people_of_one_name_have_pages_of_their_own() -> None:
    event = make_event()
    delegation, session = make_delegation(event), make_session(event)
    for _ in range(2):
        make_appearance(session, attendee=make_attendee(delegation, given="Wei", family="Zhang"))

    assert len(draft_agenda(event, public_only=True).speakers) == 2


def test_the_draft_takes_as_many_queries_for_three_sessions_as_for_one() -> None:
    event = make_event()
    _full_session(event)
    one = count_queries(lambda: draft_agenda(event, public_only=True))
    _full_session(event)
    _full_session(event)

    assert count_queries(lambda: draft_agenda(event, public_only=True)) == one == 6


def _full_session(event: Event) -> None:
    session = make_session(event, room=make_room(event), sub_forum=make_sub_forum(event))
    make_appearance(session, attendee=make_attendee(make_delegation(event)))


def test_parallel_sessions_in_one_room_stand_side_by_side_in_the_grid() -> None:
    event = make_event()
    room = make_room(event)
    for _ in range(2):
        make_session(event, room=room)
    (day,) = draft_agenda(event, public_only=True).days

    grid = grid_of(day)

    assert {cell.column for cell in grid.cells} == {1, 2}
    assert grid.heads[0].span == 2


def test_a_break_for_everybody_spans_the_grid_unless_something_runs_beside_it() -> None:
    event = make_event()
    for _ in range(3):
        make_session(event, room=make_room(event))
    make_session(event, start=NOON + timedelta(hours=1), in_all_rooms=True, title=text("Lunch"))
    (day,) = draft_agenda(event, public_only=True).days
    lunch = next(one for one in grid_of(day).cells if str(one.session.title) == "Lunch")
    assert (lunch.column, lunch.column_span) == (1, 3)

    make_session(event, start=NOON + timedelta(hours=1), room=make_room(event))

    (day,) = draft_agenda(event, public_only=True).days
    lunch = next(one for one in grid_of(day).cells if str(one.session.title) == "Lunch")
    assert lunch.column_span == 1


def test_no_two_cells_of_a_grid_cover_each_other() -> None:
    event = make_event()
    rooms = [make_room(event) for _ in range(3)]
    for index in range(20):
        start = NOON + timedelta(minutes=20 * (index % 7))
        make_session(event, start=start, room=rooms[index % 3] if index % 5 else None)
    (day,) = draft_agenda(event, public_only=True).days

    taken: set[tuple[int, int]] = set()
    for cell in grid_of(day).cells:
        places = {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        assert not places & taken
        taken |= places
