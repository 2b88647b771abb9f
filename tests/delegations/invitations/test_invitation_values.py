"""Organisations to invite from a table: countries by any name, unknown values, near-duplicates."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.invitations.similar_names import SimilarNames
from delegations.models import Delegation, Organisation
from tests.factories import make_event, make_member, make_organisation, text

pytestmark = pytest.mark.django_db
TABLE = """Organisation,Type,Country
Testland Ministry,Parties,ZAF
Other Ministry,Parties,ZAF
Testland NGO,Non-governmental organizations,DEU
"""


def test_an_unknown_kind_is_chosen_once_for_all_its_rows() -> None:
    event = make_event()
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    path = reverse("staff:invitations-table", args=[event.slug])

    def send(**fields: str) -> Any:
        return client.post(path, {"table": TABLE, **fields})

    first = send()
    assert first.content.decode().count("Kind: Parties") == 1
    assert "2 cells" in first.content.decode()
    checked = send(**{"kind:parties": "national"})
    assert checked.status_code == 200

    client.post(path, {**checked.context["form"].initial, "kind:parties": "national", "add": "yes"})

    kinds = Organisation.objects.values_list("name__en", "kind", "country")
    assert set(kinds) == {
        ("Testland Ministry", "national", "ZA"),
        ("Other Ministry", "national", "ZA"),
        ("Testland NGO", "ngo", "DE"),
    }
    assert Delegation.objects.filter(event=event).count() == 3


def test_a_name_that_is_nearly_known_is_warned_of() -> None:
    event = make_event()
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    make_organisation(name=text("Freiburg Institute for Urban Climate"), country="DE")
    table = "Organisation,Country\nFreiburg Institut für Urban Climate,DE\nFreiburg,DE\n"

    page = client.post(reverse("staff:invitations-table", args=[event.slug]), {"table": table})

    content = page.content.decode()
    assert content.count("is similar. Is it the same organization?") == 1
    assert "“Freiburg Institute for Urban Climate”" in content


def test_names_of_another_country_are_not_similar() -> None:
    names = SimilarNames([("Institute for Climate", "DE")])

    assert names.find_and_add("Institut for Climate", "FR") == ""
    assert names.find_and_add("Institut for Climate", "DE") == "Institute for Climate"
