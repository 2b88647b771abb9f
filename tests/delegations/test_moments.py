"""From which moment until which something of the desk may be done, and by whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from delegations.models import ApiToken, BackgroundExport
from delegations.querysets.lists import EXPORT_KEPT, EXPORT_LEASE
from events.models import Event, SavedList
from tests.factories import make_event, make_member, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TICK = timedelta(microseconds=1)


@pytest.fixture
def officer(event: Event) -> User:
    return make_member(event, Role.DELEGATIONS_OFFICER)


def export(event: Event, by: User, **values: Any) -> BackgroundExport:
    stored = "exports/a" if values["state"] == "done" else ""
    return BackgroundExport.objects.create(
        event=event, by=by, language="en", stored=stored, **values
    )


def test_a_file_is_made_again_once_its_worker_is_silent_for_too_long(
    event: Event, officer: User
) -> None:
    waiting = export(event, officer, state="waiting")
    silent = export(event, officer, state="running", seen_at=NOW - EXPORT_LEASE)
    alive = export(event, officer, state="running", seen_at=NOW - EXPORT_LEASE + TICK)
    for state in ("done", "failed", "gone"):
        export(event, officer, state=state, seen_at=NOW - EXPORT_LEASE)

    assert [*BackgroundExport.objects.due(NOW)] == [waiting, silent]
    assert {*BackgroundExport.objects.unfinished()} == {waiting, silent, alive}


def test_a_file_is_taken_for_a_day_by_who_asked_for_it(event: Event, officer: User) -> None:
    over = export(event, officer, state="done", finished_at=NOW - EXPORT_KEPT)
    ready = export(event, officer, state="done", finished_at=NOW - EXPORT_KEPT + TICK)
    beside = [
        export(event, officer, state="failed", finished_at=NOW),
        export(event, officer, state="gone", finished_at=NOW - 2 * EXPORT_KEPT),
    ]
    export(event, make_user(), state="done", finished_at=NOW - EXPORT_KEPT / 2)
    export(make_event(), officer, state="done", finished_at=NOW - EXPORT_KEPT / 2)

    own = BackgroundExport.objects.asked_by(officer, event)

    assert {*own} == {over, ready, *beside}
    assert [*own.ready(NOW)] == [ready]
    assert [*own.over(NOW)] == [over]


def test_a_token_is_good_until_its_moment_and_while_its_owner_is_who_made_it(
    event: Event, officer: User
) -> None:
    def token(**values: Any) -> ApiToken:
        number = ApiToken.objects.count()
        defaults: dict[str, Any] = {"owner": officer, "expires_at": NOW + TICK}
        return ApiToken.objects.create(
            event=event, token_hash=str(number), **{**defaults, **values}
        )

    closed, returned = make_user(is_active=False), make_user()
    User.objects.filter(pk=returned.pk).update(session_generation=7)
    good = token()
    fresh = token(owner=returned, session_generation=7)
    token(expires_at=NOW)
    token(revoked_at=NOW)
    token(owner=closed)
    token(owner=returned, session_generation=6)

    assert {*ApiToken.objects.good(NOW)} == {good, fresh}
    assert {*ApiToken.objects.seen_by(returned, may_edit_team=False)} == {
        *ApiToken.objects.filter(owner=returned)
    }
    assert ApiToken.objects.seen_by(returned, may_edit_team=True).count() == 6


def test_a_kept_list_is_of_the_team_or_of_one_person(event: Event, officer: User) -> None:
    other = make_member(event, Role.DELEGATIONS_OFFICER)
    shared, own, theirs = (
        SavedList.objects.create(
            list_name="attendees", event=event, name=name, query="", owner=owner
        )
        for name, owner in (("team", None), ("own", officer), ("theirs", other))
    )
    lists = SavedList.objects

    assert {*lists.open_to(officer)} == {shared, own}
    assert {*lists.kept_by(officer, may_edit_team=False)} == {own}
    assert {*lists.kept_by(officer, may_edit_team=True)} == {shared, own}
    assert {*lists.open_to(other)} == {shared, theirs}
