"""The public list of delegations, without names of people."""

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from core.text.collation import reader_key
from core.text.languages import in_language
from delegations.choices import OrganisationKind
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_session,
    text,
)


def page(event: Event, language: str = "en") -> Any:
    return Client().get(f"/{language}/{event.slug}/delegations/")


@pytest.mark.django_db
def test_delegations_are_counted_by_region_and_country_and_the_counts_add_up() -> None:
    event = make_event()
    for city, country in (("Lyon", "FR"), ("Albi", "FR"), ("Bonn", "DE"), ("Suva", "FJ")):
        organisation = make_organisation(name=text(city), country=country)
        make_delegation(event, organisation=organisation)
    body = make_organisation(
        name=text("UN-Habitat"), country="", kind=OrganisationKind.INTERNATIONAL
    )
    make_delegation(event, organisation=body)
    make_delegation(event, is_public=False)

    answer = page(event)

    assert [
        (
            region.name,
            [
                (name, [str(row.organisation.name) for row in rows])
                for name, rows in region.countries
            ],
        )
        for region in answer.context["regions"]
    ] == [
        ("Europe", [("France", ["Albi", "Lyon"]), ("Germany", ["Bonn"])]),
        ("Oceania", [("Fiji", ["Suva"])]),
        ("International organizations", [("", ["UN-Habitat"])]),
    ]
    shown = answer.content.decode()
    assert "5 delegations · 3 countries · 1 international organization" in shown
    assert "Countries are in alphabetical order." in shown


@pytest.mark.django_db
def test_a_delegation_leads_to_its_speakers_in_the_released_agenda() -> None:
    event = make_event()
    delegation, session = make_delegation(event), make_session(event)
    make_appearance(session, attendee=make_attendee(delegation, family="Roux"))
    make_attendee(delegation, family="Blanc")
    link = f"/en/{event.slug}/speakers/?delegation={delegation.key}"
    assert link not in page(event).content.decode()

    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    shown = page(event).content.decode()
    assert f'href="{link}">1 speaker</a>' in shown
    assert "Roux" not in shown
    listed = Client().get(link).content.decode()
    assert "Roux" in listed
    assert "Blanc" not in listed


def test_countries_are_sorted_as_readers_of_the_language_expect() -> None:
    names = ["瑙鲁", "中国", "法国", "斐济", "新加坡", "埃及", "Île-de-France"]

    with in_language("zh-hans"):
        chinese = sorted(names, key=reader_key)
    with in_language("fr"):
        french = sorted(["Égypte", "Fidji", "Zambie", "États-Unis"], key=reader_key)

    assert chinese == ["Île-de-France", "埃及", "法国", "斐济", "瑙鲁", "新加坡", "中国"]
    assert french == ["Égypte", "États-Unis", "Fidji", "Zambie"]
