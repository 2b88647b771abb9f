"""The office ticks delegations in their list and takes one step with all of them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Delegation, StatusChange
from events.models import Event
from tests.delegations.bulk.office import words
from tests.factories import make_delegation, make_event, make_member

pytestmark = pytest.mark.django_db


class Office:
    """Somebody of the office with the list of delegations open."""

    def __init__(self, event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> None:
        self.event, self.client = event, Client()
        self.user = make_member(event, role)
        self.client.force_login(self.user)
        self.path = reverse("staff:delegations-bulk", args=[event.slug])

    def send(self, action: str, delegations: list[Delegation], **values: Any) -> Any:
        codes = [delegation.code for delegation in delegations]
        sent = {"action": action, "delegation": codes, "step": "preview", **values}
        return self.client.post(self.path, sent)

    def apply(self, action: str, delegations: list[Delegation], **values: Any) -> Any:
        page = self.send(action, delegations, **values)
        sent = {
            "action": action,
            "chosen": page.context["chosen"],
            "previewed": page.context["preview"].fingerprint,
            "step": "apply",
        }
        return self.client.post(self.path, {**sent, **values}, follow=True)

    def undo(self) -> Any:
        return self.client.post(reverse("staff:bulk-undo", args=[self.event.slug]), follow=True)


@pytest.fixture
def office(event: Event) -> Office:
    return Office(event)


def statuses(delegations: list[Delegation]) -> list[str]:
    rows = Delegation.objects.in_bulk([delegation.pk for delegation in delegations])
    return [rows[delegation.pk].status for delegation in delegations]


def test_replies_are_recorded_for_all_with_the_author_and_undone(
    office: Office, event: Event
) -> None:
    invited = [make_delegation(event, status="invited") for _number in range(2)]
    arrived = make_delegation(event, status="arrived")

    result = office.apply("status", [*invited, arrived], status="accepted")
    accepted = statuses([*invited, arrived])
    steps = list(StatusChange.objects.values_list("by", "from_status", "to_status"))
    office.undo()

    assert "Changed: 2 · Skipped: 1" in words(result)
    assert "Not possible from “Arrived”." in words(result)
    assert accepted == ["accepted", "accepted", "arrived"]
    assert steps == [(office.user.pk, "invited", "accepted")] * 2
    assert statuses(invited) == ["invited", "invited"]


def test_declining_needs_a_reason_which_is_recorded_and_is_undone(
    office: Office, event: Event
) -> None:
    invited = [make_delegation(event, status="invited")]

    without = office.send("status", invited, status="declined")
    office.apply("status", invited, status="declined", reason="Elections.")
    change = StatusChange.objects.get()
    office.undo()

    assert "State briefly why the delegation is not coming." in words(without)
    assert (change.to_status, change.office_note) == ("declined", "Elections.")
    assert statuses(invited) == ["invited"]


def test_a_liaison_officer_is_set_for_all_and_the_former_ones_come_back(
    office: Office, event: Event
) -> None:
    former = make_member(event, Role.DESK)
    delegations = [make_delegation(event, liaison_officer=former), make_delegation(event)]

    office.apply("liaison", delegations, liaison_officer=office.user.pk)
    officers = set(Delegation.objects.values_list("liaison_officer", flat=True))
    office.undo()

    assert officers == {office.user.pk}
    rows = Delegation.objects.in_bulk([delegation.pk for delegation in delegations])
    assert [rows[row.pk].liaison_officer for row in delegations] == [former, None]


def test_delegations_of_another_edition_and_readers_are_left_out(
    office: Office, event: Event
) -> None:
    foreign = make_delegation(make_event(), status="invited")
    own = make_delegation(event, status="invited")

    answer = office.send("status", [foreign], status="accepted")
    reader = Office(event, Role.VIEWER).send("status", [own], status="accepted")

    assert (answer.status_code, reader.status_code) == (302, 403)
    assert statuses([foreign, own]) == ["invited", "invited"]
