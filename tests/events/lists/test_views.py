"""Views of an organizers' list: ready, one's own, the team's; and what an empty list says."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.lists.listing import Listing, ListView
from events.models import Event, SavedList
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from tests.factories import make_event, make_member, make_page, make_room, make_session, text
from tests.queries import count_queries

SESSIONS = "admin:programme_session_changelist"

pytestmark = pytest.mark.django_db


class Desk:
    """An event with a dinner and two panels, one without a room; its editor, and others."""

    def __init__(self) -> None:
        self.event = make_event()
        room = make_room(self.event)
        make_session(self.event, title=text("Dinner"), kind="meal", room=room)
        make_session(self.event, title=text("Opening"), kind="panel", room=room)
        make_session(self.event, title=text("Closing"), kind="panel", room=None)
        self.path = edition_url(self.event, SESSIONS)
        self.editor, self.user = self.member(Role.EDITOR)

    def member(self, role: Role, event: Event | None = None) -> tuple[Client, User]:
        client, user = Client(), make_member(event or self.event, role)
        client.force_login(user)
        return client, user

    def head(self, query: str = "", client: Client | None = None) -> Listing:
        answer: Any = (client or self.editor).get(f"{self.path}{query}", follow=True)
        assert answer.status_code == 200
        listing: Listing = answer.context["listing"]
        return listing

    def view(self, label: str, client: Client | None = None) -> ListView | None:
        views = self.head(client=client).views
        return next((view for view in views if view.label == label), None)

    def post(
        self, button: str, query: str = "", client: Client | None = None, **fields: object
    ) -> Any:
        data = {"_view": button, **fields}
        return (client or self.editor).post(f"{self.path}{query}", data)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_ready_views_say_how_many_rows_each_has(desk: Desk) -> None:
    Session.objects.filter(kind="meal").update(status="cancelled")

    counts = {view.label: view.count for view in desk.head().views}

    assert counts["Without a room"] == 1
    assert counts["Cancelled"] == 1
    # Only where there is a release, and a second language.
    assert "Changed since the last release" not in counts


def test_a_view_keeps_filters_search_order_and_columns(desk: Desk) -> None:
    answer = desk.post("save", "?kind__exact=panel&q=ing&o=2&p=1&columns=kind,room", name="Mine")

    (row,) = SavedList.objects.all()
    assert (row.event, row.list_name, row.owner) == (desk.event, "programme.session", desk.user)
    assert row.query == "columns=kind%2Croom&kind__exact=panel&o=2&q=ing"
    assert answer.headers["Location"] == f"{desk.path}?view={row.pk}&{row.query}"
    head = desk.head(f"?view={row.pk}&{row.query}")
    assert head.view is not None
    assert (head.view.label, head.view.count, head.view.is_changed) == ("Mine", 2, False)


def test_a_page_that_differs_from_its_view_can_be_saved_into_it(desk: Desk) -> None:
    desk.post("save", "?kind__exact=panel", name="Mine")
    row = SavedList.objects.get()

    head = desk.head(f"?view={row.pk}&kind__exact=meal")
    assert head.view is not None
    assert head.view.is_changed
    desk.post("keep", f"?view={row.pk}&kind__exact=meal", view=row.pk)

    row.refresh_from_db()
    assert "kind__exact=meal" in row.query
    assert desk.head(f"?view={row.pk}&{row.query}").view.is_changed is False  # type: ignore[union-attr]


def test_a_ready_view_is_left_as_it_is(desk: Desk) -> None:
    head = desk.head("?view=no-room&kind__exact=meal")

    assert head.view is not None
    assert (head.view.is_changed, head.view.may_edit) == (True, False)
    assert desk.post("keep", "?view=no-room&kind__exact=meal", view="no-room").status_code == 404


def test_a_view_is_of_one_person_or_of_the_team(desk: Desk) -> None:
    other, _user = desk.member(Role.VIEWER)

    desk.post("save", name="Mine")
    desk.post("save", name="Ours", team="on")

    assert desk.view("Mine") is not None
    assert desk.view("Mine", other) is None
    ours = desk.view("Ours", other)
    assert ours is not None
    assert (ours.is_teams, ours.may_edit) == (True, False)


def test_only_people_who_change_the_rows_share_and_edit_views_of_the_team(desk: Desk) -> None:
    viewer, user = desk.member(Role.VIEWER)
    desk.post("save", name="Ours", team="on")
    ours = SavedList.objects.get()

    desk.post("save", client=viewer, name="Theirs", team="on")

    assert SavedList.objects.get(name="Theirs").owner == user
    for button in ("rename", "delete", "keep"):
        assert desk.post(button, client=viewer, view=ours.pk, name="x").status_code == 404
    assert desk.post("delete", view=SavedList.objects.get(name="Theirs").pk).status_code == 404
    assert SavedList.objects.count() == 2


def test_a_view_is_renamed_and_deleted(desk: Desk) -> None:
    desk.post("save", name="First")
    desk.post("save", name="Second")
    first = SavedList.objects.get(name="First")

    desk.post("rename", view=first.pk, name="Second")
    assert SavedList.objects.get(pk=first.pk).name == "First"
    desk.post("rename", view=first.pk, name="  Third ")
    assert SavedList.objects.get(pk=first.pk).name == "Third"
    desk.post("delete", view=first.pk)

    assert [row.name for row in SavedList.objects.all()] == ["Second"]


def test_a_view_needs_a_name_and_replaces_one_of_the_same(desk: Desk) -> None:
    desk.post("save", name="  ")
    assert not SavedList.objects.exists()

    desk.post("save", "?kind__exact=meal", name="Mine")
    desk.post("save", "?kind__exact=panel", name="Mine")

    assert "kind__exact=panel" in SavedList.objects.get().query


def test_views_stay_in_their_edition_and_their_list(desk: Desk) -> None:
    other = make_event()
    client, _user = desk.member(Role.EDITOR, other)
    desk.post("save", name="Ours", team="on")
    row = SavedList.objects.get()
    pages = edition_url(desk.event, "admin:events_page_changelist")

    answer: Any = desk.editor.get(pages)
    assert "Ours" not in [view.label for view in answer.context["listing"].views]
    answer = client.get(edition_url(other, SESSIONS))
    assert "Ours" not in [view.label for view in answer.context["listing"].views]
    path = edition_url(other, SESSIONS)
    assert client.post(path, {"_view": "delete", "view": row.pk}).status_code == 404
    assert client.post(desk.path, {"_view": "save", "name": "x"}).status_code == 404
    # Several editions have no views of their own.
    answer = desk.editor.post(reverse(SESSIONS), {"_view": "save", "name": "x"})
    assert SavedList.objects.count() == 1


def test_a_shared_view_shows_everybody_their_own_rows(desk: Desk) -> None:
    make_session(make_event(), title=text("Secret"), kind="panel")
    SavedList.objects.create(
        event=desk.event, list_name="programme.session", name="All", query="kind__exact=panel"
    )
    SavedList.objects.create(
        event=desk.event, list_name="programme.session", name="Sly", query="office_note=x"
    )

    counts = {view.label: view.count for view in desk.head().views}

    # What the list does not filter by is not counted, and its address is refused.
    assert (counts["All"], counts["Sly"]) == (2, None)
    assert b"Secret" not in desk.editor.get(f"{desk.path}?kind__exact=panel").content


def test_all_views_are_counted_in_one_query(desk: Desk) -> None:
    def cost() -> int:
        return count_queries(lambda: desk.editor.get(desk.path))

    cost()
    before = cost()
    for number in range(5):
        desk.post("save", f"?kind__exact=panel&q=ing&o={number}", name=f"View {number}")
    desk.editor.get(desk.path)  # what was said of them

    # The first that searches reads the texts of the rows.
    assert cost() <= before + 1 <= 20


def test_an_empty_list_says_why_and_how_to_widen_it(desk: Desk) -> None:
    head = desk.head("?kind__exact=panel&room__isnull=True&q=dinner")

    assert [(way.label, way.count) for way in head.ways] == [("Search: dinner", 1)]
    page = desk.editor.get(f"{desk.path}?kind__exact=meal&room__isnull=True").content.decode()
    assert "Nothing matches all of these:" in page
    assert "Without “Kind: Meal”" in page
    assert desk.head().ways == ()


def test_an_empty_edition_says_so(desk: Desk) -> None:
    Session.objects.all().delete()

    assert "There is nothing here yet." in desk.editor.get(desk.path).content.decode()


def test_pages_that_are_not_published_are_a_view(desk: Desk) -> None:
    make_page(desk.event, is_published=False)
    make_page(desk.event, is_published=True)

    answer: Any = desk.editor.get(edition_url(desk.event, "admin:events_page_changelist"))

    counts = {view.label: view.count for view in answer.context["listing"].views}
    assert counts == {"Not yet published": 1}
