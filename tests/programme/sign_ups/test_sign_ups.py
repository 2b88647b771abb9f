"""Exactly as many seats as there are, no matter who asks and however often."""

import threading
from collections import Counter
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.choices import AttendeeStatus
from delegations.models import Attendee
from delegations.people.person_steps import change_attendee_status
from events.models import Event
from mail.models import OutgoingMail
from programme.models import Session, SignUp
from programme.sign_ups import services
from tests.delegations.focal import opened
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db: None) -> Event:
    start = timezone.now().date() + timedelta(days=30)
    return make_event(start_date=start, end_date=start + timedelta(days=2))


def make_tour(event: Event, seats: int | None = 2, hour: int = 9, **values: Any) -> Session:
    """A session that takes sign-ups, a month from now."""
    start = timezone.now() + timedelta(days=30, hours=hour)
    return make_session(
        event,
        kind="tour",
        needs_sign_up=True,
        capacity=seats,
        visibility="participants",
        start=start,
        end=start + timedelta(hours=1),
        **values,
    )


def claim(session: Session, attendee: Attendee) -> str:
    return str(services.claim_seat(session=session, attendee=attendee).state)


def people(event: Event, number: int) -> list[Attendee]:
    delegation = make_delegation(event)
    return [make_attendee(delegation) for _one in range(number)]


def test_when_the_seats_are_gone_one_waits(event: Event) -> None:
    tour = make_tour(event, seats=2)

    assert [claim(tour, one) for one in people(event, 4)] == [
        "seated",
        "seated",
        "waiting",
        "waiting",
    ]


def test_the_room_gives_the_number_where_the_session_says_none(event: Event) -> None:
    tour = make_tour(event, seats=None, room=make_room(event, capacity=1))

    assert [claim(tour, one) for one in people(event, 2)] == ["seated", "waiting"]


def test_asked_again_it_is_one_seat(event: Event) -> None:
    tour, (one,) = make_tour(event), people(event, 1)
    for _time in range(50):
        claim(tour, one)

    assert SignUp.objects.count() == 1


def test_who_waits_moves_up_in_the_order_of_asking_and_is_told(event: Event) -> None:
    tour, (first, second, third) = make_tour(event, seats=1), people(event, 3)
    make_focal_point(first.delegation, email="ana@example.org")
    for one in (first, second, third):
        claim(tour, one)
    OutgoingMail.objects.all().delete()

    services.give_up_seat(session=tour, attendee=first)

    states = dict(SignUp.objects.values_list("attendee", "state"))
    assert states == {second.pk: "seated", third.pk: "waiting"}
    mail = OutgoingMail.objects.get()
    assert mail.address == "ana@example.org"
    assert second.full_name in mail.subject


def test_more_seats_and_fewer_people_let_those_who_wait_in(event: Event) -> None:
    tour, (first, second, third) = make_tour(event, seats=1), people(event, 3)
    for one in (first, second, third):
        claim(tour, one)
    change_attendee_status(attendee=first, to=AttendeeStatus.WITHDRAWN, by=None)

    assert services.fill_free_seats() == 1
    assert SignUp.objects.get(attendee=second).state == "seated"

    Session.objects.update(capacity=5)
    assert services.fill_free_seats() == 1
    assert SignUp.objects.get(attendee=third).state == "seated"
    assert services.fill_free_seats() == 0


def test_a_delegation_has_no_more_than_its_share(event: Event) -> None:
    tour = make_tour(event, seats=9, seats_per_delegation=2)
    own, (other,) = people(event, 3), people(event, 1)
    for one in own[:2]:
        claim(tour, one)

    with pytest.raises(services.DelegationFull):
        claim(tour, own[2])
    assert claim(tour, other) == "seated"


@pytest.mark.parametrize("elsewhere", ["another seat", "on stage"])
def test_nobody_sits_in_two_places_at_once(event: Event, elsewhere: str) -> None:
    (one,) = people(event, 1)
    tour, other, later = make_tour(event), make_tour(event), make_tour(event, hour=12)
    if elsewhere == "on stage":
        make_appearance(other, attendee=one)
    else:
        claim(other, one)

    with pytest.raises(services.ElsewhereThen):
        claim(tour, one)
    assert claim(later, one) == "seated"


