"""Letters for visa applications: their numbers, the register, and what becomes of a letter."""

import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from accounts.roles import Role
from delegations.lists.ready_lists import BY_KEY
from delegations.models import Attendee, ExportLog, SensitiveData, Travel, VisaLetter
from delegations.privacy.erasure import erase_person
from tests.delegations.lists.test_exports import Desk
from tests.delegations.lists.test_meals_and_tours import printed
from tests.factories import (
    NOON,
    make_attendee,
    make_delegation,
    make_letter_template,
)

pytestmark = pytest.mark.django_db

LETTERS = BY_KEY["visa-letters"].query


def traveller(desk: Desk, name: str = "MORAES ANA") -> Attendee:
    person = make_attendee(make_delegation(desk.event))
    SensitiveData.objects.create(
        attendee=person, passport_name=name, passport_number="X0000001", nationality="BR"
    )
    Travel.objects.create(attendee=person, arrives_at=NOON)
    return person


def register(desk: Desk, file_format: str = "", **posted: str) -> Any:
    if not file_format:
        return desk.client.get(
            reverse("staff:table", args=[desk.event.slug, "visa-letter-register"])
        )
    args = [desk.event.slug, "visa-letter-register", file_format]
    return desk.client.post(reverse("staff:table-file", args=args), posted)


def test_a_letter_names_person_passport_and_stay_under_a_number_of_its_own() -> None:
    desk = Desk()
    make_letter_template(desk.event, number_prefix="GMF-2030")
    for name in ("MORAES ANA", ""):
        traveller(desk, name)

    first, other = printed(desk, LETTERS)
    (again, _last) = printed(desk, LETTERS)

    for fact in ("MORAES ANA", "X0000001", "Brazil", "2 May 2030", "Li Hua", "Mayors' Forum"):
        assert fact in first.replace("’", "'"), fact
    assert "GMF-2030-V-0001" in first
    assert "GMF-2030-V-0002" in other
    assert "GMF-2030-V-0003" in again
    assert ExportLog.objects.filter(list_name="visa-letters", reason="Office").count() == 2


def test_the_register_holds_each_letter_and_shows_no_passport_on_the_page() -> None:
    desk = Desk()
    person = traveller(desk)
    printed(desk, LETTERS)

    page = register(desk).content.decode()
    refused = register(desk, "xlsx")
    file = register(desk, "xlsx", reason="Consulate").getvalue()

    letter = VisaLetter.objects.get()
    assert (letter.attendee, letter.language, letter.log.reason) == (person, "en", "Office")
    assert reverse("staff:visa-letter", args=[desk.event.slug, letter.guid]) in page
    assert "X0000001" not in page
    assert refused.status_code == 400
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file)).active
    cells = [cell.value for row in sheet for cell in row]
    assert {letter.number, person.listed_name, "X0000001", "Brazil"} <= {*cells}


def test_what_becomes_of_a_letter_is_noted_and_it_is_revoked_once() -> None:
    desk = Desk()
    traveller(desk)
    printed(desk, LETTERS)
    letter = VisaLetter.objects.get()
    path = reverse("staff:visa-letter", args=[desk.event.slug, letter.guid])

    desk.client.post(path, {"stamped_by": "Li Na", "sent_on": "2030-04-02", "visa": "issued"})
    wrong = desk.client.post(path, {"stamped_by": "Wu", "sent_on": "soon"})
    for reason in ("", "Other passport", "Again"):
        desk.client.post(path, {"revoke": "1", "reason": reason})

    letter.refresh_from_db()
    assert (letter.stamped_by, str(letter.sent_on), letter.visa) == (
        "Li Na",
        "2030-04-02",
        "issued",
    )
    assert wrong.status_code == 400
    assert "Wu" in wrong.content.decode()
    assert (letter.revocation_reason, letter.revoked_by) == ("Other passport", desk.user)


def test_of_an_erased_person_the_number_stays() -> None:
    desk = Desk(role=Role.ADMINISTRATOR)
    person = traveller(desk)
    printed(desk, LETTERS)
    VisaLetter.objects.update(stamped_by=f"Li Na, for {person.listed_name}")

    erase_person(attendee=person, by=desk.user, reason="Asked for")
    printed(desk, LETTERS)

    letter = VisaLetter.objects.get()
    assert letter.attendee is None
    assert person.listed_name not in letter.stamped_by
    assert letter.number in register(desk).content.decode()
