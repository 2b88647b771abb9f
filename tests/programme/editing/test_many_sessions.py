"""One change of many sessions: the exact effect first, then all of it or nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.pages.cache import store
from programme.editing.bulk_change import BulkChange, SessionRefused, change_sessions, load_versions
from programme.editing.single_session import SessionMovedOn, session_version
from programme.models import Session
from tests.accessibility import violations
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.portal.test_in_the_browser import Visit
from tests.queries import count_queries
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Office:
    """Two sessions, and an editor with the list of sessions open."""

    def __init__(self) -> None:
        self.event = make_event()
        self.hall = make_room(self.event, name=text("Pearl Hall"))
        self.one = make_session(self.event, title=text("One"))
        self.two = make_session(self.event, title=text("Two"), start=NOON + HOUR)
        self.editor = make_member(self.event, Role.EDITOR)
        self.client = self.of(self.editor)

    def of(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def send(self, step: str, *sessions: Session, client: Client | None = None, **what: Any) -> Any:
        seen = {one.pk: session_version(one) for one in sessions}
        data = {"session": [one.pk for one in sessions], "step": step, "seen": json.dumps(seen)}
        asked = client or self.client
        ask = asked.get if step == "preview" else asked.post
        return ask(reverse("admin:programme_change_many"), {**data, **what})

    def states(self) -> list[dict[str, Any]]:
        return [dict(row) for row in Session.objects.order_by("pk").values()]


def test_the_list_leads_to_the_page_and_names_what_was_chosen() -> None:
    office = Office()

    page = office.client.post(
        reverse("admin:programme_session_changelist"),
        {"action": "change_chosen", "_selected_action": [office.one.pk, office.two.pk]},
        follow=True,
    )

    assert page.status_code == 200
    assert page.context["editable"] == [office.one, office.two]
    assert page.context["effects"] is None


def test_the_preview_names_old_and_new_and_the_clashes_it_makes_and_saves_nothing() -> None:
    office = Office()
    make_session(office.event, title=text("There"), room=office.hall, start=NOON + 2.5 * HOUR)
    before = office.states()

    page = office.send("preview", office.one, office.two, room=office.hall.pk, shift_minutes=60)

    effects = page.context["effects"]
    assert [effect.changes for effect in effects] == [
        [
            ("start", "2 May, 20:00", "2 May, 21:00"),
            ("end", "2 May, 21:00", "2 May, 22:00"),
            ("room", "", "Pearl Hall"),
        ],
        [
            ("start", "2 May, 21:00", "2 May, 22:00"),
            ("end", "2 May, 22:00", "2 May, 23:00"),
            ("room", "", "Pearl Hall"),
        ],
    ]
    assert [[str(one.hit.sentence) for one in effect.clashes] for effect in effects] == [
        [],
        ["Pearl Hall is double-booked on 2 May, 22:30: “Two” and “There”."],
    ]
    assert office.states() == before


def test_applying_changes_all_with_their_author_and_leaves_the_rest_alone() -> None:
    office = Office()
    alone = make_session(office.event)

    answer = office.send(
        "apply",
        office.one,
        office.two,
        shift_days=1,
        visibility="internal",
        status="planned",
        set_languages="on",
        interpretation_languages=["en", "ar"],
    )

    assert answer.status_code == 302
    for session, start in ((office.one, NOON), (office.two, NOON + HOUR)):
        session.refresh_from_db()
        assert session.start == start + timedelta(days=1)
        assert (session.visibility, session.status) == ("internal", "planned")
        assert session.interpretation_languages == ["en", "ar"]
        assert session.history.first().history_user == office.editor
    alone.refresh_from_db()
    assert (alone.start, alone.history.count()) == (NOON, 1)


def test_nothing_is_saved_where_one_session_has_moved_on() -> None:
    office = Office()
    seen = load_versions([office.one.pk, office.two.pk])
    office.two.office_note = "Call them."
    office.two.save()
    before = office.states()

    with pytest.raises(SessionMovedOn):
        change_sessions(
            sessions=[office.one, office.two],
            change=BulkChange(status="cancelled"),
            by=office.editor,
            seen=seen,
        )

    assert office.states() == before


def test_nothing_is_saved_where_one_session_would_not_be_valid() -> None:
    office = Office()
    sessions, foreign = [office.one, office.two], make_room(make_event())
    before = office.states()

    with pytest.raises(SessionRefused) as caught:
        change_sessions(
            sessions=sessions,
            change=BulkChange(room=foreign),
            by=office.editor,
            seen=load_versions([one.pk for one in sessions]),
        )

    assert caught.value.session == office.one
    assert caught.value.reasons == ["This room belongs to another event."]
    assert office.states() == before


def test_a_forged_version_saves_nothing() -> None:
    office = Office()

    for seen in ("", "[]", '{"x": 1}', "{}"):
        answer = office.send("apply", office.one, status="cancelled", seen=seen)
        assert "step=preview" in answer.url

    office.one.refresh_from_db()
    assert office.one.status == "confirmed"


def test_a_session_of_another_event_makes_the_whole_post_a_404() -> None:
    office = Office()
    foreign = make_session(make_event())
    before = office.states()

    for step in ("preview", "apply"):
        assert office.send(step, office.one, foreign, status="cancelled").status_code == 404

    assert office.states() == before


def test_a_session_of_another_sub_forum_is_named_and_left_out() -> None:
    office = Office()
    own = make_sub_forum(office.event)
    user = make_member(office.event, Role.SUB_FORUM_EDITOR)
    own.editors.add(user)
    mine = make_session(office.event, sub_forum=own)

    client = office.of(user)
    page = office.send("preview", mine, office.one, client=client, status="cancelled")
    office.send("apply", mine, client=client, status="cancelled")
    both = office.send("apply", mine, office.one, client=client, status="planned")
    said = client.get(both.url).content.decode()

    mine.refresh_from_db()
    office.one.refresh_from_db()
    assert page.context["left_out"] == [office.one]
    assert [effect.session for effect in page.context["effects"]] == [mine]
    assert (mine.status, office.one.status) == ("planned", "confirmed")
    assert office.one.history.count() == 1
    assert "Skipped, because you can view but not change them: One" in said


@pytest.mark.parametrize(
    ("what", "field", "message"),
    [
        ({}, "__all__", "Choose at least one change."),
        ({"room": "own", "no_room": "on"}, "no_room", "Choose a room or remove it, not both."),
        (
            {"interpretation_languages": ["en"]},
            "set_languages",
            "Tick this to set the languages.",
        ),
    ],
)
def test_a_change_that_says_two_things_or_nothing_is_refused(
    what: dict[str, Any], field: str, message: str
) -> None:
    office = Office()
    values: dict[str, Any] = {
        key: office.hall.pk if value == "own" else value for key, value in what.items()
    }

    page = office.send("apply", office.one, client=None, **values)

    assert page.context["form"].errors == {field: [message]}
    assert office.one.history.count() == 1


def test_the_preview_takes_as_many_queries_for_three_sessions_as_for_one() -> None:
    office = Office()
    three = [make_session(office.event, room=make_room(office.event)) for _number in range(3)]
    office.send("preview", three[0], shift_days=1)

    def ask(*sessions: Session) -> int:
        versions = {one.pk: session_version(one) for one in sessions}
        data: dict[str, Any] = {"session": [one.pk for one in sessions]}
        data |= {"step": "preview", "shift_days": 1}
        address = reverse("admin:programme_change_many")
        return count_queries(
            lambda: office.client.get(address, {**data, "seen": json.dumps(versions)})
        )

    assert ask(*three) == ask(three[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", shared_out([1280, 390]))
def test_the_preview_is_accessible_and_applies(browser: Any, live_server: Any, width: int) -> None:
    store.clear()
    office = Office()
    visit = Visit(browser, live_server.url, locale="ar", viewport={"width": width, "height": 900})
    visit.log_in(office.editor.email)
    visit.open(reverse("admin:programme_session_changelist"))
    page = visit.page

    page.locator("#action-toggle").check()
    page.locator("button[name=action][value=change_chosen]").click()
    page.locator("[name=shift_minutes]").fill("30")
    page.locator("button[value=preview]").click()
    page.locator("button[value=apply]").wait_for()
    found = violations(page)
    page.go_back()
    page.go_forward()
    page.locator("button[value=apply]").click()
    page.locator(".messagelist .success").wait_for()
    office.one.refresh_from_db()
    assert office.one.start == NOON + HOUR / 2

    page.locator(".listing__undo button").click()
    page.locator(".messagelist .success").wait_for()
    office.one.refresh_from_db()
    assert office.one.start == NOON
    assert page.locator(".listing__undo").count() == 0
    assert found == []
    assert visit.complaints == []
    visit.context.close()


def test_after_another_editor_saved_the_page_shows_it_and_saves_when_asked_again() -> None:
    office = Office()
    stale = json.dumps({office.one.pk: session_version(office.one)})
    office.one.status = "planned"
    office.one.save()

    answer = office.send("apply", office.one, status="cancelled", seen=stale)
    page = office.client.get(answer.url)
    again = office.send("apply", office.one, status="cancelled", seen=page.context["seen"])

    assert page.context["effects"][0].changes == [("status", "Planned", "Cancelled")]
    assert again.status_code == 302
    office.one.refresh_from_db()
    assert office.one.status == "cancelled"
