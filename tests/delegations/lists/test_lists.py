"""The attendee list: every filter, the search, both orders, pages, and what it costs."""

from datetime import UTC, datetime
from html import unescape
from itertools import product
from random import choice
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from delegations.choices import AttendeeStatus
from delegations.lists import attendee_list
from delegations.lists.attendee_list import AttendeeList, ListPaginator
from delegations.lists.columns import COLUMNS
from delegations.models import Attendee, Travel
from delegations.people.delegation_order import refresh_order
from delegations.people.person_steps import change_attendee_status, name_head
from events.models import Event, Venue
from programme.choices import AppearanceState, SessionStatus
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_session,
    make_user,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def visitor(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def open_list(event: Event, role: Role = Role.DELEGATIONS_OFFICER, **query: Any) -> Any:
    client = visitor(make_member(event, role))
    return client.get(reverse("staff:attendees", args=[event.slug]), query)


def found(event: Event, **query: Any) -> list[str]:
    """The names on the page, in order."""
    response = open_list(event, columns=["name"], **query)
    return [str(row[0]) for row in response.context["rows"]]


class Forum:
    """Four people of three delegations, and one of another event whom no list may show."""

    def __init__(self) -> None:
        self.event, self.other = make_event(), make_event()
        self.lyon = self._delegation(self.event, "Lyon", "FR", code="FR-LYO")
        self.guangzhou = self._delegation(self.event, "Guangzhou", "CN", is_host=True, code="CN")
        self.uclg = self._delegation(
            self.event, "United Cities", "", kind="international", acronym="UCLG", code="IO"
        )
        self.mayor = make_attendee(
            self.lyon, given="Chloé", family="Lefèvre", rank_class="A", office_title_en="Mayor"
        )
        name_head(attendee=self.mayor, by=None)
        make_attendee(self.lyon, given="Hugo", family="Moreau", function="press", status="draft")
        self.chen = make_attendee(
            self.guangzhou,
            given="Jianguo",
            family="Chen",
            name_order="family-first",
            native_name="陈建国",
            rank_class="B",
            office_title="副市长",
        )
        make_attendee(
            self.uclg, given="Thiago", family="", display_name="DJ Thiago", status="submitted"
        )
        foreign = self._delegation(self.other, "Lyons", "FR", code="FR-LYO")
        self.foreign = make_attendee(foreign, given="Chloé", family="Foreign")
        for event in (self.event, self.other):
            refresh_order(event=event)

    def _delegation(self, event: Event, name: str, country: str, **values: Any) -> Any:
        organisation = make_organisation(
            name=text(name),
            country=country,
            **{key: values.pop(key) for key in ("kind", "acronym") if key in values},
        )
        return make_delegation(event, organisation=organisation, **values)


LEFEVRE, MOREAU, CHEN, THIAGO = "Chloé LEFÈVRE", "Hugo MOREAU", "CHEN Jianguo", "Thiago"


@pytest.fixture
def forum() -> Forum:
    return Forum()


def test_everybody_of_the_event_and_nobody_else_is_there(forum: Forum) -> None:
    assert forum.foreign.listed_name == "Chloé FOREIGN"

    assert found(forum.event) == [CHEN, LEFEVRE, MOREAU, THIAGO]


def test_both_orders_can_be_chosen(forum: Forum) -> None:
    lifted = forum.uclg
    lifted.manual_position, lifted.manual_reason = 2, "Co-organizer"
    lifted.save()
    refresh_order(event=forum.event)

    assert found(forum.event, order="alphabetical") == [CHEN, LEFEVRE, MOREAU, THIAGO]
    assert found(forum.event, order="precedence") == [CHEN, THIAGO, LEFEVRE, MOREAU]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"country": "FR"}, [LEFEVRE, MOREAU]),
        ({"country": "CN"}, [CHEN]),
        ({"function": "head"}, [LEFEVRE]),
        ({"function": "press"}, [MOREAU]),
        ({"rank": "B"}, [CHEN]),
        ({"status": "submitted"}, [THIAGO]),
        ({"status": "approved"}, [CHEN, LEFEVRE]),
        ({"status": "not-approved"}, [MOREAU, THIAGO]),
        ({"counted": "yes"}, [CHEN, LEFEVRE, THIAGO]),
        ({"counted": "no"}, [MOREAU]),
        ({"country": "FR", "status": "approved", "rank": "A", "q": "mayor"}, [LEFEVRE]),
        ({"country": "FR", "rank": "B"}, []),
        ({"country": ["FR", "CN"]}, [CHEN, LEFEVRE, MOREAU]),
        ({"country": ["FR", "CN"], "rank": ["A", "B"], "status": "approved"}, [CHEN, LEFEVRE]),
        ({"status": ["draft", "submitted"]}, [MOREAU, THIAGO]),
        ({"status": ["not-approved", "approved"]}, [CHEN, LEFEVRE, MOREAU, THIAGO]),
        ({"country": "CN", "function": "press", "match": "any"}, [CHEN, MOREAU]),
        (
            {"rank": "B", "status": "submitted", "counted": "no", "match": "any"},
            [CHEN, MOREAU, THIAGO],
        ),
        ({"country": "CN", "function": "press", "match": "any", "q": "hugo"}, [MOREAU]),
        ({"match": "any"}, [CHEN, LEFEVRE, MOREAU, THIAGO]),
        ({"function": ["", "press"], "country": "", "rank": [""], "match": ""}, [MOREAU]),
    ],
    ids=str,
)
def test_filters_choose_people_and_add_up(
    query: dict[str, str], expected: list[str], forum: Forum
) -> None:
    assert found(forum.event, **query) == expected


