"""The first page of an edition says how far it is, what waits and what was changed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.overview.views import days_to
from programme.checks.review import review
from programme.models import ReleasePlan
from programme.releases import approvals
from programme.releases.services import (
    errors_fingerprint,
    fingerprint,
    pending_changes,
    release_agenda,
)
from tests.factories import (
    make_event,
    make_member,
    make_news,
    make_page,
    make_room,
    make_session,
    make_sub_forum,
    make_user,
    text,
)

pytestmark = pytest.mark.django_db


def overview(client: Client, event: Any) -> Any:
    return client.get(edition_url(event)).context


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2027-12-01", "6 days to go"),
        ("2027-12-06", "1 day to go"),
        ("2027-12-07", "Day 1 of the forum"),
        ("2027-12-09", "Day 3 of the forum"),
        ("2027-12-10", "The forum has ended."),
    ],
)
def test_the_days_are_counted_to_the_forum_and_through_it(today: str, words: str) -> None:
    event = make_event(start_date=date(2027, 12, 7), end_date=date(2027, 12, 9))

    assert days_to(event, date.fromisoformat(today)) == words


def test_an_empty_edition_is_led_from_step_to_step(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.EDITOR))
    make_room(event)
    make_sub_forum(event)

    steps = overview(client, event)["steps"]

    assert [str(step.label) for step in steps if step.is_done] == ["Venues and rooms", "Sub-forums"]
    assert [client.get(step.url).status_code for step in steps] == [200] * len(steps)


def test_the_step_of_sessions_leads_to_them_once_there_are_some(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.EDITOR))

    before = overview(client, event)["steps"][3].url
    make_session(event)
    after = overview(client, event)["steps"][3].url

    assert before.endswith("/sessions/upload/")
    assert after.endswith("/programme/session/")


def test_of_an_empty_draft_it_is_not_told_that_visitors_see_it(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.EDITOR))

    page = client.get(edition_url(event)).content.decode()

    assert "Not published yet." in page
    assert "visitors already see" not in page


def test_a_superuser_of_an_empty_portal_is_led_to_the_first_edition(client: Client) -> None:
    client.force_login(make_user(is_superuser=True))

    landing = client.get(reverse("landing"))
    start = client.get(reverse("admin:index")).content.decode()

    assert landing.headers["Location"] == reverse("admin:edition_new")
    assert reverse("admin:edition_new") in start


def test_somebody_without_a_team_reads_whom_to_ask_and_has_a_way_on(client: Client) -> None:
    make_event(office_email="office@city.example")
    client.force_login(make_user())

    page = client.get(reverse("landing")).content.decode()

    assert 'href="mailto:office@city.example"' in page
    assert f'href="{reverse("root")}">Public site' in page


def test_after_the_first_release_nobody_is_led_any_more(client: Client) -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    make_session(event)
    release_agenda(event=event, by=editor)
    client.force_login(editor)

    page = overview(client, event)

    assert page["steps"] == []
    assert page["published"].version == 1
    assert page["pending"] == 0


def test_the_draft_says_how_far_it_is_from_what_visitors_see(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.EDITOR))
    make_session(event)
    make_session(event)

    assert overview(client, event)["pending"] == 2


def test_the_agenda_says_how_many_sessions_visitors_do_not_see(client: Client) -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    client.force_login(editor)
    make_session(event)
    release_agenda(event=event, by=editor)
    make_session(event, visibility="internal")

    page = client.get(edition_url(event)).content.decode()

    assert "1 session is internal: visitors do not see it." in page
    assert f"/admin/{event.slug}/programme/session/?visibility__exact=internal" in page


def test_a_release_waits_for_the_second_person_and_says_so_to_both(client: Client) -> None:
    event = make_event(needs_second_eyes=True)
    first, second = (make_member(event, Role.EDITOR) for _ in range(2))
    make_session(event)
    reviewed, errors = fingerprint(pending_changes(event)), review(event).open_errors
    approvals.propose_release(
        event=event, by=first, reviewed=reviewed, despite=errors_fingerprint(errors)
    )
    url = reverse("admin:programme_plan", args=[ReleasePlan.objects.get().pk])

    told = {}
    for user in (first, second):
        client.force_login(user)
        told[user] = [(one.sentence, one.url) for one in overview(client, event)["waiting"]][:1]

    inside = url.replace("/admin/", f"/admin/{event.slug}/")
    assert told[second] == [("A release waits for your approval.", inside)]
    assert told[first] == [("Your release waits for the approval of somebody else.", inside)]


def test_a_translator_is_told_what_is_missing_by_language(client: Client) -> None:
    event = make_event(languages=["en", "fr"], title=text("Forum", fr="Forum"))
    client.force_login(make_member(event, Role.TRANSLATOR))
    make_page(event, title=text("Visa"), body=text("Bring a passport."))

    (waiting,) = [one for one in overview(client, event)["waiting"] if "français" in one.sentence]

    assert "to translate" in waiting.sentence
    assert waiting.url.endswith("?language=fr")


def test_the_latest_changes_name_each_row_once_and_who_did_it(client: Client) -> None:
    event, other = make_event(), make_event(slug="other")
    editor = make_member(event, Role.EDITOR, name="Ada")
    session = make_session(event, title=text("Opening"), updated_by=editor)
    session.capacity = 7
    session.save()
    make_session(other, title=text("Elsewhere"))
    client.force_login(editor)

    latest = [(one.row, one.by) for one in overview(client, event)["latest"]]

    assert [row for row, _by in latest].count("Opening") == 1
    assert ("Opening", "Ada") in latest
    assert "Elsewhere" not in [row for row, _by in latest]


def test_who_does_not_see_the_draft_is_told_nothing_of_it(client: Client) -> None:
    event = make_event()
    make_session(event, title=text("Secret dinner"))
    client.force_login(make_member(event, Role.DESK))

    page = client.get(edition_url(event))

    assert page.status_code == 200
    assert ("latest" in page.context) == ("rows" in page.context)


@pytest.mark.parametrize("role", [Role.DESK, Role.SUB_FORUM_EDITOR, Role.DELEGATIONS_OFFICER])
def test_news_to_come_is_not_told_to_those_who_may_not_read_it(client: Client, role: Role) -> None:
    event = make_event()
    make_news(event, title="Bogotá wins")
    make_session(event, title=text("Opening"))
    client.force_login(make_member(event, role))

    page = client.get(edition_url(event))

    assert "Opening" in [one.row for one in page.context["latest"]]
    assert "Bogotá wins" not in page.content.decode()
    assert {client.get(one.url).status_code for one in page.context["latest"]} == {200}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUB_FORUM_EDITOR, Role.EDITOR])
def test_the_way_to_publish_is_shown_to_those_who_may(client: Client, role: Role) -> None:
    event = make_event()
    make_session(event)
    client.force_login(make_member(event, role))
    publish = edition_url(event, "admin:programme_publish", event.pk)
    releases = edition_url(event, "admin:programme_schedulerelease_changelist")

    shown = {publish in client.get(url).content.decode() for url in (edition_url(event), releases)}

    assert shown == {client.get(publish).status_code == 200}
