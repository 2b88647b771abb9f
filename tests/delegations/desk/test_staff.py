"""The first page of staff: what was published, what is there, what waits, and for whom."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from core.text.whole_days import whole_day
from delegations.choices import InvitationStatus, OrganisationKind
from delegations.desk.overview import Arrivals, load_attention, load_figures
from delegations.lists.live_figures import count_live_figures
from delegations.models import Delegation, Travel
from delegations.people.delegation_order import refresh_order
from delegations.people.person_steps import name_head
from events.choices import FigureKey
from events.models import Event, PublishedFigure
from programme.choices import AppearanceState, SessionStatus
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_figure,
    make_member,
    make_organisation,
    make_session,
    make_sub_forum,
    make_user,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def browse(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def dashboard(event: Event, role: Role = Role.DESK) -> Any:
    client = browse(make_member(event, role))
    return client.get(reverse("staff:dashboard", args=[event.slug]))


def words(page: Any) -> str:
    """The text of a page without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def head(delegation: Delegation, **values: Any) -> Any:
    return name_head(attendee=make_attendee(delegation, **values), by=None)


def test_live_counts_stand_beside_published_figures_and_neither_changes_the_other() -> None:
    event = make_event()
    make_figure(event)
    make_figure(event, key=FigureKey.TOUR_ROUTES, label=text("tour routes"), value=text("3"))
    head(make_delegation(event), is_incumbent=True)

    page = words(dashboard(event))

    assert "representatives over 800 1 4 May 2030" in page
    assert "tour routes 3 – 4 May 2030" in page
    assert PublishedFigure.objects.get(key=FigureKey.REPRESENTATIVES).value["en"] == "over 800"
    make_attendee(event.delegations.get())
    assert "representatives over 800 2 4 May 2030" in words(dashboard(event))


def test_live_counts_follow_the_rule_of_counting() -> None:
    event = make_event()
    lyon = make_delegation(event, organisation=make_organisation(country="FR"))
    lille = make_delegation(event, organisation=make_organisation(country="FR"))
    region = make_organisation(country="ES", kind=OrganisationKind.REGION)
    head(make_delegation(event, organisation=region), is_incumbent=True)
    body = make_organisation(country="", kind=OrganisationKind.INTERNATIONAL)
    head(make_delegation(event, organisation=body))
    make_delegation(event, organisation=make_organisation(country="PE"), status="declined")
    head(lyon, is_incumbent=True)
    make_attendee(lyon, is_incumbent=True)  # a former mayor's successor who does not lead
    make_attendee(lyon, function="spouse")
    make_attendee(lille, status="submitted")
    make_attendee(make_delegation(make_event()))
    make_sub_forum(event)
    make_session(event, is_major=True)
    make_session(event, is_major=True, status=SessionStatus.CANCELLED)
    make_session(event)

    assert count_live_figures(event) == {
        "representatives": 4,
        "cities": 3,
        "countries": 2,
        "organizations": 1,
        "incumbents": 2,
        "sub-forums": 1,
        "major-events": 1,
    }


def test_a_figure_that_nobody_can_count_has_no_live_count() -> None:
    event = make_event()
    make_figure(event, key=FigureKey.OTHER)

    assert [one.live for one in load_figures(event)] == [None]


def test_delegations_are_counted_by_status_in_the_order_of_the_steps() -> None:
    event = make_event()
    for status in ("cancelled", "accepted", "invited", "accepted"):
        make_delegation(event, status=status)
    make_delegation(make_event(), status="departed")

    context = dashboard(event).context

    assert [(str(row.label), row.count) for row in context["by_status"]] == [
        ("Invited", 1),
        ("Accepted", 2),
        ("Cancelled", 1),
    ]


def test_each_status_leads_to_its_delegations() -> None:
    event = make_event()
    for status in ("invited", "accepted", "accepted"):
        make_delegation(event, status=status)
    client = browse(make_member(event, Role.DESK))
    path = reverse("staff:dashboard", args=[event.slug])

    for row in client.get(path).context["by_status"]:
        assert len(client.get(path + row.query).context["page"]) == row.count