def test_what_was_chosen_reads_as_a_sentence_on_the_page(forum: Forum) -> None:
    def sentence(**query: Any) -> str:
        return str(open_list(forum.event, **query).context["words"])

    several = {"country": ["FR", "CN"], "function": "press"}

    assert sentence(**several) == "Country: France or China and Function: Press"
    assert sentence(**several, match="any") == "Country: France or China or Function: Press"
    assert sentence(**several, match="any", q="hugo") == (
        "Name, office title or city: hugo and (Country: France or China or Function: Press)"
    )
    assert sentence(country="FR", match="any", q="hugo") == (
        "Name, office title or city: hugo and Country: France"
    )
    assert sentence() == ""


def test_every_box_that_was_ticked_stays_ticked_and_is_named(forum: Forum) -> None:
    answer = open_list(forum.event, country=["FR", "CN"], function="press", menu="filter")
    page = answer.content.decode()

    for value in ("FR", "CN"):
        assert f'name="country" value="{value}" checked' in page
    assert "Country: China or France" in page or "Country: France or China" in page
    assert page.split('data-part="keys"')[0].count(" checked>") == 3


def test_a_ticked_box_that_is_no_choice_opens_its_filter_and_says_so(forum: Forum) -> None:
    page = open_list(forum.event, country=["FR", "XX"]).content.decode()

    assert 'name="country" value="FR" checked' in page
    assert '<details class="listing__filter" open>' in page
    assert "XX is not one of the available choices." in page


def test_one_delegation_can_be_chosen(forum: Forum) -> None:
    response = open_list(forum.event, delegation=forum.lyon.pk, columns=["name"])

    assert [row[0] for row in response.context["rows"]] == [LEFEVRE, MOREAU]
    assert "Delegation: Lyon (FR-LYO)" in response.content.decode()


