"""Organisations, delegations and people: what was changed in them, by whom, and the way back."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from delegations.models import Attendee, Delegation
from delegations.people.delegation_order import refresh_order, refresh_organisation
from delegations.people.person_steps import name_head, register_people
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    text,
)

pytestmark = pytest.mark.django_db


def save(row: Any, by: User | None = None, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_by = by
    row.save()


def history(client: Client, row: Any) -> str:
    name = f"admin:delegations_{row._meta.model_name}_history"
    return client.get(reverse(name, args=[row.pk])).content.decode()


def way_back(client: Client, row: Any) -> str:
    """Where the oldest state is brought back."""
    return re.findall(r'action="([^"]+/restore/[^"]+)"', history(client, row))[-1]


def member(event: Any, role: Role, client: Client) -> User:
    user = make_member(event, role)
    client.force_login(user)
    return user


def test_contacts_of_the_past_are_shown_to_those_alone_who_see_those_of_today(
    client: Client,
) -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), email="old@home.example", office_title="Mayor")
    save(person, email="new@home.example", office_title="Lord Mayor")

    member(event, Role.DELEGATIONS_OFFICER, client)
    assert "<del>old@home.example</del> → <ins>new@home.example</ins>" in history(client, person)

    for role in (Role.VIEWER, Role.DESK):
        member(event, role, client)
        html = history(client, person)
        assert "@home.example" not in html
        assert "<del>Mayor</del> → <ins>Lord Mayor</ins>" in html


def test_a_person_is_again_what_they_were_and_the_lists_follow(client: Client) -> None:
    event = make_event()
    high, low = (make_delegation(event) for _number in range(2))
    save(low.organisation, name=text("Aachen"))
    heads = [make_attendee(one, rank_class="B") for one in (low, high)]
    for head in heads:
        name_head(attendee=head, by=None)
    person = Attendee.objects.get(pk=heads[1].pk)
    save(person, rank_class="A", family="Changed")
    refresh_order(event=event)
    high.refresh_from_db()
    assert high.precedence_position == 1
    by = member(event, Role.DELEGATIONS_OFFICER, client)
    before = re.findall(r'action="([^"]+/restore/[^"]+)"', history(client, person))[0]

    client.post(before)

    person.refresh_from_db()
    high.refresh_from_db()
    assert (person.rank_class, person.updated_by, person.is_head) == ("B", by, True)
    assert "CHANGED" not in person.listed_name
    assert high.precedence_position == 2


def test_a_state_that_would_leave_the_delegation_without_its_head_does_not_come_back(
    client: Client,
) -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), function="deputy")
    name_head(attendee=person, by=None)
    member(event, Role.DELEGATIONS_OFFICER, client)

    answer = client.post(way_back(client, person), follow=True).content.decode()

    person.refresh_from_db()
    assert (person.function, person.is_head) == ("head", True)
    assert "This cannot be restored. Name another head of delegation first." in answer


def test_a_code_that_another_has_meanwhile_does_not_come_back(client: Client) -> None:
    event = make_event()
    first, second = make_delegation(event, code="A-1"), make_delegation(event, code="B-1")
    save(first, code="C-1")
    save(second, code="A-1")
    member(event, Role.DELEGATIONS_OFFICER, client)

    answer = client.post(way_back(client, first), follow=True).content.decode()

    first.refresh_from_db()
    assert first.code == "C-1"
    assert "Another delegation already has this code." in answer


def test_a_person_does_not_go_back_to_an_event_of_others(client: Client) -> None:
    ours, theirs = make_event(slug="ours"), make_event(slug="theirs")
    person = make_attendee(make_delegation(theirs))
    here = make_delegation(ours)
    save(person, delegation=here)
    member(ours, Role.DELEGATIONS_OFFICER, client)

    assert client.post(way_back(client, person)).status_code == 404

    person.refresh_from_db()
    assert person.delegation == here


def test_a_city_gets_its_former_name_back_and_its_people_are_found_by_it(client: Client) -> None:
    event = make_event()
    city = make_organisation(name=text("Constantinople"))
    person = make_attendee(make_delegation(event, organisation=city))
    save(city, name=text("Istanbul"))
    refresh_organisation(organisation=city)
    member(event, Role.DELEGATIONS_OFFICER, client)

    client.post(way_back(client, city))

    assert list(Attendee.objects.matching("constantinople")) == [person]
    assert not Attendee.objects.matching("istanbul").exists()


def test_what_somebody_else_saved_in_a_delegation_is_not_overwritten_unseen(client: Client) -> None:
    event = make_event()
    delegation = make_delegation(event, code="A-1", quota=5)
    member(event, Role.DELEGATIONS_OFFICER, client)
    url = reverse("admin:delegations_delegation_change", args=[delegation.pk])
    shown = client.get(url).context
    save(Delegation.objects.get(pk=delegation.pk), quota=8)

    answer = client.post(
        url,
        {
            "event": event.pk,
            "organisation": delegation.organisation_id,
            "code": "A-2",
            "quota": 5,
            "status": delegation.status,
            "seen": delegation.status,
            "function_quotas-TOTAL_FORMS": 0,
            "function_quotas-INITIAL_FORMS": 0,
            "status_changes-TOTAL_FORMS": 0,
            "status_changes-INITIAL_FORMS": 0,
            shown["seen_name"]: shown["seen_version"],
        },
    )

    delegation.refresh_from_db()
    assert (delegation.code, delegation.quota) == ("A-1", 8)
    assert "quota" in answer.content.decode().lower()
    assert "5 → 8" in answer.content.decode()


def test_people_entered_together_have_a_history_from_the_beginning() -> None:
    by = make_member(make_event(slug="ours"), Role.DELEGATIONS_OFFICER)
    delegation = make_delegation(make_event(slug="two"))

    person = Attendee(delegation=delegation, family="Sukarno", name_order="single")
    register_people(people=[person], by=by)

    record = person.history.get()
    assert (record.history_type, record.history_user, record.family) == ("+", by, "Sukarno")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
def test_the_telephone_of_a_liaison_officer_is_hidden_like_other_contacts(
    role: Role, client: Client
) -> None:
    event = make_event()
    delegation = make_delegation(event, liaison_phone="+86 20 5550100")
    save(delegation, liaison_phone="+86 20 5550199")
    page = reverse("admin:delegations_delegation_change", args=[delegation.pk])

    def shown() -> list[bool]:
        texts = (client.get(page).content.decode(), history(client, delegation))
        return ["555019" in text for text in texts]

    member(event, Role.DELEGATIONS_OFFICER, client)
    assert shown() == [True, True]
    member(event, role, client)
    assert shown() == [False, False]
