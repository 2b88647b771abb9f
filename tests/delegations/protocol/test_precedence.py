"""The two orders of delegations, which must never be confused."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django_countries import countries

from core.text.translated import TranslatedText
from delegations.choices import OrganisationKind
from delegations.models import Delegation, Organisation
from delegations.people.delegation_order import (
    refresh_delegation,
    refresh_order,
    refresh_organisation,
)
from delegations.people.person_steps import name_head
from delegations.protocol.precedence import Standing, alphabetical_key, by_precedence
from events.models import Event
from forum_portal.demo import source
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_organisation,
    make_user,
    text,
)


def standing(name: str, country: str = "", **values: object) -> Standing:
    return Standing(key=hash((name, country)), country_name=country, name=name, **values)  # type: ignore[arg-type]


HOST = standing("Guangzhou", "China", is_host=True, rank_class="B")
QINGDAO = standing("Qingdao", "China", rank_class="B")
LYON = standing("Lyon", "France", rank_class="A")
ANKARA = standing("Ankara", "Türkiye", rank_class="A")
TUNIS = standing("Tunis", "Tunisia", rank_class="A")
AMMAN = standing("Amman", "Jordan", rank_class="C")
ACCRA = standing("Accra", "Ghana", rank_class="D")
HEADLESS = standing("Aachen", "Albania")
UCLG = standing("United Cities and Local Governments", rank_class="A")
ASEAN = standing("ASEAN-China Centre", rank_class="B")
ALL = [UCLG, ANKARA, HEADLESS, QINGDAO, ACCRA, HOST, ASEAN, TUNIS, LYON, AMMAN]


def names(standings: list[Standing]) -> list[str]:
    return [one.name for one in standings]


def test_equal_treatment_is_by_country_then_city_and_organizations_follow() -> None:
    assert names(sorted(ALL, key=alphabetical_key)) == [
        "Aachen",
        "Guangzhou",
        "Qingdao",
        "Lyon",
        "Accra",
        "Amman",
        "Tunis",
        "Ankara",
        "ASEAN-China Centre",
        "United Cities and Local Governments",
    ]


def test_precedence_is_the_host_then_the_class_of_office_then_the_alphabet() -> None:
    assert names(by_precedence(ALL)) == [
        "Guangzhou",
        "Lyon",
        "Tunis",
        "Ankara",
        "United Cities and Local Governments",
        "Qingdao",
        "ASEAN-China Centre",
        "Amman",
        "Accra",
        "Aachen",
    ]


def test_cities_of_one_country_sort_without_their_accents() -> None:
    cities = [standing(name, "Brazil") for name in ("Santos", "São Paulo", "Sabará", "Óbidos")]

    assert names(by_precedence(cities)) == ["Óbidos", "Sabará", "Santos", "São Paulo"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"Accra": 1}, ["Accra", "Guangzhou", "Lyon", "Amman"]),
        ({"Accra": 2}, ["Guangzhou", "Accra", "Lyon", "Amman"]),
        ({"Guangzhou": 4}, ["Lyon", "Amman", "Accra", "Guangzhou"]),
        ({"Accra": 2, "Amman": 2}, ["Guangzhou", "Amman", "Accra", "Lyon"]),
        ({"Lyon": 99}, ["Guangzhou", "Amman", "Accra", "Lyon"]),
        ({"Lyon": 98, "Guangzhou": 99}, ["Amman", "Accra", "Lyon", "Guangzhou"]),
        (
            {"Guangzhou": 4, "Lyon": 3, "Amman": 2, "Accra": 1},
            ["Accra", "Amman", "Lyon", "Guangzhou"],
        ),
    ],
    ids=str,
)
def test_a_place_given_by_hand_wins_and_the_others_close_up(
    places: dict[str, int], expected: list[str]
) -> None:
    four = [
        Standing(
            one.key, one.country_name, one.name, one.is_host, one.rank_class, places.get(one.name)
        )
        for one in (AMMAN, LYON, ACCRA, HOST)
    ]

    assert names(by_precedence(four)) == expected


def city(event: Event, name: str, country: str, rank: str = "", **values: object) -> Delegation:
    organisation = make_organisation(name=text(name), country=country)
    delegation = make_delegation(event, organisation=organisation, **values)
    if rank:
        head = make_attendee(delegation, rank_class=rank)
        name_head(attendee=head, by=None)
    return delegation


def order(event: Event, kind: str) -> list[str]:
    rows = getattr(Delegation.objects.filter(event=event), kind)()
    return [str(row.organisation) for row in rows.select_related("organisation")]


@pytest.mark.django_db
def test_the_rank_of_a_delegation_is_that_of_its_head() -> None:
    event = make_event()
    city(event, "Lyon", "FR", "B")
    kampala = city(event, "Kampala", "UG", "C")
    assert order(event, "by_precedence") == ["Lyon", "Kampala"]
    mayor = make_attendee(kampala, rank_class="A", vip=True)
    assert refresh_order(event=event) == 0

    name_head(attendee=mayor, by=None)

    assert order(event, "by_precedence") == ["Kampala", "Lyon"]
    assert order(event, "alphabetical") == ["Lyon", "Kampala"]


@pytest.mark.django_db
def test_countries_stand_under_their_english_name_whatever_language_one_works_in() -> None:
    event = make_event()
    city(event, "Munich", "DE")
    city(event, "Tirana", "AL")
    city(event, "Madrid", "ES")

    with translation.override("fr"):
        refresh_order(event=event)

    assert order(event, "alphabetical") == ["Tirana", "Munich", "Madrid"]


@pytest.mark.django_db
def test_a_position_by_hand_moves_one_delegation_and_no_other_event() -> None:
    event, other = make_event(), make_event()
    shared = make_organisation(name=text("Zürich"), country="CH")
    elsewhere = make_delegation(other, organisation=shared)
    city(event, "Lyon", "FR", "A")
    lifted = make_delegation(
        event, organisation=shared, manual_position=1, manual_reason="Co-organizer"
    )

    assert refresh_order(event=event) == 2

    assert order(event, "by_precedence") == ["Zürich", "Lyon"]
    lifted.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (lifted.precedence_position, elsewhere.precedence_position) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"manual_position": 3}, {"manual_position": 0, "manual_reason": "Because"}]
)
def test_a_position_by_hand_has_a_reason_and_begins_at_one(values: dict[str, object]) -> None:
    event = make_event()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegation(event, **values)


@pytest.mark.django_db
def test_a_new_country_moves_the_delegation_and_what_its_people_are_found_by() -> None:
    event = make_event()
    organisation = make_organisation(name=text("Halandri"), country="ZW")
    person = make_attendee(make_delegation(event, organisation=organisation))
    city(event, "Lyon", "FR")
    refresh_order(event=event)
    assert order(event, "alphabetical") == ["Lyon", "Halandri"]

    Organisation.objects.filter(pk=organisation.pk).update(
        name=TranslatedText({"en": "Chalandri"}), country="AL"
    )
    organisation.refresh_from_db()
    refresh_organisation(organisation=organisation)

    assert order(event, "alphabetical") == ["Chalandri", "Lyon"]
    person.refresh_from_db()
    assert "chalandri" in person.search_text.split("\n")
    assert "halandri" not in person.search_text.split("\n")


@pytest.mark.django_db
def test_a_new_code_is_what_people_are_found_by() -> None:
    delegation = make_delegation(make_event(), code="GR-HAL")
    person = make_attendee(delegation)
    delegation.code = "GR-CHA"
    delegation.save()

    refresh_delegation(delegation=delegation)

    people = delegation.attendees.all()
    assert list(people.matching("gr-cha")) == [person]
    assert not people.matching("gr-hal").exists()


@pytest.mark.django_db
def test_within_a_delegation_the_head_comes_first_then_function_rank_and_name() -> None:
    event = make_event()
    delegation = make_delegation(event)
    spouse = make_attendee(delegation, function="spouse", family="Aalto")
    plain = make_attendee(delegation, family="Aalto", given="B", rank_class="C")
    senior = make_attendee(delegation, family="Zorn", rank_class="B")
    namesake = make_attendee(delegation, family="Aalto", given="A", rank_class="C")
    deputy = make_attendee(delegation, function="deputy", family="Zorn")
    head = make_attendee(delegation, family="Zzyzx", rank_class="D")
    name_head(attendee=head, by=make_user())

    expected = [head, deputy, senior, namesake, plain, spouse]
    assert list(delegation.attendees.alphabetical()) == expected
    assert list(delegation.attendees.by_precedence()) == expected


@pytest.mark.django_db
def test_people_follow_their_delegations_in_either_order() -> None:
    event = make_event()
    cairo, lyon = city(event, "Cairo", "EG", "C"), city(event, "Lyon", "FR", "A")
    uclg = make_delegation(
        event, organisation=make_organisation(kind=OrganisationKind.INTERNATIONAL, country="")
    )
    make_attendee(uclg)
    refresh_order(event=event)
    people = cairo.attendees.model.objects.of_event(event)

    assert [one.delegation_id for one in people.alphabetical()] == [cairo.pk, lyon.pk, uclg.pk]
    assert [one.delegation_id for one in people.by_precedence()] == [lyon.pk, cairo.pk, uclg.pk]


def test_countries_carry_the_short_names_of_the_united_nations() -> None:
    for entry in source.read()["countries"]:
        assert countries.name(entry["code"]) == entry["name"]["en"]