@pytest.mark.parametrize(
    "closed",
    [
        {"needs_sign_up": False},
        {"status": "cancelled"},
        {"sign_up_closes_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_nobody_signs_up_where_it_is_closed(event: Event, closed: dict[str, Any]) -> None:
    tour, (one,) = make_tour(event), people(event, 1)
    Session.objects.filter(pk=tour.pk).update(**closed)

    with pytest.raises(services.SignUpClosed):
        claim(tour, one)


def test_who_does_not_come_gets_no_seat(event: Event) -> None:
    person = make_attendee(make_delegation(event), status="withdrawn")

    with pytest.raises(services.SignUpClosed):
        claim(make_tour(event), person)


def test_a_seat_for_somebody_who_was_erased_in_that_moment_is_refused(event: Event) -> None:
    (person,) = people(event, 1)
    tour = make_tour(event)
    Attendee.objects.filter(pk=person.pk).delete()

    with pytest.raises(services.SignUpClosed):
        claim(tour, person)


# --- Races ----------------------------------------------------------------------------------------


def at_once(actions: list[Any]) -> list[str]:
    """Five who start at the same moment and do all of it; what each action came to.

    A server has eight connections: anyone who waits for one longer than two seconds is turned away.
    """
    hands = min(5, len(actions))
    start, outcomes = threading.Barrier(hands), []

    def run(own: list[Any]) -> None:
        start.wait()
        for action in own:
            try:
                outcomes.append(str(action()))
            except (DatabaseError, services.SignUpClosed) as error:
                outcomes.append(type(error).__name__)
        connection.close()

    threads = [threading.Thread(target=run, args=(actions[n::hands],)) for n in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def _slow_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause between counting and writing: without the lock everybody has counted by then."""
    count = services._has_free

    def slowly(session: Session) -> bool:
        free = count(session)
        sleep(0.01)
        return free

    monkeypatch.setattr(services, "_has_free", slowly)


@pytest.mark.usefixtures("_slow_counting")
@pytest.mark.django_db(transaction=True)
def test_two_hundred_claims_on_ten_seats_take_exactly_ten() -> None:
    event = make_event(start_date=timezone.now().date() + timedelta(days=30))
    tour, everybody = make_tour(event, seats=10), people(event, 200)

    outcomes = at_once([lambda one=one: claim(tour, one) for one in everybody])

    assert Counter(outcomes) == {"seated": 10, "waiting": 190}
    assert SignUp.objects.seated().count() == 10


@pytest.mark.django_db(transaction=True)
def test_one_person_fifty_times_at_once_is_one_seat() -> None:
    event = make_event(start_date=timezone.now().date() + timedelta(days=30))
    tour, (one,) = make_tour(event, seats=5), people(event, 1)

    outcomes = at_once([lambda: claim(tour, one)] * 50)

    assert Counter(outcomes) == {"seated": 50}
    assert SignUp.objects.count() == 1


@pytest.mark.usefixtures("_slow_counting")
@pytest.mark.django_db(transaction=True)
def test_many_who_leave_at_once_let_in_exactly_as_many() -> None:
    event = make_event(start_date=timezone.now().date() + timedelta(days=30))
    tour, everybody = make_tour(event, seats=5), people(event, 15)
    for one in everybody:
        claim(tour, one)

    at_once(
        [lambda one=one: services.give_up_seat(session=tour, attendee=one) for one in everybody[:4]]
    )

    assert SignUp.objects.seated().count() == 5
    assert SignUp.objects.waiting().count() == 6


# --- The pages ------------------------------------------------------------------------------------


def test_a_focal_point_takes_seats_and_gives_them_up(event: Event) -> None:
    tour, (one,) = make_tour(event, seats=1), people(event, 1)
    client, path = opened(make_focal_point(one.delegation)), reverse("focal-seats")
    asked = {"session": tour.code, "person": str(one.guid)}

    seated = client.post(path, asked, follow=True).content.decode()
    assert "has a seat" in seated
    assert "0 seats free" in seated

    client.post(path, {**asked, "give-up": ""})
    assert not SignUp.objects.exists()


def test_nobody_signs_up_people_of_another_delegation_or_for_internal_sessions(
    event: Event,
) -> None:
    tour, (mine,), (theirs,) = make_tour(event), people(event, 1), people(event, 1)
    internal = make_tour(event, hour=15)
    Session.objects.filter(pk=internal.pk).update(visibility="internal")
    client, path = opened(make_focal_point(mine.delegation)), reverse("focal-seats")

    for session, person in ((tour, theirs), (internal, mine)):
        asked = {"session": session.code, "person": str(person.guid)}
        assert client.post(path, asked).status_code == 404
    assert Client().post(path, {}).headers["Location"] == "/join/"
    assert not SignUp.objects.exists()


def test_staff_list_who_has_a_seat_and_not_who_waits(event: Event) -> None:
    tour, (first, second) = make_tour(event, seats=1), people(event, 2)
    claim(tour, first)
    claim(tour, second)
    client = Client()
    client.force_login(make_member(event, Role.DESK))

    page = client.get(
        f"{reverse('staff:attendees', args=[event.slug])}"
        f"?signed_up={tour.code}&columns=name&columns=signed_up"
    )

    assert page.context["rows"] == [[first.listed_name, str(tour.title)]]
