"""What cannot work is said: rooms, people, dates, seats, approval. It never forbids saving."""

from datetime import timedelta
from typing import Any

import pytest

from delegations.choices import AttendeeStatus
from programme.choices import SessionStatus, Visibility
from programme.clashes import Clash, find_clashes
from programme.drafts import draft_agenda, known_of
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_room,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _clashes(event: Any) -> list[Clash]:
    return find_clashes(draft_agenda(event, public_only=False), known_of(event))


def _kinds(event: Any) -> list[str]:
    return [clash.kind for clash in _clashes(event)]


def test_a_quiet_agenda_has_no_clash() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event))
    make_appearance(make_session(event, room=make_room(event), capacity=100), attendee=person)

    assert _clashes(event) == []


def test_a_room_taken_twice_is_named_with_both_sessions() -> None:
    event = make_event()
    room = make_room(event, name=text("Pearl Hall"))
    make_session(event, room=room, title=text("One"))
    make_session(event, room=room, title=text("Two"), start=NOON + HOUR / 2)

    (clash,) = _clashes(event)

    assert str(clash.sentence) == ("Pearl Hall is taken twice on 2 May, 20:30: “One” and “Two”.")


def test_one_after_the_other_in_a_room_is_no_clash() -> None:
    event = make_event()
    room = make_room(event)
    make_session(event, room=room)
    make_session(event, room=room, start=NOON + HOUR)

    assert _clashes(event) == []


def test_an_internal_rehearsal_takes_its_room_too() -> None:
    event = make_event()
    room = make_room(event)
    make_session(event, room=room)
    make_session(event, room=room, visibility=Visibility.INTERNAL)

    assert _kinds(event) == ["room"]


def test_a_person_on_two_stages_at_once_is_named() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), given="Ana", family="Ruiz")
    for _ in range(2):
        make_appearance(make_session(event), attendee=person)

    (clash,) = _clashes(event)

    assert clash.kind == "person"
    assert str(clash.sentence).startswith(f"{person.full_name} is on stage twice")


def test_two_roles_in_one_session_are_no_clash() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event))
    session = make_session(event)
    for role in ("chair", "speaker"):
        make_appearance(session, attendee=person, role=role)

    assert _clashes(event) == []


def test_a_session_outside_the_dates_is_named_and_a_gala_past_midnight_is_not() -> None:
    event = make_event()
    make_session(event, start=NOON + timedelta(days=9), title=text("Lost"))
    gala = NOON + timedelta(days=1, hours=3)
    make_session(event, start=gala, end=gala + 3 * HOUR, title=text("Gala"))

    (clash,) = _clashes(event)

    assert (clash.kind, "Lost" in str(clash.sentence)) == ("outside", True)


def test_more_seats_than_the_room_holds_are_named() -> None:
    event = make_event()
    make_session(event, room=make_room(event, capacity=100), capacity=101)
    make_session(event, room=make_room(event, capacity=100), capacity=100)

    assert _kinds(event) == ["capacity"]


@pytest.mark.parametrize(
    "status", [status for status in AttendeeStatus if status != AttendeeStatus.APPROVED]
)
def test_somebody_on_stage_who_is_not_approved_is_named(status: AttendeeStatus) -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), status=status)
    make_appearance(make_session(event), attendee=person)

    (clash,) = _clashes(event)

    assert clash.kind == "not-approved"
    assert str(status.label) in str(clash.sentence)


def test_cancelled_sessions_clash_with_nothing() -> None:
    event = make_event()
    room = make_room(event)
    make_session(event, room=room)
    make_session(event, room=room, status=SessionStatus.CANCELLED)

    assert _clashes(event) == []


def test_checking_takes_no_more_queries_for_three_sessions_than_for_one(
    django_assert_num_queries: Any,
) -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), status=AttendeeStatus.DRAFT)
    for _ in range(3):
        make_appearance(make_session(event, room=make_room(event)), attendee=person)

    with django_assert_num_queries(6):
        _clashes(event)