def test_arrivals_are_counted_by_day_and_before_noon_on_the_clocks_of_the_event() -> None:
    event = make_event(time_zone="Asia/Shanghai")
    delegation = make_delegation(event)
    for moment in (
        datetime(2030, 5, 2, 3, 59, tzinfo=UTC),  # 11:59 in Guangzhou
        datetime(2030, 5, 2, 4, 0, tzinfo=UTC),
        datetime(2030, 5, 2, 16, 0, tzinfo=UTC),  # midnight
        whole_day(date(2030, 5, 3), event.zone),
    ):
        Travel.objects.create(attendee=make_attendee(delegation), arrives_at=moment)
    Travel.objects.create(attendee=make_attendee(delegation, status="draft"), arrives_at=moment)

    page = dashboard(event, Role.DELEGATIONS_OFFICER)

    assert page.context["arrivals"] == [
        Arrivals(date(2030, 5, 2), 2, 1),
        Arrivals(date(2030, 5, 3), 2, 1),
    ]
    client = browse(make_member(event, Role.DELEGATIONS_OFFICER))
    path = reverse("staff:attendees", args=[event.slug])
    query = "?arrives_on=2030-05-03&status=approved&order=arrival"
    assert query.replace("&", "&amp;") in page.content.decode()
    assert len(client.get(path + query).context["rows"]) == 2
    assert dashboard(event, Role.VIEWER).context["arrivals"] == []


def waiting(event: Event) -> dict[str, int]:
    return {str(one.label): one.count for one in load_attention(event, can_decide=False)}


def test_what_waits_is_counted_and_leads_to_exactly_those() -> None:
    event = make_event()
    delegation = make_delegation(event)
    head(delegation)
    submitted = make_attendee(delegation, status="submitted")
    returned = make_attendee(delegation, status="returned")
    make_delegation(event)
    make_delegation(event, status=InvitationStatus.DECLINED)
    session = make_session(event)
    for person in (submitted, make_attendee(delegation), returned):
        make_appearance(session, attendee=person)
    make_appearance(make_session(event), attendee=submitted)
    make_appearance(session)
    other = make_attendee(make_delegation(make_event()), status="submitted")
    make_appearance(make_session(other.delegation.event), attendee=other)
    page = dashboard(event)

    assert waiting(event) == {
        "people waiting for approval": 1,
        "people returned to their delegation": 1,
        "people on stage who are not approved": 2,
        "delegations coming without a head of delegation": 1,
    }
    client = browse(make_member(event, Role.DESK))
    for one in load_attention(event, can_decide=False):
        assert f'href="{one.query}"' in unescape(page.content.decode())
        context = client.get(reverse("staff:dashboard", args=[event.slug]) + one.query).context
        shown = context["rows"] if "rows" in context else list(context["page"])
        assert len(shown) == one.count, one.query


@pytest.mark.parametrize(
    "values", [{"state": AppearanceState.DECLINED}, {"status": SessionStatus.CANCELLED}], ids=str
)
def test_who_is_not_on_stage_any_more_keeps_nobody_waiting(values: dict[str, Any]) -> None:
    event = make_event()
    person = make_attendee(make_delegation(event, status="invited"), status="draft")
    session = make_session(event, status=values.get("status", SessionStatus.CONFIRMED))
    appearance = make_appearance(session, attendee=person)
    appearance.state = values.get("state", AppearanceState.CONFIRMED)
    appearance.save()

    assert waiting(event) == {}


def test_when_nothing_waits_the_page_says_so() -> None:
    assert "Nothing needs your attention." in words(dashboard(make_event()))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ["dashboard", "attendees", "delegations"])