def test_who_is_on_stage_can_be_chosen_by_session(forum: Forum) -> None:
    opening = make_session(forum.event, title=text("Opening"))
    panel = make_session(forum.event, title=text("Panel"))
    dropped = make_session(forum.event, status=SessionStatus.CANCELLED)
    make_appearance(opening, attendee=forum.mayor)
    make_appearance(panel, attendee=forum.mayor)
    make_appearance(panel, attendee=forum.chen, state=AppearanceState.DECLINED)
    make_appearance(dropped, attendee=forum.chen)
    make_appearance(opening)

    assert found(forum.event, session=opening.code) == [LEFEVRE]
    assert found(forum.event, session="any") == [LEFEVRE]
    assert found(forum.event, session=dropped.code) == []
    page = open_list(forum.event, session="any", columns=["name", "on_stage"])
    assert page.context["rows"] == [[LEFEVRE, "Opening, speaker; Panel, speaker"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lefevre", [LEFEVRE]),
        ("LEFÈVRE chloé", [LEFEVRE]),
        ("  chloe   lef ", [LEFEVRE]),
        ("jianguo chen", [CHEN]),
        ("Chen Jianguo", [CHEN]),
        ("陈建国", [CHEN]),
        ("建国", [CHEN]),
        ("副市长", [CHEN]),
        ("dj thiago", [THIAGO]),
        ("ＵＣＬＧ", [THIAGO]),
        ("fr-lyo", [LEFEVRE, MOREAU]),
        ("lyon mayor", [LEFEVRE]),
        ("lyon chen", []),
        ("%", []),
        ("_", []),
        ("你好", []),
    ],
)
def test_one_finds_people_by_any_form_of_name_office_or_city(
    words: str, expected: list[str], forum: Forum
) -> None:
    assert found(forum.event, q=words) == expected


def test_a_search_that_finds_nobody_says_what_to_do(forum: Forum) -> None:
    page = open_list(forum.event, q="Nobody Here").content.decode()

    assert "Nothing matches all of these:" in page
    assert "Search: Nobody Here" in page
    assert 'value="Nobody Here"' in page


HOSTILE = ["\0", "'\"><script>alert(1)</script>", "9" * 30, "9" * 5000, "²🙂"]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
@pytest.mark.parametrize(
    "field",
    [
        "delegation",
        "country",
        "function",
        "rank",
        "status",
        "counted",
        "session",
        "order",
        "columns",
    ],
)
def test_a_value_that_is_no_choice_is_refused_by_name_and_the_rest_is_kept(
    field: str, value: str, forum: Forum
) -> None:
    query: dict[str, Any] = {"q": "Kept words", field: value}
    response = open_list(forum.event, **query)
    page = unescape(response.content.decode())

    assert list(response.context["form"].errors) == [field]
    assert "Select a valid choice." in page or "Null characters are not allowed." in page
    assert 'value="Kept words"' in page
    assert "rows" not in response.context
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("value", "message"),
    [("\0", "Null characters are not allowed."), ("x" * 400, "characters (it has 400)")],
    ids=["nul", "long"],
)
def test_text_that_cannot_be_searched_is_refused(value: str, message: str, forum: Forum) -> None:
    response = open_list(forum.event, q=value)

    assert message in response.content.decode()
    assert "rows" not in response.context


@pytest.mark.parametrize("value", [*HOSTILE, "0", "-1", "nan", "1.5"], ids=ascii)
def test_a_page_that_is_not_there_is_the_nearest_one(value: str, forum: Forum) -> None:
    assert found(forum.event, page=value) == [CHEN, LEFEVRE, MOREAU, THIAGO]


def test_the_delegation_of_another_event_is_no_choice_and_is_not_named(forum: Forum) -> None:
    response = open_list(forum.event, delegation=forum.foreign.delegation_id)

    assert list(response.context["form"].errors) == ["delegation"]
    assert "Lyons" not in response.content.decode()


def test_choices_hold_the_countries_and_sessions_of_this_event_in_order() -> None:
    event = make_event()
    for country in ("TR", "TN", "AX", "DE", "DE"):
        delegation = make_delegation(event, organisation=make_organisation(country=country))
    make_delegation(make_event(), organisation=make_organisation(country="PE"))
    session = make_session(event, title=text("Opening"))
    make_appearance(session, attendee=make_attendee(delegation))
    make_session(event, title=text("Nobody on stage"))

    fields = open_list(event, menu="filter").context["form"].fields

    assert [code for code, _name in fields["country"].choices] == ["AX", "DE", "TN", "TR"]
    assert list(fields["session"].choices)[1:] == [(session.code, "Opening")]


