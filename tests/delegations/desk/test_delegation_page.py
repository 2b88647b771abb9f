"""The page of one delegation: how it stands, and its people as the rows of a list."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Delegation
from delegations.people.person_steps import name_head
from tests.factories import make_attendee, make_delegation, make_event, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation() -> Delegation:
    delegation = make_delegation(make_event(), code="FR-LYO", quota=2)
    head = make_attendee(delegation, family="Lefèvre", given="Ana", function="head")
    name_head(attendee=head, by=None)
    make_attendee(delegation, family="Draft", given="Bo", status="draft", email="", phone="")
    make_attendee(delegation, family="Press", given="Cy", function="press")
    return delegation


def page_of(delegation: Delegation, role: Role) -> Any:
    client, event = Client(), delegation.event
    client.force_login(make_member(event, role))
    return client.get(reverse("staff:delegation", args=[event.slug, delegation.code]))


def test_each_person_is_a_row_that_leads_to_them_and_can_be_ticked(delegation: Delegation) -> None:
    page = page_of(delegation, Role.DELEGATIONS_OFFICER)

    rows = page.context["people"]
    assert [row.name for row in rows] == ["Ana LEFÈVRE", "Bo DRAFT", "Cy PRESS"]
    html = page.content.decode()
    for row in rows:
        assert f'<th scope="row"><a href="{row.url}">' in html
        assert f'name="person" value="{row.key}"' in html
    assert f'name="list" value="delegation={delegation.pk}"' in html
    assert "not sent" in rows[0].cells
    assert 'class="field-missing is-brief"' in rows[1].cells
    assert (page.context["lead"].family, page.context["places"]) == ("Lefèvre", 2)


def test_who_only_reads_finds_people_and_nothing_to_change(delegation: Delegation) -> None:
    page = page_of(delegation, Role.VIEWER)

    html = page.content.decode()
    assert len(page.context["people"]) == 3
    assert 'name="person"' not in html
    assert "not sent" not in html
    assert "Set reply deadline" not in html
