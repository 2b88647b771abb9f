"""What the form says of a person chosen for the stage: on another then, or too far away."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from events.models import Venue
from programme.choices import AppearanceRole, AppearanceState, SessionStatus
from programme.models import Session
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_room,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db
_HOUR = timedelta(hours=1)


class Office:
    """An editor, a session to fill, and a person who is on stage in another at the same time."""

    def __init__(self, **values: Any) -> None:
        self.event = make_event()
        self.person = make_attendee(make_delegation(self.event))
        self.session = make_session(self.event, start=NOON, title=text("Opening"))
        state = values.pop("state", AppearanceState.CONFIRMED)
        start = values.pop("start", NOON + _HOUR / 2)
        self.other = make_session(self.event, title=text("Dialogue"), start=start, **values)
        make_appearance(self.other, attendee=self.person, state=state)
        self.client = Client()
        self.client.force_login(make_member(self.event, Role.EDITOR))

    def ask(self, **query: Any) -> list[str]:
        """What is said of the person."""
        return self.ask_of_all(**query).get(str(self.person.pk), [])

    def ask_of_all(self, **query: Any) -> dict[str, list[str]]:
        given: dict[str, Any] = {
            "attendee": self.person.pk,
            "session": self.session.pk,
            "start": "2030-05-02 20:00",
            "end": "2030-05-02 21:00",
        }
        address = reverse("admin:programme_person_times", args=[self.event.pk])
        sentences: dict[str, list[str]] = self.client.get(address, given | query).json()[
            "sentences"
        ]
        return sentences


def test_a_person_on_another_stage_at_the_same_time_is_named_with_session_and_time() -> None:
    assert Office().ask() == ["At the same time on stage in “Dialogue”, 2 May, 20:30–21:30."]


def test_several_people_are_asked_about_at_once_and_each_session_is_named_once() -> None:
    office = Office()
    free = make_attendee(office.person.delegation)
    make_appearance(office.other, attendee=office.person, role=AppearanceRole.CHAIR)

    sentences = office.ask_of_all(attendee=[office.person.pk, free.pk])

    assert {key: len(own) for key, own in sentences.items()} == {str(office.person.pk): 1}


@pytest.mark.parametrize(
    "values",
    [
        {"start": NOON + _HOUR},
        {"state": AppearanceState.DECLINED},
        {"status": SessionStatus.CANCELLED},
    ],
)
def test_nothing_is_said_of_another_time_a_refusal_or_a_cancelled_session(
    values: dict[str, Any],
) -> None:
    assert Office(**values).ask() == []


def test_another_room_is_asked_about_too_and_the_way_between_venues_counts() -> None:
    office = Office(start=NOON + _HOUR + timedelta(minutes=20))
    event = office.event
    event.minutes_between_venues = 30
    event.save()
    near = make_room(event)
    far = Venue.objects.create(event=event, name=text("Opera house"))
    away = make_room(event, venue=far)
    Session.objects.filter(pk=office.other.pk).update(room=near)

    sentences = [office.ask(room=room.pk) for room in (near, away)]

    assert sentences == [
        [],
        [
            "On stage in “Dialogue” at another venue, 2 May, 21:20–22:20: 20 min between the "
            "sessions; the journey takes 30 min."
        ],
    ]
    assert office.ask() == []


def test_the_session_itself_and_people_of_other_events_are_not_named() -> None:
    office = Office()
    stranger = make_attendee(make_delegation(make_event()))

    assert office.ask(session=office.other.pk) == []
    assert office.ask_of_all(attendee=stranger.pk) == {}


@pytest.mark.parametrize("query", [{"start": "5pm"}, {"attendee": "x"}, {"session": "x"}])
def test_what_is_half_typed_is_not_worth_a_word(query: dict[str, Any]) -> None:
    assert Office().ask(**query) == []
