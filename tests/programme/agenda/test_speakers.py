"""Everybody on stage, as visitors browse them."""

from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from core.pages.cache import store
from delegations.models import Attendee, Consent
from delegations.protocol.names import initials
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_profile,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db


def make_speaker(event: Event, city: str, country: str, **values: Any) -> Attendee:
    organisation = make_organisation(name=text(city), country=country)
    delegation = make_delegation(event, organisation=organisation, is_public=True)
    return make_attendee(delegation, **values)


def page(event: Event, query: str = "", language: str = "en") -> Any:
    store.clear()
    answer = Client().get(f"/{language}/{event.slug}/speakers/{query}")
    return answer, answer.content.decode()


def names(answer: Any) -> list[str]:
    return [speaker.person.name for speaker in answer.context["speakers"]]


@pytest.fixture
def event() -> Event:
    """Two speakers of Guangzhou, one of Lyon, and their sessions in two sub-forums."""
    event = make_event()
    green, digital = make_sub_forum(event, slug="green"), make_sub_forum(event, slug="digital")
    li = make_speaker(event, "Guangzhou", "CN", given="Ming", family="Li", native_name="李明")
    zhou = make_attendee(li.delegation, given="Lan", family="Zhou")
    anne = make_speaker(event, "Lyon", "FR", given="Anne", family="Roux")
    for session, people in (
        (make_session(event, sub_forum=green), (li, anne)),
        (make_session(event, sub_forum=digital), (zhou,)),
    ):
        for person in people:
            make_appearance(session, attendee=person)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    return event


def test_visitors_choose_speakers_by_country_sub_forum_and_delegation(event: Event) -> None:
    everybody, _page = page(event)
    key = next(s.delegation for s in everybody.context["speakers"] if s.person.country == "FR")

    assert names(page(event, "?country=CN")[0]) == ["Ming Li", "Lan Zhou"]
    assert names(page(event, "?track=green")[0]) == ["Ming Li", "Anne Roux"]
    assert names(page(event, f"?delegation={key}")[0]) == ["Anne Roux"]
    assert names(page(event, "?country=CN&track=green")[0]) == ["Ming Li"]
    assert "No speaker matches all of these filters." in page(event, "?country=FR&track=digital")[1]


def test_a_filter_counts_whom_its_values_leave_with_the_other_choices(event: Event) -> None:
    answer, _page = page(event, "?track=green")

    assert answer.context["form"].fields["country"].choices == [
        ("", "all"),
        ("CN", "China (1)"),
        ("FR", "France (1)"),
    ]


def test_an_unknown_value_shows_everybody_and_is_not_kept(event: Event) -> None:
    assert len(names(page(event, "?country=XX")[0])) == 3
    assert len(store) == 0


def test_the_name_in_the_script_of_the_page_comes_first(event: Event) -> None:
    assert '<bdi>Ming Li</bdi></a> <bdi class="person__native">李明</bdi>' in page(event)[1]
    chinese = page(event, language="zh-hans")[1]
    assert '<bdi>李明</bdi></a> <bdi class="person__native">Ming Li</bdi>' in chinese
    assert '<span class="portrait" aria-hidden="true">李</span>' in chinese


def test_a_portrait_is_shown_unless_the_person_refuses_and_then_initials(event: Event) -> None:
    anne = Attendee.objects.get(family="Roux")
    make_profile(anne)
    assert f"/portraits/{anne.guid}.jpg" in page(event)[1]

    Consent.objects.create(
        attendee=anne, purpose="images", given=False, text_version="1", language="en", given_by="x"
    )

    shown = page(event)[1]
    assert "/portraits/" not in shown
    assert '<span class="portrait" aria-hidden="true">AR</span>' in shown


def test_a_city_leads_to_its_delegation_if_visitors_may_see_it(event: Event) -> None:
    anne = Attendee.objects.get(family="Roux")
    link = f"/en/{event.slug}/delegations/#d-{anne.delegation.key}"
    assert link in page(event)[1]
    assert f'id="d-{anne.delegation.key}"' in (
        Client().get(f"/en/{event.slug}/delegations/").content.decode()
    )

    anne.delegation.is_public = False
    anne.delegation.save()

    shown = page(event)[1]
    assert "Anne Roux" in shown
    assert anne.delegation.key not in shown


def test_nothing_is_said_of_a_new_delegation_before_the_next_release(event: Event) -> None:
    anne = Attendee.objects.get(family="Roux")
    anne.delegation = make_speaker(event, "Nantes", "FR").delegation
    anne.save()

    assert anne.delegation.key not in page(event)[1]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Li Ming", "LM"),
        ("Ana de la Cruz", "AC"),
        ("Madonna", "M"),
        ("李明", "李"),
        ("أحمد علي", "أ"),
        ("Иван Петров", "ИП"),
        ("É. d’Or", "ÉD"),
        ("123", ""),
    ],
)
def test_initials_are_as_the_script_has_them(name: str, letters: str) -> None:
    assert initials(name) == letters
