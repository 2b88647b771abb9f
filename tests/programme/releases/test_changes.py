"""The exact list of what a release changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.agenda.load_agenda import draft_agenda
from programme.agenda.values import Agenda
from programme.choices import SessionKind, SessionStatus
from programme.releases import calendar_sequence, changes
from programme.releases.change_wording import change_lines
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_room,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db


def _draft(event: Any) -> Agenda:
    return draft_agenda(event, public_only=True)


def _after(change: Callable[[Any], None]) -> tuple[list[changes.Change], Agenda, Agenda]:
    """What differs once `change` was done to the one session of an event."""
    event = make_event()
    session = make_session(event, title=text("Panel"), room=make_room(event, name=text("Hall")))
    before = _draft(event)
    change(session)
    session.save()
    after = _draft(event)
    return changes.differences(before, after), before, after


def test_nothing_differs_when_nothing_was_changed() -> None:
    found, _, _ = _after(lambda session: None)

    assert found == []


def test_a_new_session_is_new() -> None:
    event = make_event()
    before = _draft(event)
    make_session(event, title=text("Extra"))

    (change,) = changes.differences(before, _draft(event))

    assert (change.kind, str(change.session.title)) == (changes.NEW, "Extra")


def test_another_time_or_room_is_a_move_and_says_from_where_to_where() -> None:
    def later(session: Any) -> None:
        session.start += timedelta(hours=2)
        session.end += timedelta(hours=2)

    found, before, after = _after(later)

    assert [(one.kind, [field.field for field in one.fields]) for one in found] == [
        (changes.MOVED, ["start", "end"])
    ]
    assert calendar_sequence.next_sequence(before.sessions[0], after.sessions[0]) == 1
    (plain,) = changes.as_json(found)
    assert change_lines(plain)[0] == "Start: 2 May, 20:00 → 2 May, 22:00"


def test_another_title_is_a_change_and_moves_no_calendar() -> None:
    found, before, after = _after(lambda session: setattr(session, "title", text("Debate")))

    assert [one.kind for one in found] == [changes.CHANGED]
    assert calendar_sequence.next_sequence(before.sessions[0], after.sessions[0]) == 0
    assert change_lines(changes.as_json(found)[0]) == ["Title: Panel → Debate"]


def test_the_arrow_points_to_what_a_title_says_now_in_either_direction() -> None:
    found, *_agendas = _after(lambda session: setattr(session, "title", text("Debate")))

    with translation.override("ar"):
        (line,) = change_lines(changes.as_json(found)[0])

    # Each title in marks of its own: between two Latin words the arrow would run the Latin way.
    assert line == "العنوان: \u2068Panel\u2069 ← \u2068Debate\u2069"


def test_a_change_in_one_language_alone_is_a_change() -> None:
    found, _, _ = _after(
        lambda session: setattr(session, "title", text("Panel", zh_hans="专题讨论"))
    )

    assert [one.kind for one in found] == [changes.CHANGED]


def test_a_cancelled_session_is_cancelled_once() -> None:
    found, before, after = _after(
        lambda session: setattr(session, "status", SessionStatus.CANCELLED)
    )

    assert [one.kind for one in found] == [changes.CANCELLED]
    assert calendar_sequence.next_sequence(before.sessions[0], after.sessions[0]) == 1
    assert changes.differences(after, after) == []


def test_fixed_words_stand_in_the_language_of_the_reader() -> None:
    def change(session: Any) -> None:
        session.status, session.kind = SessionStatus.CANCELLED, SessionKind.KEYNOTE
        session.floor_languages = ["zh", "fr"]

    (found,), _, _ = _after(change)

    with translation.override("fr"):
        (one,) = changes.as_json([found])
        assert set(change_lines(one)) == {
            "Type\xa0: Table ronde → Discours principal",
            "Langues des interventions\xa0: – → chinois, français",
            "État\xa0: Confirmé → Annulé",
        }


def test_a_deleted_session_is_cancelled_and_named_as_it_was() -> None:
    event = make_event()
    session = make_session(event, title=text("Tour"))
    before = _draft(event)
    session.delete()

    (change,) = changes.differences(before, _draft(event))

    assert (change.kind, str(change.session.title)) == (changes.CANCELLED, "Tour")


def test_another_person_on_stage_is_a_change_that_names_them() -> None:
    event = make_event()
    session = make_session(event)
    placeholder = make_appearance(session, placeholder=text("Mayor, to be confirmed"))
    before = _draft(event)
    placeholder.delete()
    person = make_attendee(make_delegation(event), given="Ana", family="Ruiz")
    make_appearance(session, attendee=person)

    found = changes.differences(before, _draft(event))

    assert change_lines(changes.as_json(found)[0]) == [
        f"On stage: Mayor, to be confirmed → {person.full_name}"
    ]
