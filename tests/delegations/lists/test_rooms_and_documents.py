"""Rooms, luggage, documents and liaison officers: entered, kept apart, and on the lists."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import RIGHTS, Right, Role
from delegations.choices import DocumentSex, RoomPayer
from delegations.imports.fields import never_words
from delegations.lists.columns import columns_for
from delegations.lists.ready_lists import BY_KEY
from delegations.lists.tables.liaison_roster import liaison_roster
from delegations.models import SensitiveData, Travel
from events.imports.services import find_columns_never_kept
from tests.delegations.focal import opened
from tests.delegations.imports.office import Desk
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
)

pytestmark = pytest.mark.django_db


def test_a_focal_point_enters_room_luggage_and_document() -> None:
    person = make_attendee(make_delegation(make_event()))
    client = opened(make_focal_point(person.delegation))
    values = {
        "document_kind": "diplomatic",
        "issuing_country": "CO",
        "document_sex": DocumentSex.UNSPECIFIED.value,
        "arrival_from": "Bogotá",
        "bags": "3",
        "room_type": "twin",
        "shares_with": "Eva Luz",
        "room_payer": RoomPayer.HOST.value,
        "confirmation_number": "HX-1",
    }

    client.post(reverse("focal:private", args=[person.guid]), values)

    document, travel = SensitiveData.objects.get(), Travel.objects.get()
    assert (document.document_kind, document.issuing_country, document.document_sex) == (
        "diplomatic",
        "CO",
        "X",
    )
    assert (travel.arrival_from, travel.bags, travel.room_type) == ("Bogotá", 3, "twin")
    assert (travel.shares_with, travel.room_payer) == ("Eva Luz", "host")
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_kind, issuing_country FROM delegations_sensitivedata")
        assert not {"diplomatic", "CO"} & set(map(str, cursor.fetchone()))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
def test_they_are_on_the_lists_of_people_who_may_see_them_alone(role: Role) -> None:
    private = {"document_sex", "issuing_country", "bags", "shares_with", "room_payer"}
    event = make_event()
    SensitiveData.objects.create(attendee=make_attendee(make_delegation(event)), document_sex="F")
    client = Client()
    client.force_login(make_member(event, role))

    page: Any = client.get(
        reverse("staff:attendees", args=[event.slug]), {"columns": ["name", *private]}
    )

    assert not private & set(columns_for(RIGHTS[role]))
    assert "rows" not in page.context
    assert {"document_sex", "issuing_country"} <= set(BY_KEY["security"].columns)
    assert {"room_type", "shares_with", "room_payer"} <= set(BY_KEY["rooming"].columns)


def test_rooms_and_own_institutions_come_in_by_a_table_and_documents_never() -> None:
    desk = Desk()
    header = ["Delegation", "Given name", "Affiliation", "Coming from", "Bags", "Room type"]

    desk.bring(
        [
            [*header, "Who pays", "Sex", "Issuing country"],
            ["CO-BOG", "Ana", "University", "Quito", "2", "Single", "The host", "F", "EC"],
        ]
    )

    travel = Travel.objects.select_related("attendee").get()
    assert travel.attendee.institution == "University"
    assert (travel.arrival_from, travel.bags, travel.room_type) == ("Quito", 2, "single")
    assert travel.room_payer == "host"
    never = find_columns_never_kept(["Gender", "Issuing country", "Полное имя"], never_words())
    assert never == [0, 1]
    assert not SensitiveData.objects.exists()


def test_the_roster_has_telephone_and_languages_of_liaison_officers() -> None:
    event = make_event()
    officer = make_member(event, Role.DESK)
    for number in range(2):
        make_delegation(
            event,
            status="accepted",
            liaison_officer=officer,
            liaison_phone="+86 20 555 0100",
            liaison_languages=f"English {number}",
        )

    table = liaison_roster(event, frozenset(Right))
    without = liaison_roster(event, frozenset({Right.VIEW_PEOPLE}))

    (row,) = table.rows
    assert [column.key for column in table.columns][:3] == ["officer", "phone", "email"]
    assert row[1] == "+86 20 555 0100"
    assert row[3] == "English 0, English 1"
    assert "phone" not in {column.key for column in without.columns}
