"""What the agenda adds to the office's lists: diets at each meal, and coaches of each tour."""

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from accounts.roles import Right
from delegations.lists.ready_lists import BY_KEY
from delegations.models import Attendee, Photograph, SensitiveData, Travel
from events.models import Event
from programme.choices import SessionKind, SignUpState
from programme.models import Session, SignUp
from programme.sign_ups.meals import meal_counts
from programme.sign_ups.tours import Passenger, share_out, tour_list
from tests.delegations.lists.test_exports import Desk
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_photograph,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event()


def seat(session: Session, person: Attendee) -> None:
    SignUp.objects.create(session=session, attendee=person, state=SignUpState.SEATED)


def test_each_meal_counts_who_has_a_seat_or_is_here(event: Event) -> None:
    lunch = make_session(event, kind=SessionKind.MEAL, title=text("Lunch"))
    dinner = make_session(
        event, kind=SessionKind.RECEPTION, title=text("Dinner"), needs_sign_up=True, start=lunch.end
    )
    make_session(event, title=text("Panel"))
    delegation = make_delegation(event)
    halal, late, plain = (make_attendee(delegation) for _number in range(3))
    for person, diet, note in ((halal, "Halal", ""), (late, " halal", "Peanuts")):
        SensitiveData.objects.create(attendee=person, diet=diet, diet_note=note)
    Travel.objects.create(attendee=late, arrives_at=lunch.end + timedelta(hours=1))
    seat(dinner, late)
    seat(dinner, plain)
    SignUp.objects.filter(attendee=plain).update(state=SignUpState.WAITING)

    table = meal_counts(event)

    headings = [column.heading for column in table.columns][3:]
    assert headings == ["Expected", "Halal", "No diet given", "With a written note"]
    rows = [[row[0], *row[3:]] for row in table.rows]
    assert rows == [["Lunch", 2, 1, 1, 0], ["Dinner", 1, 1, 0, 1]]


def test_a_delegation_travels_in_one_coach_where_it_fits() -> None:
    sizes = {1: 3, 2: 2, 3: 5, 4: 1}
    passengers = [
        Passenger(f"{delegation}-{number}", "", f"{9 - number}", delegation)
        for delegation, size in sizes.items()
        for number in range(size)
    ]

    coaches: dict[int, list[str]] = {}
    for coach, passenger in share_out(passengers, 4):
        coaches.setdefault(coach, []).append(passenger.name)

    assert coaches == {
        1: ["1-2", "1-1", "1-0"],
        # More than fit into one coach: five are spread.
        2: ["2-1", "3-1", "2-0", "3-0"],
        3: ["3-4", "3-3", "3-2", "4-0"],
    }


def test_a_tour_is_listed_by_coach_and_family_name(event: Event) -> None:
    tour = make_session(event, kind=SessionKind.TOUR, title=text("Old town"), needs_sign_up=True)
    other = make_session(event, kind=SessionKind.TOUR, title=text("Port"), needs_sign_up=True)
    delegation = make_delegation(event, liaison_phone="+86 20 1")
    for family in ("Zhou", "Abe"):
        seat(tour, make_attendee(delegation, family=family, given=""))
    seat(other, make_attendee(delegation))

    table = tour_list(event, frozenset({Right.VIEW_CONTACTS}), tour=tour.code, seats=1)
    without = tour_list(event, frozenset())

    assert [row[2:5] for row in table.rows] == [[1, 1, "ZHOU"], [2, 1, "ABE"]]
    assert "+86 20 1" in table.rows[0]
    assert "liaison_phone" not in {column.key for column in without.columns}
    assert len(without.rows) == 3


def test_the_badge_list_names_the_file_that_the_archive_holds() -> None:
    desk = Desk()
    person = make_attendee(make_delegation(desk.event, code="CO-BOG"), family="Ríos", given="Ana")
    make_attendee(make_delegation(desk.event))
    make_photograph(person)
    assert Photograph.objects.count() == 1

    rows = desk.csv(ready="badges", columns=["name", "photograph_file"])[1:]

    assert sorted(file for _name, file in rows) == [
        "",
        f"CO-BOG_ana-ríos_{person.guid.hex[:8]}.jpg",
    ]


def printed(desk: Desk, query: str) -> list[str]:
    """The text of each page of a list on paper."""
    path = reverse("staff:attendees-pdf", args=[desk.event.slug])
    answer: Any = desk.client.post(f"{path}?{query}", {"reason": "Office"})
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.getvalue())).pages]


def test_a_list_with_a_column_to_fill_in_is_printed_with_it() -> None:
    desk = Desk()
    make_attendee(make_delegation(desk.event))

    assert "Room" in printed(desk, BY_KEY["addresses"].query)[0]


def test_a_plate_is_a_sheet_with_the_name_on_both_sides() -> None:
    desk, plates = Desk(), BY_KEY["plates"].query
    names = ({"given": "Yi", "family": "Chen", "native_name": "陈一"}, {"family": "Rossi"})
    for name in names:
        person = make_attendee(make_delegation(desk.event), honorific="Dr", **name)
        make_appearance(make_session(desk.event), attendee=person)

    sheets = printed(desk, plates)
    (table,) = printed(desk, "ready=plates&session=any&columns=name")

    assert len(sheets) == 2
    assert "Dr Yi Chen" in sheets[0]
    assert "陈一" in sheets[0]
    assert sheets[1].count("Rossi") == 2
    assert "Table plates, by session" in table
