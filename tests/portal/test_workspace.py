"""Organizers work in one edition at a time, which the address names."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin import site
from django.db import models
from django.test import Client

from accounts.roles import Role
from events.models import RESERVED_SLUGS, Event, Room
from forum_portal.workspace.copy_edition.choices import Part
from forum_portal.workspace.copy_edition.services import copy_edition
from forum_portal.workspace.edition_urls import edition_url, reserved_words
from programme.models import Session
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_news,
    make_room,
    make_session,
    make_sub_forum,
    make_user,
    text,
)
from tests.portal.test_editions import paths_to_event

pytestmark = pytest.mark.django_db

LIST = "admin:programme_session_changelist"
FORM = "admin:programme_session_change"


class Office:
    """An editor of two editions with a session and a room of the same name in each."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.old = make_event(slug="forum-2027", title=text("Forum 2027"))
        self.new = make_event(slug="forum-2028", title=text("Forum 2028"))
        self.user = make_member(self.old, Role.EDITOR)
        self.new.team_members.create(user=self.user, role=Role.EDITOR)
        for event in (self.old, self.new):
            make_session(event, title=text("Opening"), room=make_room(event, name=text("Hall")))
        client.force_login(self.user)

    def page(self, url: str, **values: str) -> Any:
        return self.client.get(url, values)


@pytest.fixture
def office(client: Client) -> Office:
    return Office(client)


def test_a_list_below_an_edition_holds_its_rows_alone(office: Office) -> None:
    changes = office.page(edition_url(office.new, LIST)).context["cl"]

    assert {session.event for session in changes.result_list} == {office.new}
    assert "event" not in changes.list_display
    assert [spec.title for spec in changes.filter_specs].count("event") == 0


def test_every_link_of_a_page_stays_in_its_edition(office: Office) -> None:
    page = office.page(edition_url(office.new, LIST)).content.decode()

    assert 'href="/admin/forum-2028/programme/session/' in page
    assert "/admin/programme/" not in page


def test_a_form_offers_the_rooms_of_its_edition_alone(office: Office) -> None:
    session = Session.objects.get(event=office.old)

    for url in (
        edition_url(office.old, FORM, session.pk),
        f"/admin/programme/session/{session.pk}/change/",
    ):
        form = office.page(url).context["adminform"].form
        rooms = list(form.fields["room"].queryset)
        assert rooms == [Room.objects.get(venue__event=office.old)]


def _offered(answer: Any) -> Iterator[models.Model]:
    """Every row that a form and its lines offer to choose from."""
    forms = [answer.context["adminform"].form]
    forms += [lines.formset.empty_form for lines in answer.context["inline_admin_formsets"]]
    for form in forms:
        for field in form.fields.values():
            # A line names itself in a hidden field.
            if not field.widget.is_hidden:
                yield from getattr(field, "queryset", None) or []


def test_no_form_of_a_copied_edition_offers_a_row_of_the_first(client: Client) -> None:
    first = make_event(slug="forum-2027")
    administrator = make_member(first, Role.ADMINISTRATOR)
    session = make_session(first, room=make_room(first), sub_forum=make_sub_forum(first))
    make_attendee(make_delegation(first))
    make_appearance(session, placeholder=text("Mayor"))
    make_news(first)
    second = copy_edition(
        event=first,
        by=administrator,
        slug="forum-2028",
        title=first.title,
        start_date=first.start_date.replace(year=2031),
        time_zone=first.time_zone,
        parts=Part.values,
    )
    client.force_login(administrator)

    others = {}
    for model in site._registry:
        label = model._meta.label_lower
        add = f"admin:{label.replace('.', '_')}_add"
        answer = client.get(edition_url(second, add))
        if answer.status_code == 200:
            for row in _offered(answer):
                ways = paths_to_event(type(row))
                if ways and type(row)._default_manager.filter(pk=row.pk, **{ways[0]: first}):
                    others[label] = row

    assert others == {}


def test_a_new_row_belongs_to_the_edition_of_the_address(office: Office) -> None:
    form = office.page(edition_url(office.new, "admin:programme_session_add")).context["adminform"]

    assert form.form.fields["event"].widget.is_hidden
    assert form.form["event"].value() == office.new.pk