def test_who_may_see_people_sees_the_staff_pages_and_others_find_nothing(
    name: str, role: Role
) -> None:
    event = make_event()
    head(make_delegation(event), family="Visible")
    response = browse(make_member(event, role)).get(reverse(f"staff:{name}", args=[event.slug]))

    if Right.VIEW_PEOPLE not in RIGHTS[role]:
        assert response.status_code == 404
        assert b"VISIBLE" not in response.content
    else:
        assert ("VISIBLE" in words(response)) is (name != "dashboard")
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("role", [role for role in Role if Right.VIEW_PEOPLE in RIGHTS[role]])
def test_buttons_are_there_for_those_who_may_press_them(role: Role) -> None:
    event = make_event()
    address = reverse("staff:attendees", args=[event.slug])
    browser = browse(make_member(event, role))
    page = browser.get(address)
    with_arrivals = browser.get(address, {"columns": ["name", "arrives_at"]})

    may_export = Right.EXPORT in RIGHTS[role]
    may_see_arrivals = Right.VIEW_SENSITIVE in RIGHTS[role]
    assert ("Export to Excel" in words(page)) is may_export
    assert "Reason for sensitive columns" not in words(page)
    asks_for_reason = "Reason for sensitive columns" in words(with_arrivals)
    assert asks_for_reason is (may_export and may_see_arrivals)


@pytest.mark.parametrize("name", ["dashboard", "attendees", "delegations"])
def test_somebody_of_another_event_or_of_none_learns_not_even_that_it_exists(name: str) -> None:
    ours, theirs = make_event(), make_event()
    pages = [
        browse(user).get(reverse(f"staff:{name}", args=[slug]))
        for user in (make_member(theirs, Role.ADMINISTRATOR), make_user())
        for slug in (ours.slug, "no-such-forum")
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_the_staff_of_a_draft_event_work_before_visitors_see_it() -> None:
    event = make_event(status="draft")

    assert "Nothing needs your attention." in words(dashboard(event))


def test_delegations_show_their_heads_their_numbers_and_who_set_their_place() -> None:
    event = make_event()
    officer = make_user(name="Ana Officer")
    lyon = make_delegation(
        event,
        organisation=make_organisation(name=text("Lyon")),
        manual_position=1,
        manual_reason="Co-organizer",
        manual_by=officer,
    )
    head(lyon, family="Lefèvre", given="Chloé", rank_class="A", is_incumbent=True)
    make_attendee(lyon, function="press")
    make_attendee(lyon, status="withdrawn")
    make_attendee(lyon, status="refused", function="spouse")
    refresh_order(event=event)

    client, path = (
        browse(make_member(event, Role.DESK)),
        reverse("staff:delegations", args=[event.slug]),
    )
    columns = "&".join(f"columns={key}" for key in ("rank", "counted", "others"))

    # Who set a place by hand, and why, is shown where the order is that of precedence.
    by_rank = words(client.get(f"{path}?order=precedence"))
    assert f"Lyon {lyon.code} France 1 Co-organizer (Ana Officer) Accepted" in by_rank
    assert "Co-organizer" not in words(client.get(path))
    chosen = words(client.get(f"{path}?{columns}"))
    assert "Lyon A · incumbent 1 1" in chosen


def test_delegations_come_in_either_order() -> None:
    event = make_event()
    cairo = make_delegation(event, organisation=make_organisation(country="EG"))
    lyon = make_delegation(event, organisation=make_organisation(country="FR"))
    head(lyon, rank_class="A")
    client, path = (
        browse(make_member(event, Role.DESK)),
        reverse("staff:delegations", args=[event.slug]),
    )

    assert list(client.get(path).context["page"]) == [cairo, lyon]
    by_rank = client.get(path, {"order": "precedence"})
    assert list(by_rank.context["page"]) == [lyon, cairo]


def test_the_dashboard_takes_the_same_queries_for_one_row_and_for_three() -> None:
    def queries(number: int) -> int:
        event = make_event()
        for _one in range(number):
            make_figure(event)
            make_appearance(make_session(event), attendee=head(make_delegation(event)))
        client = browse(make_member(event, Role.VIEWER))
        return count_queries(lambda: client.get(reverse("staff:dashboard", args=[event.slug])))

    assert (queries(1), queries(3)) == (16, 16)


@pytest.mark.parametrize("page", ["attendees/", "documents/delegations/"])
def test_what_is_chosen_is_led_to_an_address_and_a_reason_never(page: str) -> None:
    event = make_event()
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    path = f"/staff/{event.slug}/{page}"
    chosen = {"order": "precedence", "q": "", "reason": "Visa", "csrfmiddlewaretoken": "x"}

    answer = client.post(path, chosen)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}?order=precedence")
    assert "Visa" not in client.get(f"{path}?reason=Visa").content.decode()
