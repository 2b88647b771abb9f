"""Where an edition takes place: hours of rooms, and how far venues are apart."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from events.models import Venue, VenueDistance
from tests.factories import make_distance, make_event, make_member, make_room, text

pytestmark = pytest.mark.django_db


def test_the_way_back_is_the_same_row() -> None:
    distance = make_distance(make_event())
    there, here = distance.to_venue, distance.from_venue

    with pytest.raises(IntegrityError):
        VenueDistance.objects.create(from_venue=there, to_venue=here, minutes=9)


def test_the_form_takes_a_pair_in_either_order_and_refuses_it_twice() -> None:
    event = make_event()
    here = Venue.objects.create(event=event, name=text("Here"))
    there = Venue.objects.create(event=event, name=text("There"))
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))
    path = reverse("admin:events_venuedistance_add")

    first = client.post(path, {"from_venue": there.pk, "to_venue": here.pk, "minutes": 25})
    again = client.post(path, {"from_venue": here.pk, "to_venue": there.pk, "minutes": 30})

    assert (first.status_code, again.status_code) == (302, 200)
    (row,) = VenueDistance.objects.all()
    assert (row.from_venue, row.to_venue, row.minutes) == (here, there, 25)


def test_a_venue_is_not_away_from_itself_nor_from_one_of_another_event() -> None:
    one, other = make_room(make_event()).venue, make_room(make_event()).venue

    with pytest.raises(ValidationError):
        VenueDistance(from_venue=one, to_venue=one, minutes=5).full_clean()
    with pytest.raises(ValidationError):
        VenueDistance(from_venue=one, to_venue=other, minutes=5).full_clean()


@pytest.mark.parametrize(
    ("opens", "closes"), [(time(8), None), (None, time(20)), (time(8), time(8))]
)
def test_a_room_has_both_hours_or_none(opens: time | None, closes: time | None) -> None:
    room = make_room(make_event(), opens_at=time(8), closes_at=time(20))
    room.opens_at, room.closes_at = opens, closes

    with pytest.raises(IntegrityError):
        room.save()
