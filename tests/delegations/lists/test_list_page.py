"""The page of the attendee list: what is not, what is empty, own columns, menus, counts."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.models import ListColumns
from core.text.whole_days import whole_day
from delegations.lists.columns import all_columns
from delegations.lists.export_log import log_export
from delegations.lists.list_request import load_list_facts
from delegations.models import Attendee, Tag, Travel
from events.models import Event
from tests.delegations.lists.test_lists import found
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


class Office:
    """An officer, and three people: a head of rank A who arrives, press, a guest without rank."""

    def __init__(self) -> None:
        self.event = make_event()
        lyon = make_delegation(self.event, organisation=make_organisation(country="FR"))
        world = make_delegation(self.event, organisation=make_organisation(country=""))
        self.head = make_attendee(lyon, family="Head", function="head", rank_class="A")
        make_attendee(lyon, family="Press", function="press", rank_class="D")
        make_attendee(world, family="Guest", function="guest", rank_class="")
        self.client = self.member(Role.DELEGATIONS_OFFICER)

    def member(self, role: Role) -> Client:
        client = Client()
        client.force_login(make_member(self.event, role))
        return client

    def page(self, query: str = "", client: Client | None = None) -> Any:
        path = reverse("staff:attendees", args=[self.event.slug])
        return (client or self.client).get(f"{path}?{query}")

    def counts(self, query: str = "", client: Client | None = None) -> Any:
        path = reverse("staff:attendee-counts", args=[self.event.slug])
        return (client or self.client).get(f"{path}?{query}").json()


@pytest.fixture
def office() -> Office:
    return Office()


def families(event: Event, **query: Any) -> list[str]:
    return sorted(name.split()[-1].title() for name in found(event, **query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"function": "press", "is_not": "function"}, ["Guest", "Head"]),
        ({"country": "FR", "is_not": "country"}, ["Guest"]),
        ({"is_empty": "rank"}, ["Guest"]),
        ({"is_empty": "rank", "is_not": "rank"}, ["Head", "Press"]),
        ({"is_empty": "rank", "rank": "A"}, ["Guest", "Head"]),
        ({"is_empty": "arrives_on"}, ["Guest", "Head", "Press"]),
        # Without a value there is nothing to turn round.
        ({"is_not": "function"}, ["Guest", "Head", "Press"]),
    ],
    ids=str,
)
def test_a_filter_can_refuse_a_value_and_ask_for_what_is_empty(
    query: dict[str, str], expected: list[str], office: Office
) -> None:
    assert families(office.event, **query) == expected


def test_a_menu_is_drawn_where_the_url_names_it_and_alone_for_the_script(office: Office) -> None:
    query, box = "function=press", 'name="function" value="press" checked'
    closed = office.page(query).content.decode()
    opened = office.page(f"{query}&menu=filter")
    path, fetched = opened.request["PATH_INFO"], {"x-requested-with": "fetch"}
    menu = office.client.get(f"{path}?{query}&menu=filter", headers=fetched).content.decode()

    # The form of a menu that is not drawn sends its choices along.
    assert '<input type="hidden" name="function" value="press">' in closed
    assert box not in closed
    assert f'href="?{query}&amp;menu=filter"' in closed
    assert (opened.content.decode().count(box), menu.count(box)) == (1, 1)
    assert '<input type="hidden" name="function"' not in opened.content.decode()
    assert opened.context["query"] == query
    assert "<table" not in menu


def test_files_and_pills_say_what_is_not(office: Office) -> None:
    answer = office.page("function=press&function=guest&is_not=function&is_empty=rank")

    assert answer.context["words"] == "Function: not (Press or Guest) and Rank class: empty"
    labels = [pill.label for pill in answer.context["listing"].pills]
    assert labels == ["Function: not (Press or Guest)", "Rank class: empty"]


def test_a_pill_takes_its_filter_away_and_no_other(office: Office) -> None:
    first, second = (
        office.page("function=press&is_not=function&is_empty=rank").context["listing"].pills
    )

    assert first.remove_url == "?is_empty=rank"
    assert second.remove_url == "?function=press&is_not=function"


def test_nobody_asks_for_empty_what_they_may_not_see(office: Office) -> None:
    viewer = office.member(Role.VIEWER)

    answer = office.page("is_empty=arrives_on", viewer)

    assert list(answer.context["form"].errors) == ["is_empty"]
    assert "people" not in answer.context
    assert "arrives_on.empty" not in office.counts("", viewer)


def test_an_empty_list_says_which_filter_to_drop(office: Office) -> None:
    ways = office.page("function=press&rank=A").context["listing"].ways

    assert [(way.label, way.count) for way in ways] == [
        ("Function: Press", 1),
        ("Rank class: A – incumbent mayors and governors, executive heads", 1),
    ]


def test_the_name_comes_first_and_leads_to_the_person(office: Office) -> None:
    row = office.page("columns=country&columns=name&function=head").context["people"][0]

    assert row.url == reverse("staff:person", args=[office.event.slug, office.head.guid])
    assert str(row.cells) == '<td class="field-country"><bdi>France</bdi></td>'


def test_a_page_reads_the_facts_of_its_people_alone(office: Office) -> None:
    other = make_attendee(office.head.delegation)
    for person in (office.head, other):
        Tag.objects.create(attendee=person, name="Guest of honour")

    facts = load_list_facts(
        office.event, all_columns(), {office.head.pk: office.head.delegation_id}
    )

    assert facts.more["tags"] == {office.head.pk: "Guest of honour"}
    assert [*facts.delegations] == [office.head.delegation_id]


def test_columns_are_stored_for_their_reader_and_the_address_comes_first(office: Office) -> None:
    path = reverse("staff:attendees", args=[office.event.slug])
    chosen = {"_columns": "choose", "column": ["status", "code"], "position-status": "1"}

    office.client.post(path, chosen)

    def keys(query: str = "", client: Client | None = None) -> list[str]:
        return [column.key for column in office.page(query, client).context["columns"]]

    assert keys() == ["name", "status", "code"]
    assert keys("columns=country&columns=vip") == ["country", "vip"]
    assert len(keys("", office.member(Role.VIEWER))) > 3
    office.client.post(path, {"_columns": "reset"})
    assert len(keys()) > 3


def test_counts_of_values_are_those_of_the_list(office: Office) -> None:
    counts = office.counts("country=FR")

    assert counts["function.press"] == "1"
    assert counts["function.guest"] == "0"
    assert counts["rank.empty"] == "0"
    # Its own filter does not narrow the counts of a filter.
    assert counts["country.empty"] == "1"
    assert counts["status.not-approved"] == "0"


def test_the_menu_of_lists_says_how_many_and_who_took_the_last_version(office: Office) -> None:
    officer = make_member(office.event, Role.DELEGATIONS_OFFICER)
    logged = log_export(
        event=office.event,
        by=officer,
        list_name="press",
        file_format="csv",
        filters={},
        order="",
        columns=[],
        row_count=1,
        has_sensitive_columns=False,
        reason="",
    )

    counts = office.counts("menu=lists")

    assert counts["list.press"] == "1"
    at = logged.at.astimezone(office.event.zone)
    assert counts["version.press"] == f"version 1 · {at:%Y-%m-%d %H:%M} · {officer.get_full_name()}"
    assert "list.security" not in office.counts("menu=lists", office.member(Role.VIEWER))


def test_a_list_that_was_changed_leads_back(office: Office) -> None:
    (link,) = [one for one in office.page("menu=lists").context["ready"] if one.key == "badges"]

    same = office.page(link.query).context["listing"].view
    changed = office.page(f"{link.query}&country=FR").context["listing"].view

    assert (same.label, same.is_changed) == ("Name badges", False)
    assert (changed.label, changed.is_changed) == ("Name badges", True)
    assert changed.url.endswith(link.query)


def test_a_saved_list_knows_what_was_changed(office: Office) -> None:
    path = reverse("staff:list-save", args=[office.event.slug])
    saved = office.client.post(path, {"name": "French", "query": "country=FR"}).headers["Location"]

    def view(url: str) -> Any:
        return office.client.get(url).context["listing"].view

    assert (view(saved).label, view(saved).is_changed) == ("French", False)
    assert view(f"{saved}&function=press").is_changed


def test_counts_take_the_same_queries_for_one_person_and_for_four(office: Office) -> None:
    office.counts()
    few = count_queries(lambda: office.counts())
    make_attendee(office.head.delegation)

    assert count_queries(lambda: office.counts()) == few <= 30


def test_an_office_table_has_the_head_of_the_lists(office: Office) -> None:
    path = reverse("staff:table", args=[office.event.slug, "delegations"])

    answer = office.client.get(f"{path}?order=precedence")

    head, page = answer.context["listing"], answer.content.decode()
    assert (head.code, head.title, head.count) == ("L2", "Delegations, internal", 2)
    assert [(pill.label, pill.remove_url) for pill in head.pills] == [("Order: Precedence", "?")]
    assert (head.view.code, head.view.is_here) == ("L2", True)
    # A file has what the page shows.
    assert f'action="{path}export.xlsx?order=precedence"' in page
    assert '<select name="order"' in page


def test_an_added_filter_stands_under_its_own_heading(office: Office) -> None:
    listing = office.page("menu=filter").context["listing"]
    headings = {filter_.name: filter_.group for filter_ in listing.filters}

    assert headings["tag"] == headings["name_parts"] == headings["function"] == "People"
    assert headings["session"] == headings["signed_up"] == "Sessions"


def test_a_language_of_interpretation_has_its_name_in_the_language_of_the_reader(
    office: Office,
) -> None:
    office.head.delegation.interpretation_language = "zh"
    office.head.delegation.save()
    shown = "columns=name&columns=interpretation"

    assert "<bdi>Chinese</bdi>" in office.page(shown).content.decode()
    office.client.cookies["django_language"] = "fr"
    assert "<bdi>chinois</bdi>" in office.page(shown).content.decode().lower()


def test_columns_chosen_with_other_rights_are_left_out(office: Office) -> None:
    reader = make_member(office.event, Role.VIEWER)
    ListColumns.objects.create(
        user=reader, list_name="staff.attendees", columns=["name", "hotel", "country"]
    )
    client = Client()
    client.force_login(reader)

    page = office.page(client=client)

    assert [heading.key for heading in page.context["headings"]] == ["country"]


def test_the_menu_of_lists_names_no_list_that_its_reader_may_not_open(office: Office) -> None:
    officer = make_member(office.event, Role.DELEGATIONS_OFFICER)
    for key in ("security", "badges", "diets", "statistics"):
        log_export(
            event=office.event, by=officer, list_name=key, file_format="xlsx", filters={},
            order="", columns=["name"], row_count=1, has_sensitive_columns=False,
        )  # fmt: skip

    versions = {
        key for key in office.counts("menu=lists", office.member(Role.VIEWER)) if "version" in key
    }

    assert "version.badges" in versions
    assert versions.isdisjoint({"version.security", "version.table-diets"})


def test_rows_of_a_comparison_are_not_ticked(office: Office) -> None:
    csv = office.client.post(reverse("staff:attendees-csv", args=[office.event.slug]))
    csv.getvalue()
    office.head.office_title_en = "Mayor"
    office.head.save()

    page = office.page("since=1")
    ticked = office.client.post(
        reverse("staff:people-bulk", args=[office.event.slug]),
        {"action": "vip", "everyone": "1", "list": "since=1"},
        follow=True,
    )

    assert page.context["listing"].count == 1
    assert page.context["bulk"] is None
    assert "Select at least one person." in ticked.content.decode()


def test_who_arrives_between_two_times_of_a_day_or_of_any(office: Office) -> None:
    zone = office.event.zone
    press, guest = Attendee.objects.exclude(pk=office.head.pk).order_by("family")[::-1]
    for person, day, hour in ((office.head, 7, 9), (press, 7, 12), (guest, 8, 9)):
        Travel.objects.create(
            attendee=person, arrives_at=datetime(2027, 12, day, hour, tzinfo=zone)
        )
    late = make_attendee(office.head.delegation, family="Late")
    Travel.objects.create(attendee=late, arrives_at=whole_day(date(2027, 12, 7), zone))

    def arriving(**query: str) -> list[str]:
        return families(office.event, **query)

    assert arriving(arrives_on="2027-12-07", arrives_until="11:59") == ["Head"]
    assert arriving(arrives_on="2027-12-07", arrives_from="09:01") == ["Press"]
    assert arriving(arrives_from="09:00", arrives_until="12:00") == ["Guest", "Head", "Press"]
    refused = office.page("arrives_from=12:00&arrives_until=09:00")
    assert list(refused.context["form"].errors) == ["arrives_until"]