def test_a_long_list_comes_in_pages_that_keep_the_filter(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delegations.lists.views.people_table.PAGE_ROWS", 2)

    first = open_list(forum.event, counted="yes", columns=["name"])
    second = open_list(forum.event, counted="yes", columns=["name"], page=2)

    assert [row[0] for row in first.context["rows"]] == [CHEN, LEFEVRE]
    assert [row[0] for row in second.context["rows"]] == [THIAGO]
    page = unescape(first.content.decode())
    assert first.context["listing"].count == 3
    assert "Page 1 of 2" in page
    assert "?counted=yes&columns=name&page=2" in page


@pytest.mark.parametrize("role", [Role.DESK, Role.VIEWER])
@pytest.mark.parametrize(
    "column", ["email", "phone", "passport_number", "passport_name", "diet", "arrives_at"]
)
def test_contacts_and_sensitive_columns_are_no_choice_without_the_right(
    column: str, role: Role, forum: Forum
) -> None:
    Attendee.objects.filter(pk=forum.mayor.pk).update(email="chloe@example.org")
    assert column in open_list(forum.event).context["form"].available

    plain = open_list(forum.event, role)
    asked = open_list(forum.event, role, columns=["name", column])

    for response in (plain, asked):
        assert column not in response.context["form"].available
        assert f'value="{column}"' not in response.content.decode()
        assert "chloe@example.org" not in response.content.decode()
    assert list(asked.context["form"].errors) == ["columns"]
    assert "rows" not in asked.context


def test_nothing_private_is_searched_or_shown_unasked(forum: Forum) -> None:
    Attendee.objects.filter(pk=forum.mayor.pk).update(email="chloe@example.org", phone="+331")
    page = open_list(forum.event)

    assert "chloe@example.org" not in page.content.decode()
    assert found(forum.event, q="chloe") == ["Chloé LEFÈVRE"]
    assert found(forum.event, q="example.org") == []
    assert found(forum.event, q="+331") == []


def fill(event: Event, number: int) -> None:
    session = make_session(event)
    for _one in range(number):
        delegation = make_delegation(event)
        person = make_attendee(delegation)
        name_head(attendee=person, by=None)
        make_appearance(session, attendee=person)


@pytest.mark.parametrize(("name", "expected"), [("staff:attendees", 12), ("staff:delegations", 10)])
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(name: str, expected: int) -> None:
    def queries(number: int) -> int:
        event = make_event()
        fill(event, number)
        client = visitor(make_member(event, Role.DELEGATIONS_OFFICER))
        return count_queries(lambda: client.get(reverse(name, args=[event.slug])))

    assert (queries(1), queries(3)) == (expected, expected)


def test_cells_and_numbers_go_on_where_one_portion_of_rows_ends_and_the_next_begins(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendee_list, "_CHUNK", 2)
    make_attendee(forum.uclg, given="Ada", family="Last")

    rows = open_list(forum.event, columns=["number", "remark", "name", "code"]).context["rows"]

    assert rows == [
        [1, "CN", CHEN, ""],
        [2, "FR-LYO", LEFEVRE, ""],
        [3, "FR-LYO", MOREAU, ""],
        [4, "IO", "Ada LAST", ""],
        [5, "IO", THIAGO, ""],
    ]


def test_a_telephone_number_keeps_its_order_between_arabic_words(forum: Forum) -> None:
    make_attendee(forum.lyon, family="Roux", phone="+44 20 7946 0123")

    page = open_list(forum.event, q="Roux", columns=["phone"]).content.decode()

    # Alone in its direction: a line from right to left would show 0123 7946 20 44+.
    assert '<td class="field-phone"><bdi>+44 20 7946 0123</bdi></td>' in page


def test_a_step_is_told_in_the_language_of_the_reader() -> None:
    person = make_attendee(make_delegation(make_event()), status="submitted", family="Roux")

    change = change_attendee_status(attendee=person, to=AttendeeStatus.APPROVED, by=make_user())

    with translation.override("es"):
        assert str(change) == f"{person}: Presentado → Aprobado"
        assert change.status_labels == ("Presentado", "Aprobado")


ORDERS = ["alphabetical", "precedence", "function", "arrival", "departure", "hotel"]


@pytest.fixture
def crowd() -> Event:
    """150 people of six delegations; some have no journey, and some a journey without a moment."""
    event = make_event()
    hotels = [Venue.objects.create(event=event, name=text(name)) for name in ("Plaza", "Ritz")]
    moments = [None, *(datetime(2030, 5, day, 9, tzinfo=UTC) for day in (1, 2))]
    for size in (0, 3, 70, 1, 49, 27):
        delegation = make_delegation(event)
        for number in range(size):
            person = make_attendee(delegation, function=choice(["press", "staff", "delegate"]))
            if number % 3:
                Travel.objects.create(
                    attendee=person,
                    arrives_at=choice(moments),
                    departs_at=choice(moments),
                    arrival_point=choice(["", "CAN", "Canton"]),
                    hotel=choice([None, *hotels]),
                )
    refresh_order(event=event)
    return event


@pytest.mark.parametrize(("few", "seconds"), [(1000, ("", "arrival")), (25, ("",)), (0, ("",))])
def test_every_page_goes_on_exactly_where_the_last_one_ended(
    few: int, seconds: tuple[str, ...], crowd: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delegations.lists.attendee_list._FEW", few)
    for order, then in product(ORDERS, seconds):
        whole = AttendeeList(crowd, [COLUMNS[0]], order=order, then=then)
        paginator = ListPaginator(whole, 50)

        pages = [list(paginator.page(number).object_list) for number in paginator.page_range]

        assert [len(one) for one in pages] == [50, 50, 50], (order, then)
        people = [person for page in pages for person in page]
        assert people == list(whole.queryset()), (order, then)


def test_a_page_never_sorts_more_people_than_few(
    crowd: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delegations.lists.attendee_list._FEW", 5)
    whole = AttendeeList(crowd, [COLUMNS[0]], order="hotel", then="arrival")
    found = whole.between(60, 62, whole.groups())
    found.query.clear_limits()

    assert found.count() <= 5


def test_no_list_is_in_an_order_that_tells_what_its_reader_does_not_see() -> None:
    delegation = make_delegation(make_event())
    people = [make_attendee(delegation, family=family) for family in "DBA"]
    head = make_attendee(delegation, family="C", function="head", is_head=True)
    led_by = {"is_head", "function_order"}

    whole = Attendee.objects.in_order_of()
    some = Attendee.objects.in_order_of(without=led_by)
    none = Attendee.objects.in_order_of(without=led_by | {"sort_key"})

    assert [one.family for one in whole] == ["C", "A", "B", "D"]
    assert [one.family for one in some] == ["A", "B", "C", "D"]
    assert list(none) == sorted([*people, head], key=lambda one: one.guid)


def test_who_has_no_journey_stands_last_on_every_database(crowd: Event) -> None:
    points = [
        person.travel.arrival_point if hasattr(person, "travel") else None
        for person in AttendeeList(crowd, [COLUMNS[0]], order="arrival").queryset()
    ]
    without = [place for place, point in enumerate(points) if point is None]

    assert without == list(range(len(points) - len(without), len(points)))


def test_the_filter_names_delegations_as_they_are_now_in_the_language_of_the_reader() -> None:
    event = make_event()
    city = make_organisation(name=text("Lyon", fr="Lyon-sur-Rhône"))
    make_delegation(event, organisation=city, code="FR-LYO")

    def named(language: str) -> list[str]:
        client = visitor(make_member(event, Role.DELEGATIONS_OFFICER))
        path = f"{reverse('staff:attendees', args=[event.slug])}?menu=filter"
        form = client.get(path, headers={"accept-language": language}).context["form"]
        return [label for _key, label in form.fields["delegation"].choices]

    assert (named("en"), named("fr")) == (["Lyon (FR-LYO)"], ["Lyon-sur-Rhône (FR-LYO)"])
    city.name = text("Lugdunum")
    city.save()
    make_delegation(event, organisation=make_organisation(name=text("Zug")), code="CH-ZUG")
    assert set(named("en")) == {"Lugdunum (FR-LYO)", "Zug (CH-ZUG)"}
