"""Columns of an organizers' list: chosen, stored for a person, sent in an address, and exported."""

import csv
import io
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.models import ListColumns
from delegations.models import Attendee
from events.models import Event, Page
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from tests.factories import make_event, make_member, make_page, make_room, make_session, text
from tests.queries import count_queries

SESSIONS = "admin:programme_session_changelist"

pytestmark = pytest.mark.django_db


class Desk:
    """An editor of one event, and the list of its sessions."""

    def __init__(self, role: Role = Role.EDITOR) -> None:
        self.event = make_event()
        self.path = edition_url(self.event, SESSIONS)
        self.client, self.user = self.member(role)

    def member(self, role: Role) -> tuple[Client, User]:
        client, user = Client(), make_member(self.event, role)
        client.force_login(user)
        return client, user

    def columns(self, query: str = "", client: Client | None = None) -> list[str]:
        answer: Any = (client or self.client).get(f"{self.path}{query}")
        shown = answer.context["cl"].list_display
        return [name for name in shown if name != "action_checkbox"]

    def choose(self, *names: str, query: str = "", button: str = "choose") -> str:
        places = {f"position-{name}": str(place) for place, name in enumerate(names, start=1)}
        fields = {"_columns": button, "column": sorted(names), **places}
        answer = self.client.post(f"{self.path}{query}", fields)
        return answer.headers["Location"]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_chosen_columns_come_in_their_order_behind_the_title(desk: Desk) -> None:
    make_session(desk.event)

    path = desk.choose("status", "when", "people_count")

    assert path == f"{desk.path}?columns=status,when,people_count"
    assert desk.columns() == ["title_text", "status", "when", "people_count"]
    assert desk.columns("?columns=room,kind") == ["title_text", "room", "kind"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [("1", ["status", "when", "room"]), ("2", ["when", "status", "room"]), ("x", None)],
)
def test_a_column_takes_the_place_that_is_typed(
    place: str, expected: list[str] | None, desk: Desk
) -> None:
    desk.choose("when", "room", "status")
    places = {"position-when": "1", "position-room": "2", "position-status": place}

    desk.client.post(
        desk.path, {"_columns": "choose", "column": ["when", "room", "status"], **places}
    )

    assert desk.columns()[1:] == (expected or ["when", "room", "status"])


def test_a_choice_is_that_of_one_person_and_one_list(desk: Desk) -> None:
    other, _user = desk.member(Role.VIEWER)
    usual = desk.columns()

    desk.choose("status")

    assert desk.columns(client=other) == usual
    (row,) = ListColumns.objects.all()
    assert (row.user, row.list_name, row.columns) == (desk.user, "programme.session", ["status"])
    desk.choose("kind")
    assert [stored.columns for stored in ListColumns.objects.all()] == [["kind"]]


def test_resetting_brings_the_usual_columns_back(desk: Desk) -> None:
    usual = desk.columns()
    desk.choose("status")

    path = desk.choose("status", query="?columns=status&kind__exact=meal&o=2", button="reset")

    assert path == f"{desk.path}?kind__exact=meal"
    assert desk.columns() == usual
    assert not ListColumns.objects.exists()


def test_links_of_the_page_carry_the_readers_columns_to_others(desk: Desk) -> None:
    make_session(desk.event)
    desk.choose("status", "kind")

    page: Any = desk.client.get(f"{desk.path}?kind__exact=panel")

    listing = page.context["listing"]
    assert listing.clear_url == "?columns=status%2Ckind"
    assert ("columns", "status,kind") in listing.kept
    assert listing.pills[0].remove_url == "?columns=status%2Ckind"


@pytest.mark.parametrize(
    "names", ["password", "office_note", "event", "event__slug", "", ",,", "x"]
)
def test_an_address_shows_no_column_that_is_not_offered(names: str, desk: Desk) -> None:
    usual = desk.columns()

    assert desk.columns(f"?columns={names}") == usual
    assert desk.choose(*filter(None, names.split(","))).startswith(desk.path)
    assert desk.columns() == usual


def test_more_columns_cost_no_more_queries_for_more_rows(desk: Desk) -> None:
    everything = ",".join(
        name
        for name in admin.site._registry[Session].more_columns  # type: ignore[attr-defined]
    )
    path = f"{desk.path}?columns={everything},room,sub_forum,when"

    def cost() -> int:
        make_session(
            desk.event, room=make_room(desk.event), updated_by=make_member(desk.event, Role.EDITOR)
        )
        return count_queries(lambda: desk.client.get(path))

    cost()
    assert cost() == cost() <= 20


