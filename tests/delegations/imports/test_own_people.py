"""A focal point enters their people from a table, and nobody else's."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from delegations.choices import AttendeeStatus, InvitationStatus
from delegations.models import Attendee, Delegation
from delegations.registration.focal_import import open_own
from events.imports.services import PreviewMoved
from events.models import Event, ImportBatch, ValueChoice
from tests.delegations.focal import opened
from tests.delegations.imports.office import separated, workbook
from tests.factories import (
    make_attendee,
    make_delegation,
    make_focal_point,
    make_organisation,
    text,
)

HEADER = ["Given name", "Family name", "Function", "E-mail"]


class Town:
    """Budapest at its table; Lyon beside it."""

    def __init__(self, event: Event) -> None:
        self.own = self._delegation(event, "HU-BUD", "Budapest")
        self.other = self._delegation(event, "FR-LYO", "Lyon")
        self.focal_point = make_focal_point(self.own)
        self.client: Client = opened(self.focal_point)
        self.path = reverse("focal:import")

    def _delegation(self, event: Event, code: str, name: str) -> Delegation:
        status = InvitationStatus.ACCEPTED
        organisation = make_organisation(name=text(name))
        return make_delegation(event, organisation=organisation, code=code, status=status)

    def send(self, data: bytes) -> Any:
        return self.client.post(self.path, {"file": SimpleUploadedFile("people.xlsx", data)})

    def enter(self, preview: Any, **other: str) -> Any:
        data = {
            "table": preview.context["sealed"],
            "reviewed": preview.context["plan"].fingerprint,
            **other,
        }
        return self.client.post(self.path, data, follow=True)


@pytest.fixture
def town(event: Event) -> Town:
    return Town(event)


def test_people_are_looked_at_then_entered_as_drafts_of_the_own_delegation(town: Town) -> None:
    rows = [HEADER, ["Éva", "Szabó", "Head of delegation", ""], ["Béla", "Nagy", "", "b@x.example"]]
    preview = town.send(workbook(rows))
    assert not Attendee.objects.exists()

    answer = town.enter(preview)

    assert "2 people have been added or updated." in answer.content.decode()
    people = Attendee.objects.order_by("pk")
    assert [(one.given, one.status, one.delegation_id) for one in people] == [
        ("Éva", AttendeeStatus.DRAFT, town.own.pk),
        ("Béla", AttendeeStatus.DRAFT, town.own.pk),
    ]
    record = people[0].history.get()
    assert (record.history_user, record.history_change_reason) == (None, str(town.focal_point))
    town.enter(preview)
    assert Attendee.objects.count() == 2
    assert not ImportBatch.objects.exists()


def test_a_focal_point_says_how_letters_are_read(town: Town) -> None:
    asked = town.send(separated([HEADER[:2], ["Őze", "Kovač"]], "cp1250"))
    assert "Windows-1250: <bdi>Őze</bdi> · <bdi>Kovač</bdi>" in asked.content.decode()
    carried = asked.context["form"].data["carried"]

    preview = town.client.post(town.path, {"carried": carried, "reading": "cp1250"})

    assert [shown.row.name for shown in preview.context["table"]] == ["Őze Kovač · HU-BUD"]


def test_what_an_unknown_value_means_is_chosen_in_the_preview(town: Town) -> None:
    rows = [HEADER, ["Éva", "Szabó", "Boss", ""], ["Béla", "Nagy", "Boss", ""]]
    first = town.send(workbook(rows))
    assert first.context["plan"].has_errors

    chosen = {"table": first.context["sealed"], "values": "yes", "function:boss": "deputy"}
    preview = town.client.post(town.path, chosen)
    wrong = town.client.post(town.path, {**chosen, "function:boss": "king"})
    town.enter(preview)

    assert [*Attendee.objects.values_list("function", flat=True)] == ["deputy", "deputy"]
    assert wrong.status_code == 400
    # It can be chosen again, and nothing of it is remembered.
    assert preview.context["values"]["function:boss"].initial == "deputy"
    assert not ValueChoice.objects.exists()


def test_drafts_are_changed_and_who_is_with_the_office_is_not_but_named(town: Town) -> None:
    make_attendee(town.own, given="Éva", family="Szabó", status=AttendeeStatus.RETURNED)
    sent = make_attendee(
        town.own, given="Béla", family="Nagy", status=AttendeeStatus.SUBMITTED, email="b@x.example"
    )
    rows = [HEADER, ["Éva", "SZABO", "", "eva@x.example"], ["Béla", "Nagy", "", "new@x.example"]]

    preview = town.send(workbook(rows))
    town.enter(preview)

    assert (
        f"{sent} has already been sent to the host office: Submitted." in preview.content.decode()
    )
    assert set(Attendee.objects.values_list("family", "email")) == {
        ("SZABO", "eva@x.example"),
        ("Nagy", "b@x.example"),
    }


def test_nothing_of_other_delegations_is_told_or_touched(town: Town) -> None:
    make_attendee(town.other, given="Secret", family="Person", email="secret@x.example")
    rows = [[*HEADER, "Delegation"], ["Secret", "Person", "", "secret@x.example", ""]]
    rows += [["Anna", "Kis", "", "", "Lyon"], ["Nora", "Kis", "", "", "HU-BUD"]]

    preview = town.send(workbook(rows))

    page = preview.content.decode()
    assert "FR-LYO" not in page
    assert [one.warnings for one in preview.context["plan"].rows] == [[], [], []]
    assert "“Lyon” is not known." in page
    town.enter(preview)
    assert Attendee.objects.count() == 1


def test_every_fault_is_named_by_its_cell_and_nothing_is_entered(town: Town) -> None:
    rows = [HEADER, ["x" * 10_000, "Szabó", "Boss", "nobody"], ["Béla", "Nagy", "", ""]]

    preview = town.send(workbook(rows))

    page = preview.content.decode()
    assert all(f"People!{cell}" in page for cell in ("A2", "C2", "D2"))
    assert "Import all people" not in page
    town.enter(preview)
    assert not Attendee.objects.exists()


def test_a_table_of_somebody_else_or_a_changed_one_is_not_entered(town: Town, event: Event) -> None:
    preview = town.send(workbook([HEADER, ["Béla", "Nagy", "", ""]]))
    other = make_focal_point(town.other)
    colleague = opened(other)
    with pytest.raises(PreviewMoved):
        open_own(focal_point=other, sealed=preview.context["sealed"])
    data = {
        "table": preview.context["sealed"],
        "reviewed": preview.context["plan"].fingerprint,
    }

    colleague.post(town.path, data)
    town.enter(preview, table=preview.context["sealed"][:-9] + "AAAAAAAAA")
    town.enter(preview, reviewed="0" * 32)

    assert not Attendee.objects.exists()


def test_passports_are_not_even_in_the_sealed_table(town: Town) -> None:
    preview = town.send(separated([[*HEADER, "护照号码"], ["Béla", "Nagy", "", "", "BH0000001"]]))

    page = preview.content.decode()
    assert "Never imported from tables, and not stored: 护照号码." in page
    assert "BH0000001" not in page


def test_a_delegation_that_has_not_accepted_enters_nobody(town: Town) -> None:
    preview = town.send(workbook([HEADER, ["Béla", "Nagy", "", ""]]))
    Delegation.objects.filter(pk=town.own.pk).update(status=InvitationStatus.INVITED)

    answer = town.enter(preview)

    assert (
        "The host office is not accepting changes from you at present." in answer.content.decode()
    )
    assert not Attendee.objects.exists()
    assert "Import all people" not in town.send(workbook([HEADER, ["A", "B"]])).content.decode()


def test_a_table_of_more_people_than_fit_enters_nobody(town: Town) -> None:
    Delegation.objects.filter(pk=town.own.pk).update(quota=1)
    preview = town.send(workbook([HEADER, *([f"Éva {n}", "Szabó", "", ""] for n in range(21))]))

    answer = town.enter(preview)

    assert not Attendee.objects.exists()
    assert "20" in answer.content.decode()
    assert answer.redirect_chain == [(town.path, 302)]


def test_the_template_goes_out_and_a_file_that_is_no_table_is_refused(town: Town) -> None:
    answer = town.client.get(reverse("focal:import-template"))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    preview = town.send(data)

    assert preview.context["plan"].rows == []
    assert preview.context["mapping"].unknown == {}
    assert town.send(b"%PDF-1.7 something").status_code == 400
    assert town.path in town.client.get(reverse("focal:overview")).content.decode()
