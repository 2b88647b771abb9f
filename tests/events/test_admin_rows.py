"""What the admin lets somebody see, change and choose, who is something else in another event."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Right, Role
from core.widgets import FoundChoice
from delegations.models import Delegation
from events.admin_base.scoped_admin import EVENT_PATHS, choices_for
from events.models import (
    Award,
    AwardEntry,
    Event,
    NewsItem,
    Page,
    RelatedNews,
    Room,
    TeamMember,
    Venue,
)
from tests.factories import (
    make_award,
    make_entry,
    make_event,
    make_member,
    make_news,
    make_organisation,
    make_page,
    make_room,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


class Somebody:
    """An editor of one event who may only look at a second, and knows nothing of a third."""

    def __init__(self) -> None:
        self.own, self.seen, self.foreign = (make_event() for _one in range(3))
        self.user = make_member(self.own, Role.EDITOR)
        TeamMember.objects.create(event=self.seen, user=self.user, role=Role.VIEWER)
        self.client = Client()
        self.client.force_login(self.user)

    @property
    def events(self) -> tuple[Event, Event, Event]:
        return self.own, self.seen, self.foreign


def asked_by(user: User) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


@pytest.fixture
def somebody() -> Somebody:
    return Somebody()


@pytest.mark.parametrize(("model", "make"), [(Page, make_page), (Room, make_room)])
def test_each_row_is_judged_by_its_own_event(model: Any, make: Any, somebody: Somebody) -> None:
    page = admin.site._registry[model]
    own, seen, foreign = (make(event) for event in somebody.events)

    def may(way: str) -> list[bool]:
        # Each as a request of its own.
        rows = (own, seen, foreign)
        return [
            getattr(page, f"has_{way}_permission")(asked_by(somebody.user), row) for row in rows
        ]

    assert may("view") == [True, True, False]
    assert may("change") == [True, False, False]
    assert may("delete") == [True, False, False]
    assert {*page.get_queryset(asked_by(somebody.user))} == {own, seen}


@pytest.mark.parametrize("role", Role)
def test_without_a_row_a_right_in_any_event_counts(role: Role) -> None:
    page = admin.site._registry[Page]
    user = make_member(make_event(), role)
    sees = role in (Role.ADMINISTRATOR, Role.EDITOR, Role.TRANSLATOR, Role.VIEWER)
    edits = role in (Role.ADMINISTRATOR, Role.EDITOR)

    request = asked_by(user)

    assert page.has_module_permission(request) == page.has_view_permission(request) == sees
    assert page.has_change_permission(request) == page.has_add_permission(request) == edits
    assert page.has_delete_permission(request) == edits


def test_a_row_of_another_event_and_one_that_is_not_there_are_the_same(somebody: Somebody) -> None:
    foreign = make_page(somebody.foreign)

    answers = [
        somebody.client.get(reverse("admin:events_page_change", args=[pk]))
        for pk in (foreign.pk, foreign.pk + 1000)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_who_may_only_look_changes_nothing_and_moves_nothing_elsewhere(somebody: Somebody) -> None:
    own, seen = make_page(somebody.own), make_page(somebody.seen)

    def move(page: Page, event: Event) -> int:
        path = reverse("admin:events_page_change", args=[page.pk])
        words = {"event": event.pk, "slug": page.slug, "title_en": "Theirs", "position": 0}
        return somebody.client.post(path, words).status_code

    assert move(seen, somebody.own) == 403
    # A choice that the form does not offer.
    assert move(own, somebody.seen) == 200
    assert move(own, somebody.foreign) == 200
    for page in (own, seen):
        before = (page.event, str(page.title))
        page.refresh_from_db()
        assert (page.event, str(page.title)) == before
    assert move(own, somebody.own) == 302


def test_a_form_offers_rows_of_the_events_alone(somebody: Somebody) -> None:
    rooms = [make_room(event) for event in somebody.events]
    own = Event.objects.with_right(somebody.user, Right.EDIT_CONTENT)

    assert {*(choices_for(Page._meta.get_field("event"), own) or ())} == {somebody.own}
    assert {*(choices_for(Room._meta.get_field("venue"), own) or ())} == {rooms[0].venue}
    assert "accounts.user" not in EVENT_PATHS
    assert choices_for(Page._meta.get_field("updated_by"), own) is None
    assert Venue.objects.count() == 3


def test_rows_within_a_page_have_their_author_too_and_go_when_they_are_ticked(
    somebody: Somebody,
) -> None:
    award = make_award(somebody.own)
    kept, gone = make_entry(award), make_entry(award)
    form = {
        "event": award.event_id,
        "title_en": "Award",
        "is_published": "on",
        "position": 0,
        "entries-TOTAL_FORMS": 3,
        "entries-INITIAL_FORMS": 2,
    }
    for number, pk in enumerate((kept.pk, gone.pk, "")):
        form |= {
            f"entries-{number}-{name}": value
            for name, value in {
                "id": pk,
                "award": award.pk,
                "city_en": f"City {number}",
                "country": "FR",
                "position": number,
            }.items()
        }
    form["entries-1-DELETE"] = "on"

    answer = somebody.client.post(reverse("admin:events_award_change", args=[award.pk]), form)

    assert answer.status_code == 302, answer.context["errors"]
    cities = {str(one.city): one for one in AwardEntry.objects.all()}
    assert {*cities} == {"City 0", "City 2"}
    assert Award.objects.get().updated_by == somebody.user
    assert {one.updated_by for one in cities.values()} == {somebody.user}


@pytest.mark.parametrize("role", Role)
def test_rows_within_a_page_are_seen_and_edited_by_right(role: Role, somebody: Somebody) -> None:
    award = make_award(somebody.own)
    request = asked_by(make_member(somebody.own, role))
    (rows,) = admin.site._registry[Award].get_inline_instances(asked_by(somebody.user), award)
    sees = role in (Role.ADMINISTRATOR, Role.EDITOR, Role.TRANSLATOR, Role.VIEWER)
    edits = role in (Role.ADMINISTRATOR, Role.EDITOR)

    assert rows.has_view_permission(request, award) == sees
    assert rows.has_change_permission(request, award) == edits
    assert rows.has_add_permission(request, award) == edits
    assert rows.has_delete_permission(request, award) == edits


def test_rows_within_a_page_are_chosen_from_the_events_that_one_edits(somebody: Somebody) -> None:
    request = asked_by(somebody.user)
    news = [make_news(event) for event in somebody.events]
    (related,) = admin.site._registry[NewsItem].get_inline_instances(request, news[0])

    field: Any = related.formfield_for_dbfield(RelatedNews._meta.get_field("other"), request)

    assert {*field.queryset} == {news[0]}


def test_what_belongs_to_no_event_is_offered_whole_and_looked_for_as_it_is_declared() -> None:
    somebody = make_member(make_event(), Role.DELEGATIONS_OFFICER)
    organisation, request = make_organisation(), asked_by(somebody)
    page: Any = admin.site._registry[Delegation]

    fields: Any = {
        name: page.formfield_for_dbfield(Delegation._meta.get_field(name), request)
        for name in ("organisation", "event")
    }

    assert {*fields["organisation"].queryset} == {organisation}
    is_found = {name: isinstance(one.widget, FoundChoice) for name, one in fields.items()}
    assert is_found == {"organisation": True, "event": False}


def test_both_inputs_of_a_moment_have_a_name_of_their_own(somebody: Somebody) -> None:
    page = somebody.client.get(reverse("admin:events_newsitem_add")).content.decode()

    tags = re.findall('<input[^>]*name="published_at_[01]"[^>]*>', page)
    labels = [re.findall('aria-label="([^"]*)"', tag) for tag in tags]
    assert labels == [["Public from: day"], ["Public from: time"]]


def test_what_somebody_may_do_is_asked_once_for_each_page(somebody: Somebody) -> None:
    page, request = admin.site._registry[Page], asked_by(somebody.user)

    costs = [count_queries(lambda: page.has_add_permission(request)) for _time in range(2)]

    assert costs == [1, 0]


@pytest.mark.parametrize("status", ["published", "draft"])
@pytest.mark.parametrize("is_published", [True, False])
def test_a_form_leads_to_the_public_page_while_there_is_one(
    is_published: bool, status: str, somebody: Somebody
) -> None:
    Event.objects.filter(pk=somebody.own.pk).update(status=status)
    row = make_page(somebody.own, is_published=is_published)
    form = somebody.client.get(reverse("admin:events_page_change", args=[row.pk])).content.decode()
    is_there = is_published and status == "published"

    assert (
        f'href="{row.get_absolute_url()}" class="listing__button viewsitelink"' in form
    ) is is_there
    assert ("Open the public page" in form) is is_there
    assert ("not public yet: the event is a draft" in form) is (status == "draft")
    assert ("not published yet" in form) is (status == "published" and not is_published)


def test_an_address_fills_in_a_form_except_for_its_moments(somebody: Somebody) -> None:
    query = {"event": str(somebody.own.pk), "published_at": "2030-05-02", "title": "New"}
    request = asked_by(somebody.user)
    request.GET = QueryDict(urlencode(query))

    initial = admin.site._registry[NewsItem].get_changeform_initial_data(request)

    assert initial == {"event": str(somebody.own.pk), "title": "New"}


def test_an_address_that_names_no_field_opens_the_row_all_the_same(somebody: Somebody) -> None:
    path = reverse("admin:events_page_change", args=[make_page(somebody.own).pk])

    assert somebody.client.get(path, {"_to_field": ""}).status_code == 200


def test_no_list_of_ours_takes_the_name_of_a_private_method_of_django() -> None:
    taken = {
        f"{parent.__module__}.{parent.__name__}.{name}"
        for model_admin in admin.site._registry.values()
        for parent in type(model_admin).__mro__
        if not parent.__module__.startswith("django.")
        for name in vars(parent)
        if name.startswith("_") and not name.startswith("__") and hasattr(admin.ModelAdmin, name)
    }

    assert taken == set()


def test_what_may_be_deleted_asks_first() -> None:
    office = Somebody()
    page = make_page(office.own)

    answer = office.client.get(reverse("admin:events_page_delete", args=[page.pk]))

    assert (answer.status_code, Page.objects.filter(pk=page.pk).exists()) == (200, True)
