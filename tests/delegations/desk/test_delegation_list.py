"""The list of delegations: search, filters, orders, columns, pages, and the way out."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.choices import AttendeeStatus, OrganisationKind
from delegations.desk.delegation_form import DelegationListForm
from delegations.desk.views import delegations as delegation_page
from delegations.models import FocalPoint
from delegations.people.delegation_order import refresh_order
from delegations.people.person_steps import name_head
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_organisation,
    make_user,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


class Desk:
    """São Paulo with a head and a submitted person, Lyon without head, a world organization."""

    def __init__(self) -> None:
        self.event = make_event()
        self.officer = make_user(name="Ana Officer")
        self.paulo = self.delegation(
            "São Paulo", "BR", code="BR-SAO", status="accepted", liaison_officer=self.officer
        )
        self.lyon = self.delegation("Lyon", "FR", code="FR-LYO", status="list-submitted")
        self.world = self.delegation(
            "Cities United", "", code="IO-CU", status="invited", kind=OrganisationKind.INTERNATIONAL
        )
        head = make_attendee(self.paulo, given="Ana", family="Souza", rank_class="A")
        name_head(attendee=head, by=None)
        make_attendee(self.lyon, status=AttendeeStatus.SUBMITTED)
        contact = make_focal_point(self.world)
        FocalPoint.objects.filter(pk=contact.pk).update(name="Jörg Öztürk")
        refresh_order(event=self.event)
        self.path = reverse("staff:delegations", args=[self.event.slug])
        self.client = Client()
        self.client.force_login(make_member(self.event, Role.DELEGATIONS_OFFICER))

    def delegation(self, name: str, country: str, kind: str = "city", **values: Any) -> Any:
        organisation = make_organisation(name=text(name), country=country, kind=kind)
        return make_delegation(self.event, organisation=organisation, **values)

    def page(self, query: str = "") -> Any:
        return self.client.get(f"{self.path}?{query}")

    def codes(self, query: str = "") -> list[str]:
        return [row.code for row in self.page(query).context["page"]]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=sao paulo", ["BR-SAO"]),
        ("q=brazil", ["BR-SAO"]),
        ("q=souza ana", ["BR-SAO"]),
        ("q=fr-lyo", ["FR-LYO"]),
        ("q=oztürk", ["IO-CU"]),
        ("q=lyon brazil", []),
        ("status=accepted&status=invited", ["BR-SAO", "IO-CU"]),
        ("status=accepted&is_not=status", ["FR-LYO", "IO-CU"]),
        ("waits=office", ["FR-LYO"]),
        ("waits=office&waits=delegation", ["BR-SAO", "FR-LYO", "IO-CU"]),
        ("country=BR&is_empty=country", ["BR-SAO", "IO-CU"]),
        ("kind=international", ["IO-CU"]),
        # No head, among those who are coming: as the dashboard counts them.
        ("head=none", ["FR-LYO"]),
        ("rank=A", ["BR-SAO"]),
        ("is_empty=rank", ["FR-LYO", "IO-CU"]),
        ("liaison=none", ["FR-LYO", "IO-CU"]),
        ("entries=waiting", ["FR-LYO"]),
        ("entries=waiting&is_not=entries", ["BR-SAO", "IO-CU"]),
        ("mail=returned", []),
        ("order=status", ["IO-CU", "BR-SAO", "FR-LYO"]),
        ("order=precedence", ["BR-SAO", "FR-LYO", "IO-CU"]),
    ],
)
def test_delegations_are_found_filtered_and_ordered(
    query: str, expected: list[str], desk: Desk
) -> None:
    assert desk.codes(query) == expected


def test_the_delegations_of_a_liaison_officer_or_of_nobody_are_a_list(desk: Desk) -> None:
    assert desk.codes(f"liaison={desk.officer.pk}") == ["BR-SAO"]
    assert desk.codes(f"liaison={desk.officer.pk}&liaison=none") == ["BR-SAO", "FR-LYO", "IO-CU"]


def test_pills_name_what_is_set_and_take_it_away(desk: Desk) -> None:
    pills = desk.page("waits=office&status=invited&is_not=status").context["listing"].pills

    assert [(pill.label, pill.remove_url) for pill in pills] == [
        ("Status: not Invited", "?waits=office"),
        ("Waiting for: The office", "?status=invited&is_not=status"),
    ]


def test_an_empty_list_of_delegations_says_which_filter_to_drop(desk: Desk) -> None:
    ways = desk.page("waits=office&rank=A&q=lyon").context["listing"].ways

    assert [(way.label, way.count) for way in ways] == [
        ("Rank class: A – incumbent mayors and governors, executive heads", 1)
    ]


def test_a_value_that_no_filter_has_is_told_at_its_place(desk: Desk) -> None:
    answer = desk.page("status=asleep")

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["status"]
    assert "page" not in answer.context


def test_what_is_posted_becomes_an_address(desk: Desk) -> None:
    answer = desk.client.post(desk.path, {"q": "lyon", "status": "", "csrfmiddlewaretoken": "x"})

    assert answer.headers["Location"] == f"{desk.path}?q=lyon"


def test_columns_of_delegations_are_stored_for_their_reader(desk: Desk) -> None:
    def keys(query: str = "") -> list[str]:
        return [heading.key for heading in desk.page(query).context["headings"]]

    usual = ["code", "country", "precedence", "status", "head", "counted", "waits"]
    assert keys() == usual
    chosen = {"_columns": "choose", "column": ["kind", "code"], "position-kind": "1"}
    moved = desk.client.post(f"{desk.path}?waits=office", chosen).headers["Location"]

    assert desk.client.get(moved).status_code == 200
    assert "waits=office" in moved
    assert keys() == ["kind", "code"]
    assert keys("columns=quota") == ["quota"]
    desk.client.post(desk.path, {"_columns": "reset"})
    assert keys() == usual


def test_headings_order_the_list_and_keep_its_filters(desk: Desk) -> None:
    headings = desk.page("waits=office&order=status").context["headings"]

    orders = {heading.key: heading.url for heading in headings if heading.url}
    assert orders == {
        "country": "?waits=office&order=alphabetical",
        "precedence": "?waits=office&order=precedence",
        "status": "?waits=office&order=status",
    }
    assert [heading.key for heading in headings if heading.is_order] == ["status"]


def test_long_lists_of_delegations_have_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delegation_page, "PAGE_ROWS", 2)

    answer = desk.page("order=alphabetical&page=2")

    assert (answer.context["listing"].count, len(answer.context["rows"])) == (3, 1)
    assert "?order=alphabetical&amp;page=1" in answer.content.decode()


def test_the_file_of_delegations_is_offered_to_people_who_may_export(desk: Desk) -> None:
    table = reverse("staff:table", args=[desk.event.slug, "delegations"])
    assert f'href="{table}?order=precedence"' in desk.page("order=precedence").content.decode()

    desk.client.force_login(make_member(desk.event, Role.VIEWER))
    assert f'href="{table}' not in desk.page().content.decode()


def test_filters_of_delegations_take_the_same_queries_for_three_rows_and_for_four(
    desk: Desk,
) -> None:
    query = "q=o&liaison=none&entries=waiting&is_not=entries&columns=liaison&columns=counted"
    desk.page(query)
    few = count_queries(lambda: desk.page(query))
    desk.delegation("Oslo", "NO", code="NO-OSL")

    assert count_queries(lambda: desk.page(query)) == few <= 14


@pytest.mark.parametrize("query", ["", "status=accepted&status=invited&q=o&waits=delegation"])
def test_each_number_in_the_filters_is_that_of_the_list_it_leads_to(query: str, desk: Desk) -> None:
    path = reverse("staff:delegation-counts", args=[desk.event.slug])

    counts = desk.client.get(f"{path}?{query}").json()

    assert counts["status.accepted"] == "1"
    for key, number in counts.items():
        name, value = key.split(".")
        others = QueryDict(query, mutable=True)
        others.pop(name, None)
        others.update({"is_empty": name} if value == "empty" else {name: value})
        form = DelegationListForm(others, desk.event)
        assert form.is_valid()
        assert number == str(form.matching().count()), key
