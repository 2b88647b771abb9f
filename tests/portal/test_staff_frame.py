"""Staff pages stand in the workspace of their edition: one bar and one rail with the organizers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from events.admin_base.zoned_admin import edition_of
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.staff_frame import staff_workspace
from tests.factories import make_attendee, make_delegation, make_event, make_member, text

pytestmark = pytest.mark.django_db


def member_of(*editions: Event, role: Role) -> Client:
    client = Client()
    user = make_member(editions[0], role)
    for event in editions[1:]:
        event.team_members.create(user=user, role=role)
    client.force_login(user)
    return client


def rail_of(answer: Any) -> Any:
    return answer.context["workspace"]


def urls_of(rail: Any) -> list[str]:
    return [entry.url for group in rail.groups for entry in group.entries]


def test_staff_and_organizers_have_the_same_rail() -> None:
    event = make_event()
    client = member_of(event, role=Role.ADMINISTRATOR)

    at_the_desk = rail_of(client.get(reverse("staff:attendees", args=[event.slug])))
    in_the_admin = rail_of(client.get(edition_url(event)))

    assert urls_of(at_the_desk) == urls_of(in_the_admin)
    assert f"/staff/{event.slug}/invitations/" in urls_of(at_the_desk)


@pytest.mark.parametrize("role", [Role.DESK, Role.VIEWER])
def test_the_rail_of_a_staff_page_offers_only_what_its_reader_may_open(role: Role) -> None:
    event = make_event()
    client = member_of(event, role=role)

    urls = urls_of(rail_of(client.get(reverse("staff:dashboard", args=[event.slug]))))

    assert f"/staff/{event.slug}/invitations/" not in urls
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("", ""),
        ("attendees/", "attendees/"),
        ("documents/statistics/", "attendees/"),
        ("duplicates/", "queue/"),
        ("invitations/letters/", "invitations/"),
    ],
)
def test_the_rail_marks_the_entry_to_which_a_page_belongs(path: str, entry: str) -> None:
    event = make_event()
    client = member_of(event, role=Role.ADMINISTRATOR)

    rail = rail_of(client.get(f"/staff/{event.slug}/{path}"))

    current = [e.url for group in rail.groups for e in group.entries if e.is_current]
    assert current == [f"/staff/{event.slug}/{entry}"]


def test_the_switch_leads_to_the_same_page_of_the_other_edition() -> None:
    old = make_event(slug="forum-2027", title=text("Forum 2027"))
    new = make_event(slug="forum-2028")
    client = member_of(new, old, role=Role.DELEGATIONS_OFFICER)
    person = make_attendee(make_delegation(new))

    def leads_to(url: str) -> list[str]:
        return [address for _label, address in rail_of(client.get(url)).others]

    assert leads_to(reverse("staff:table", args=["forum-2028", "statistics"])) == [
        "/staff/forum-2027/documents/statistics/"
    ]
    # A delegation of one edition has no page in another.
    page = reverse("staff:delegation", args=["forum-2028", person.delegation.code])
    assert leads_to(page) == ["/staff/forum-2027/"]


def test_the_switch_leads_only_where_its_reader_may_go() -> None:
    new, old, first = (make_event(slug=slug) for slug in ("forum-2028", "forum-2027", "forum-2026"))
    client = Client()
    user = make_member(new, Role.DELEGATIONS_OFFICER)
    old.team_members.create(user=user, role=Role.DESK)
    first.team_members.create(user=user, role=Role.TRANSLATOR)
    client.force_login(user)

    others = rail_of(client.get(reverse("staff:queue", args=[new.slug]))).others

    urls = {url for _label, url in others}
    assert urls == {"/staff/forum-2027/", "/admin/forum-2026/"}
    assert {client.get(url).status_code for url in urls} == {200}


def test_only_staff_pages_get_the_frame_from_here() -> None:
    """A page of the admin has an edition as well, and brings its own frame."""
    event = make_event()
    request = member_of(event, role=Role.ADMINISTRATOR).get(edition_url(event)).wsgi_request

    assert edition_of(request) == event
    assert staff_workspace(request) == {}
