"""Nobody filters, orders or searches by what they may not see: each list, role and column."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.roles import RIGHTS, Right, Role
from delegations.api import tokens
from delegations.api.json_pages import PageForm
from delegations.api.openapi import FOR_PEOPLE
from delegations.choices import ConsentPurpose
from delegations.lists.columns import columns_for
from delegations.lists.delegation_forms import DelegationFilterForm
from delegations.lists.filters.conditions import EMPTY
from delegations.lists.forms import ORDERS, filter_fields
from delegations.lists.needed_columns import (
    FILTER_COLUMNS,
    FILTERS_NAMED,
    ORDER_COLUMNS,
    columns_of,
    find_leaks,
)
from delegations.models import SensitiveData
from events.models import SavedList
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_profile,
    make_session,
    text,
)
from tests.portal.two_people import KEYS, Two

pytestmark = pytest.mark.django_db

# What chooses no people and puts none in order.
HARMLESS = {"match", "ready", "columns", *FOR_PEOPLE, *PageForm.base_fields}


@pytest.fixture
def two(monkeypatch: Any) -> Two:
    monkeypatch.setattr(tokens, "MOST_IN_A_MINUTE", 10_000)
    monkeypatch.setattr(tokens, "MOST_TOKENS", 10_000, raising=False)
    return Two()


# --- The table ------------------------------------------------------------------------------------


def test_each_filter_and_each_order_says_what_it_tells() -> None:
    fields = set(filter_fields())

    assert fields - HARMLESS == {*FILTER_COLUMNS, *FILTERS_NAMED, "order", "then", "consent"}
    assert set(ORDER_COLUMNS) == {value for value, _label in ORDERS}
    for purpose in ConsentPurpose:
        assert columns_of("consent", [f"{purpose}.no"]) <= set(KEYS)
    told = {key for keys in (*FILTER_COLUMNS.values(), *ORDER_COLUMNS.values()) for key in keys}
    assert told <= set(KEYS)


# --- Programs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FILTER_COLUMNS, "consent"])
def test_a_token_answers_a_filter_only_with_the_columns_that_it_tells_of(
    name: str, two: Two
) -> None:
    values = two.tries[name]
    told = columns_of(name, values)
    everything = [two.ask(two.token(KEYS), f"{name}={value}") for value in values]
    assert everything[0] != everything[1]

    for key in told:
        words = two.token([one for one in KEYS if one != key])
        for value in filter(None, values):
            assert two.ask(words, f"{name}={value}") == (400, [name])
    assert two.ask(two.token(sorted(told)), f"{name}={values[1]}") == everything[1]


@pytest.mark.parametrize("name", EMPTY)
def test_a_token_asks_for_what_is_missing_only_with_the_columns_that_show_it(
    name: str, two: Two
) -> None:
    told = columns_of(name, ["x"])
    assert two.ask(two.token(sorted(told)), f"is_empty={name}") == (200, [])
    for key in told:
        words = two.token([one for one in KEYS if one != key])
        for sense in FILTERS_NAMED:
            assert two.ask(words, f"{sense}={name}") == (400, [sense])


@pytest.mark.parametrize("order", ORDER_COLUMNS)
@pytest.mark.parametrize("name", ["order", "then"])
def test_a_token_orders_by_the_columns_that_it_has(name: str, order: str, two: Two) -> None:
    told = ORDER_COLUMNS[order]

    assert two.ask(two.token(KEYS), f"{name}={order}")[0] == 200
    assert two.ask(two.token(list(told)), f"{name}={order}")[0] == 200
    for key in told:
        words = two.token([one for one in KEYS if one != key])
        assert two.ask(words, f"{name}={order}") == (400, [name])


def test_where_no_order_is_asked_for_none_is_told(two: Two) -> None:
    ids = {person: str(person.guid) for person in two.people}
    by_name, by_rank = [ids[two.last], ids[two.first]], [ids[two.first], ids[two.last]]

    assert two.ask(two.token(["name"]), "") == (200, by_name)
    assert two.ask(two.token(["name", "email", "diet", "vip"]), "") == (200, by_name)
    assert two.ask(two.token(["name", "country", "organisation"]), "") == (200, by_rank)
    assert two.ask(two.token(["name", "rank_class"]), "") == (200, by_rank)
    assert two.ask(two.token(["diet"]), "") == (200, sorted(ids.values()))


@pytest.mark.parametrize("size", ["1", "2"])
def test_pages_hold_everybody_once_whatever_the_token_has(size: str, two: Two) -> None:
    words = two.token(["name"])

    found = [two.ask(words, f"page_size={size}&page={page}") for page in ("1", "2")]

    rows = [guid for _status, page in found if _status == 200 for guid in page]
    assert sorted(rows[:2]) == sorted(str(one.guid) for one in two.people)


def test_what_is_left_empty_is_left_alone_and_described_so(two: Two) -> None:
    document = two.client.get(reverse("api:openapi")).json()
    words = two.token(KEYS)
    for name in ("attendees", "delegations"):
        parameters = document["paths"][f"/{{event}}/{name}/"]["get"]["parameters"]
        for one in (one for one in parameters if one["in"] == "query"):
            schema = one["schema"].get("items", one["schema"])
            described = "" in schema["enum"] if "enum" in schema else schema["type"] == "string"

            status, _found = two.ask(words, f"{one['name']}=", f"api:{name}")

            assert (status == 200) is described, one["name"]
            if "enum" in schema:
                assert two.ask(words, f"{one['name']}=zq", f"api:{name}")[0] == 400


@pytest.mark.parametrize("name", DelegationFilterForm.base_fields)
def test_delegations_are_chosen_by_what_their_rows_say(name: str, two: Two) -> None:
    words, values = two.token(["name"]), {"head": "none", "waits": "office", "mail": "returned"}
    values["status"] = "accepted"

    status, _found = two.ask(words, f"{name}={values.get(name, 'precedence')}", "api:delegations")

    assert status == (400 if name == "mail" else 200)


# --- People ---------------------------------------------------------------------------------------


def shown(two: Two, role: Role, query: str) -> Any:
    two.client.force_login(make_member(two.event, role))
    page = two.client.get(f"{reverse('staff:attendees', args=[two.event.slug])}?{query}")
    return page.context.get("rows"), page.context["page"].paginator.count if page.context.get(
        "page"
    ) else None


@pytest.mark.parametrize("role", [role for role in Role if Right.VIEW_PEOPLE in RIGHTS[role]])
def test_a_page_answers_no_role_by_what_it_may_not_see(role: Role, two: Two) -> None:
    columns = columns_for(RIGHTS[role])
    for name, (this, that) in two.tries.items():
        answers = [shown(two, role, f"columns=name&{name}={value}") for value in (this, that)]
        is_hidden = any(find_leaks(QueryDict(f"{name}={that}"), columns))
        assert (answers[0] == answers[1]) is is_hidden, name
    for order, told in ORDER_COLUMNS.items():
        rows, _count = shown(two, role, f"columns=name&order={order}")
        assert (rows is None) is not (set(told) <= set(columns)), order


def test_a_kept_list_of_a_colleague_brings_nothing_along(two: Two) -> None:
    query = (
        "q=ada%40home.example&consent=images.no&arrives_on=2030-05-03&order=hotel&then=function"
        "&columns=name&columns=email&function=press"
    )
    SavedList.objects.create(list_name="attendees", event=two.event, name="All", query=query)
    two.client.force_login(make_member(two.event, Role.DESK))

    page = two.client.get(f"{reverse('staff:attendees', args=[two.event.slug])}?menu=lists")

    (kept,) = page.context["kept"]
    assert QueryDict(kept.query) == QueryDict("then=function&columns=name&function=press")


# --- Contacts -------------------------------------------------------------------------------------

NUMBERS = [
    ("+86 135 7777 1234", "+86 135 7777 1234"),
    ("+86 135 7777 1234", "008613577771234"),
    ("+86 135 7777 1234", "135-7777-1234"),
    ("+86 135 7777 1234", "77 12 34"),
    ("+86 135 7777 1234", "(86) 135.7777/1234"),
    ("+86 135 7777 1234", "+８６ １３５ ７７７７ １２３４"),
    ("+86 135 7777 1234", "٨٦١٣٥٧٧٧٧١٢٣٤"),
    ("0086 135-77771234", "+8613577771234"),
    ("+49 (0)30 1234567", "+49 30 1234567"),
    ("+49 30 1234567", "030 1234567"),
    ("030 1234567", "+49 30 1234567"),
    ("+49 30 1234567", "+49 (0) 30 1234567"),
    ("+44\u00a020\u20117946\u20110018", "020 7946 0018"),
]
ADDRESSES = [
    "ada@home.example", "ADA@HOME.EXAMPLE", " ada@home.example ", "ada@", "@home.example",
    "<ada@home.example>", "Ada Lovelace <ada@home.example>", "mailto:ada@home.example",
    "ada@home.example, lovelace",
]  # fmt: skip


def people_found(event: Any, words: str, role: Role = Role.DELEGATIONS_OFFICER) -> list[list[str]]:
    """Who is found on the staff page, in the admin, and by a token, with these words."""
    client, user = Client(), make_member(event, role)
    client.force_login(user)
    page = client.get(
        reverse("staff:attendees", args=[event.slug]), {"q": words, "columns": "name"}
    )
    listed: Any = client.get(reverse("admin:delegations_attendee_changelist"), {"q": words})
    return [
        [row[0] for row in page.context["rows"]],
        [one.listed_name for one in listed.context["cl"].queryset],
    ]


@pytest.mark.parametrize(("kept", "asked"), NUMBERS)
def test_a_number_is_found_in_any_spelling(kept: str, asked: str) -> None:
    event = make_event()
    make_attendee(make_delegation(event), family="Lovelace", given="Ada", phone=kept)
    make_attendee(make_delegation(event), family="Babbage", given="", phone="+1 202 555 0100")
    make_attendee(make_delegation(make_event()), family="Foreign", given="", phone=kept)

    assert people_found(event, asked) == [["Ada LOVELACE"]] * 2
    assert people_found(event, f"Ada {asked}") == [["Ada LOVELACE"]] * 2
    assert people_found(event, f"Babbage {asked}") == [[], []]
    assert people_found(event, asked, Role.DESK) == [[], []]


@pytest.mark.parametrize("asked", ADDRESSES)
def test_an_address_is_found_in_any_spelling(asked: str) -> None:
    event = make_event()
    make_attendee(make_delegation(event), family="Lovelace", given="Ada", email="Ada@home.example")
    make_attendee(make_delegation(event), family="Ada", given="", email="b@elsewhere.example")

    assert people_found(event, asked) == [["Ada LOVELACE"]] * 2
    assert people_found(event, asked, Role.VIEWER) == [[], []]


def test_few_digits_and_names_are_no_contacts() -> None:
    event = make_event()
    make_attendee(
        make_delegation(event), family="Li", given="", email="li@li.example", phone="2030"
    )
    make_attendee(
        make_delegation(event),
        family="Ada",
        given="",
        email="ali@li.example",
        phone="+86 2030 203020",
    )

    assert people_found(event, "li") == [["LI"]] * 2
    assert people_found(event, "2030") == [[], []]
    assert people_found(event, "%@%") == [[], []]


def test_contacts_are_searched_where_each_may_be_seen() -> None:
    ours, theirs = make_event(), make_event()
    for event in (ours, theirs):
        make_attendee(make_delegation(event), family=event.slug, given="", phone="+1 202 555 0100")
    user = make_member(ours, Role.DELEGATIONS_OFFICER)
    theirs.team_members.create(user=user, role=Role.VIEWER)
    client = Client()
    client.force_login(user)

    listed: Any = client.get(
        reverse("admin:delegations_attendee_changelist"), {"q": "202-555-0100"}
    )

    assert [one.delegation.event for one in listed.context["cl"].queryset] == [ours]
    assert SensitiveData.objects.count() == 0


# --- Who places people on stage -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [("lovelace", True), ("ada LOVELACE", True), ("埃达", True), ("lyon", True), ("里昂", True),
     ("fr-lys", True), ("countess", False), ("zqbadge", False), ("lovelace countess", False),
     ("ada@home.example", False), ("202-555-0100", False)],
)  # fmt: skip
def test_the_stage_is_filled_by_name_and_city_alone(asked: str, is_found: bool) -> None:
    event = make_event()
    city = make_organisation(name=text("Lyon", **{"zh-hans": "里昂"}), country="FR")
    person = make_attendee(
        make_delegation(event, organisation=city, code="FR-LYS"), given="Ada", family="Lovelace",
        native_name="埃达", badge_name="Zqbadge", office_title="Comtesse",
        office_title_en="Countess", email="ada@home.example", phone="+1 202 555 0100",
    )  # fmt: skip
    make_profile(person)
    row = make_appearance(make_session(event))
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))

    looked_up = client.get(reverse("admin:programme_people"), {"term": asked}).json()["results"]
    named: Any = client.get(reverse("admin:programme_name_person", args=[row.pk]), {"q": asked})
    profiles: Any = client.get(reverse("admin:programme_profile_changelist"), {"q": asked})

    assert [bool(looked_up), bool(named.context["people"])] == [is_found, is_found]
    assert profiles.context["cl"].result_count == int(is_found)