def test_a_list_names_the_languages_that_a_session_misses(desk: Desk) -> None:
    Event.objects.filter(pk=desk.event.pk).update(languages=["en", "fr", "es"])
    make_session(desk.event, title=text("Half", fr="Moitié"), abstract={})
    make_session(desk.event, title=text("Whole", fr="Tout", es="Todo"), abstract={})

    def rows(query: str) -> list[str]:
        answer: Any = desk.client.get(f"{desk.path}?{query}")
        return sorted(str(row) for row in answer.context["cl"].result_list)

    assert rows("untranslated=any") == ["Half"]
    assert rows("untranslated=es") == ["Half"]
    assert rows("untranslated=fr") == []
    assert rows("untranslated=ru") == []
    page = desk.client.get(f"{desk.path}?columns=untranslated").content.decode()
    assert page.count(">español<") == 1


# --- Files ----------------------------------------------------------------------------------------


def exported(client: Client, path: str, file_format: str = "csv") -> list[list[str]]:
    answer: Any = client.post(path, {"_export": file_format})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_a_file_has_the_rows_of_the_filter_with_the_columns_of_the_page(desk: Desk) -> None:
    make_session(desk.event, title=text("=1+1"), kind="meal", room=None)
    make_session(desk.event, title=text("Opening"), kind="panel")
    make_session(make_event(), title=text("Foreign"), kind="meal")

    rows = exported(desk.client, f"{desk.path}?kind__exact=meal&columns=kind,room,is_major")

    assert rows == [["Title", "Kind", "Room", "Major event"], ["'=1+1", "Meal", "", "no"]]


def test_a_workbook_is_sent_under_the_name_of_the_edition(desk: Desk) -> None:
    make_session(desk.event)

    answer: Any = desk.client.post(desk.path, {"_export": "xlsx"})

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert f'filename="{desk.event.slug}-session-' in answer.headers["Content-Disposition"]
    assert desk.client.post(desk.path, {"_export": "exe"}).status_code == 404


def test_only_people_who_see_the_list_export_it(desk: Desk) -> None:
    make_page(desk.event)
    path = edition_url(desk.event, "admin:events_page_changelist")
    viewer, _viewer = desk.member(Role.VIEWER)
    officer, _officer = desk.member(Role.DELEGATIONS_OFFICER)

    assert len(exported(viewer, path)) == 2
    assert officer.post(path, {"_export": "csv"}).status_code == 403
    assert officer.post(path, {"_columns": "choose", "column": "slug"}).status_code == 403


# Lists whose rows are people, or name people: these have exports of their own, or none.
OF_PEOPLE = {
    "accounts.User",
    "delegations.Attendee",
    "delegations.Delegation",
    "delegations.ExportLog",
    "delegations.SensitiveAccess",
    "events.Subscriber",
    "mail.OutgoingMail",
    "programme.Profile",
}


@pytest.mark.parametrize("model", [*admin.site._registry], ids=lambda model: model._meta.label)
def test_lists_of_people_are_not_exported_from_the_list(model: type[models.Model]) -> None:
    page: Any = admin.site._registry[model]
    names_people = any(
        isinstance(field, models.EmailField) or field.related_model is Attendee
        for field in model._meta.get_fields()
        if not field.auto_created
    )
    if model is Event:  # the address of the office
        names_people = False

    assert page.has_people == (model._meta.label in OF_PEOPLE)
    assert page.has_people or not names_people


def test_people_are_exported_where_it_is_recorded() -> None:
    desk = Desk(Role.DELEGATIONS_OFFICER)
    path = edition_url(desk.event, "admin:delegations_attendee_changelist")
    viewer, _viewer = desk.member(Role.VIEWER)

    page = desk.client.get(path).content.decode()

    assert f'href="{reverse("staff:attendees", args=[desk.event.slug])}"' in page
    assert "_export" not in page
    assert desk.client.post(path, {"_export": "csv"}).status_code == 403
    assert ">Export<" not in viewer.get(path).content.decode()
    assert Page.objects.count() == 0
