"""What the admin lets somebody see, change and choose, who is something else in another event."""

from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Right, Role
from events.models import Award, AwardEntry, Event, Page, Room, TeamMember, Venue
from events.scoped_admin import EVENT_PATHS, choices_for
from tests.factories import make_award, make_entry, make_event, make_member, make_page, make_room

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