def test_the_address_of_one_edition_opens_no_row_of_another(office: Office) -> None:
    session = Session.objects.get(event=office.old)

    assert office.page(edition_url(office.new, FORM, session.pk)).status_code == 404
    assert (
        office.page(edition_url(office.new, "admin:programme_planner", office.old.pk)).status_code
        == 404
    )


def test_an_edition_of_others_answers_as_one_that_does_not_exist(office: Office) -> None:
    foreign = make_event(slug="foreign")

    answers = [
        office.page(f"/admin/{slug}/programme/session/") for slug in (foreign.slug, "nowhere")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Forum 2027" not in answers[0].content.decode()


def test_a_role_counts_in_its_own_edition_alone(client: Client) -> None:
    own, other = make_event(slug="own"), make_event(slug="other")
    user = make_member(own, Role.EDITOR)
    other.team_members.create(user=user, role=Role.TRANSLATOR)
    client.force_login(user)

    assert client.get(edition_url(own, "admin:programme_previewlink_changelist")).status_code == 200
    assert (
        client.get(edition_url(other, "admin:programme_previewlink_changelist")).status_code == 403
    )
    assert client.get(edition_url(other, "admin:programme_session_add")).status_code == 403


def test_the_admin_leads_to_the_edition_that_comes_next(office: Office) -> None:
    Event.objects.filter(pk=office.old.pk).update(start_date="2050-01-01", end_date="2050-01-02")
    Event.objects.filter(pk=office.new.pk).update(start_date="2051-01-01", end_date="2051-01-02")

    assert office.page("/admin/").headers["Location"] == "/admin/forum-2027/"


def test_the_switch_is_shown_to_those_with_several_editions(office: Office, client: Client) -> None:
    page = office.page(edition_url(office.new))
    assert page.context["workspace"].others == (("Forum 2027", "/admin/forum-2027/"),)

    client.force_login(make_member(office.new, Role.EDITOR))
    assert "Other editions" not in client.get(edition_url(office.new)).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_rail_leads_nobody_to_a_closed_page(client: Client, role: Role) -> None:
    event = make_event()
    client.force_login(make_member(event, role))

    rail = client.get(edition_url(event)).context["workspace"]
    urls = [entry.url for group in rail.groups for entry in group.entries]

    assert len(urls) >= 4
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_the_rail_marks_the_page_that_is_open(office: Office) -> None:
    planner = edition_url(office.new, "admin:programme_planner", office.new.pk)

    rail = office.page(planner).context["workspace"]

    assert [e.url for g in rail.groups for e in g.entries if e.is_current] == [planner]


def test_no_edition_can_take_the_place_of_a_page_of_the_admin() -> None:
    words = {word for word in reserved_words() if word and not word.startswith(("(", "^"))}

    assert len(words) > 10
    assert words - {"r"} <= RESERVED_SLUGS


def test_filters_come_together_and_stand_in_the_address_one_by_one(office: Office) -> None:
    url = edition_url(office.new, LIST)

    sent = office.client.get(
        url, {"filter": ["kind__exact=panel", "", "status__exact=draft"], "q": ""}
    )

    assert sent.headers["Location"] == f"{url}?kind__exact=panel&status__exact=draft"


def test_each_filter_that_is_set_can_be_taken_away_alone(office: Office) -> None:
    url = edition_url(office.new, LIST)

    listing = office.page(url, kind__exact="panel", visibility__exact="public").context["listing"]

    assert [pill.label.split(":")[0] for pill in listing.pills] == ["Kind", "Visible to"]
    assert listing.pills[0].remove_url == "?visibility__exact=public"


def test_sessions_stand_under_their_day(office: Office) -> None:
    page = office.page(edition_url(office.new, LIST)).content.decode()

    day = Session.objects.get(event=office.new).start
    assert f"{day:%-d %B %Y}" in page


def test_a_superuser_works_in_any_edition(client: Client, office: Office) -> None:
    client.force_login(make_user(is_superuser=True))

    assert client.get(edition_url(office.old, LIST)).status_code == 200
