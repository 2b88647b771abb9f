"""A long list of invitations to send is cut down by a search."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.models import Delegation, LetterTemplate
from events.models import Event
from tests.factories import (
    make_delegation,
    make_focal_point,
    make_letter_template,
    make_member,
    make_organisation,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    make_letter_template(event)
    cities = (("Köln", "科隆", "DE", "DE-COL"), ("Lyon", "里昂", "FR", "FR-LYS"))
    for name, chinese, country, code in cities:
        city = make_organisation(name=text(name, zh_hans=chinese), country=country)
        delegation = make_delegation(event, organisation=city, status="to-invite", code=code)
        make_focal_point(delegation)
    return client


@pytest.mark.parametrize("words", ["koln", "科隆", "germany", "de-col", "köln GERMANY"])
def test_invitations_to_send_are_found_by_name_country_or_code(
    office: Client, event: Event, words: str
) -> None:
    page = office.get(reverse("staff:invitations", args=[event.slug]), {"q": words})

    assert [row.code for row in page.context["waiting"]] == ["DE-COL"]


def test_a_search_without_results_says_so(office: Client, event: Event) -> None:
    page = office.get(reverse("staff:invitations", args=[event.slug]), {"q": "nowhere"})

    assert "No results for “nowhere”" in page.content.decode()


def test_sending_to_all_means_those_that_are_shown(office: Client, event: Event) -> None:
    path = reverse("staff:invitations", args=[event.slug]) + "?q=lyon"
    office.post(path, {"first": "en", "second": "", "sure": "on", "all": ""})

    statuses = dict(Delegation.objects.values_list("code", "status"))
    assert statuses == {"DE-COL": "to-invite", "FR-LYS": "invited"}


def test_the_states_of_all_invitations_are_counted_and_lead_to_their_lists(
    office: Client, event: Event
) -> None:
    yesterday = timezone.localdate(timezone=event.zone) - timedelta(days=1)
    for status in ("invited", "interested", "accepted", "arrived", "declined"):
        make_delegation(event, status=status, reply_by=yesterday)

    states = office.get(reverse("staff:invitations", args=[event.slug])).context["states"]

    assert [(str(state.label), state.count) for state in states] == [
        ("To invite", 2),
        ("Invited", 5),
        ("No reply", 2),
        ("Overdue", 2),
        ("Accepted", 2),
        ("Declined", 1),
        ("Cancelled", 0),
    ]
    for state in states[1:]:
        assert office.get(state.url).context["page"].paginator.count == state.count


def test_a_letter_of_another_year_is_pointed_out(office: Client, event: Event) -> None:
    year = event.start_date.year
    body = f"Since 1985 no year is too old; 大会 {year}年。"
    LetterTemplate.objects.update(body=text(f"The forum of {year} after {year - 4}.", fr=body))
    Event.objects.update(title=text(f"{year} Forum"))

    page = office.get(reverse("staff:invitations", args=[event.slug]))

    (other,) = page.context["other_years"]
    assert (other.where, other.language, other.years) == (
        "text of the letter",
        "English",
        (year - 4,),
    )
    assert "names another year than this edition" in page.content.decode()
