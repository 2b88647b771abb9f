"""People are found by e-mail address and telephone number, by those who may see them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from delegations.models import Attendee, Delegation
from events.models import Event, TeamMember
from tests.factories import make_attendee, make_delegation, make_event, make_member

pytestmark = pytest.mark.django_db

PEOPLE = {
    "Ada": ("ada.lovelace@home.example", "+49 (0)30 1234-5678"),
    "Ben": ("ben@city.example", "+86 135\u00a07777/1234"),
    "Cem": ("cem@city.example", "030.987 65 43"),
    "Dov": ("dov@home.example", "9123456"),
}


def enter(delegation: Delegation) -> dict[str, Attendee]:
    return {
        name: make_attendee(delegation, family=name, given="", email=email, phone=phone)
        for name, (email, phone) in PEOPLE.items()
    }


def searched(user: User, event: Event, words: str) -> list[str]:
    """The families of those whom the list shows."""
    client = Client()
    client.force_login(user)
    path = reverse("staff:attendees", args=[event.slug])
    answer: Any = client.get(path, {"q": words, "columns": "name"})
    return [str(name).title() for (name,) in answer.context["rows"]]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ada.lovelace@home.example", ["Ada"]),
        ("ADA.LOVELACE@HOME.EXAMPLE", ["Ada"]),
        ("Lovelace <ada.lovelace@home.example>,", []),
        ("Ada <ada.lovelace@home.example>, ", ["Ada"]),
        ("mailto:ada.lovelace@home.example.", ["Ada"]),
        ("@city.example", ["Ben", "Cem"]),
        ("ben@", ["Ben"]),
        ("@", []),
        ("+86 135 7777 1234", ["Ben"]),
        ("135-7777-1234", ["Ben"]),
        ("0086 (135) 77771234", ["Ben"]),
        ("１３５\u200e７７７７１２３４", ["Ben"]),
        ("١٣٥ ٧٧٧٧ ١٢٣٤", ["Ben"]),
        ("ben\u200e@city.example", ["Ben"]),
        ("771234", ["Ben"]),
        ("71234", []),
        ("7777", []),
        ("77771235", []),
        # With and without the zero that is left out from abroad.
        ("+49 30 12345678", ["Ada"]),
        ("+49 (0)30 12345678", ["Ada"]),
        ("030 12345678", ["Ada"]),
        # Stored as it is dialled at home, typed as it is from abroad.
        ("+49 30 9876543", ["Cem"]),
        ("+49 31 9876543", []),
        ("+1 9123456", ["Dov"]),
        # Zeros in front count where few digits would be left.
        ("0123456", ["Dov"]),
        ("0023456", []),
        ("Ben 77771234", ["Ben"]),
        ("Ada 77771234", []),
        ("ben@city.example 77771234", ["Ben"]),
        ("cem@city.example 77771234", []),
        ("cem@city.example ben@city.example", []),
    ],
)
def test_one_finds_people_by_address_and_number_however_they_are_typed(
    words: str, names: list[str]
) -> None:
    event = make_event()
    enter(make_delegation(event))
    enter(make_delegation(make_event()))

    assert searched(make_member(event, Role.DELEGATIONS_OFFICER), event, words) == names


def test_a_number_in_an_office_title_is_found_as_a_word() -> None:
    event = make_event()
    make_attendee(make_delegation(event), family="Dov", given="", office_title_en="Line 7777123")

    assert searched(make_member(event, Role.VIEWER), event, "7777123") == ["Dov"]
    assert searched(make_member(event, Role.DELEGATIONS_OFFICER), event, "7777123") == ["Dov"]


@pytest.mark.parametrize("words", ["ben@city.example", "+86 135 7777 1234", "771234"])
def test_contacts_find_people_of_those_events_alone_whose_contacts_one_sees(words: str) -> None:
    own, seen = make_event(), make_event()
    people = [enter(make_delegation(event)) for event in (own, seen)]
    officer = make_member(own, Role.DELEGATIONS_OFFICER)
    TeamMember.objects.create(event=seen, user=officer, role=Role.VIEWER)
    client = Client()
    client.force_login(officer)

    def found(asked: str) -> set[Attendee]:
        answer: Any = client.get(reverse("admin:delegations_attendee_changelist"), {"q": asked})
        return {*answer.context["cl"].result_list}

    assert found(words) == {people[0]["Ben"]}
    assert found("Ben") == {one["Ben"] for one in people}
    assert searched(officer, seen, words) == []
