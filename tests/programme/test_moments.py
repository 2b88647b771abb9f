"""What is due, who still has a seat, and what a release changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from programme.models import (
    Profile,
    ReleasePlan,
    ScheduleRelease,
    Session,
    SignUp,
    WebhookDelivery,
)
from tests.factories import (
    NOON,
    make_attendee,
    make_delegation,
    make_event,
    make_profile,
    make_session,
    make_webhook,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TICK = timedelta(microseconds=1)


def test_a_plan_is_due_from_its_moment_on_the_earliest_first() -> None:
    event = make_event()

    def plan(state: str, **values: Any) -> ReleasePlan:
        return ReleasePlan.objects.create(
            event=values.pop("event", event), base_version=1, payload={}, state=state, **values
        )

    later = plan("planned", due_at=NOW)
    earlier = plan("planned", due_at=NOW - TICK, event=make_event())
    to_come = plan("planned", due_at=NOW + TICK, event=make_event())
    waiting = plan("waiting", event=make_event())
    plan("published", due_at=NOW - TICK)

    assert [*ReleasePlan.objects.due(NOW)] == [earlier, later]
    assert {*ReleasePlan.objects.active()} == {later, earlier, to_come, waiting}


def test_word_of_a_release_goes_when_it_may_and_where_it_is_wanted() -> None:
    event = make_event()
    wanted, unwanted = make_webhook(event), make_webhook(make_event(), is_active=False)
    releases = [
        ScheduleRelease.objects.create(event=event, version=number, payload={})
        for number in (1, 2, 3, 4, 5)
    ]

    def word(number: int, **values: Any) -> WebhookDelivery:
        defaults = {"webhook": wanted, "state": "waiting", "next_at": NOW}
        return WebhookDelivery.objects.create(release=releases[number], **{**defaults, **values})

    # Neither as they were written down nor the other way round.
    oldest = word(4, next_at=NOW - 2 * TICK)
    now, before = word(0), word(1, next_at=NOW - TICK)
    word(2, next_at=NOW + TICK)
    word(3, state="delivered", next_at=NOW - TICK)
    word(0, webhook=unwanted)

    assert [*WebhookDelivery.objects.due(NOW)] == [oldest, before, now]


def test_sessions_that_only_touch_do_not_overlap() -> None:
    event, hour = make_event(), timedelta(hours=1)
    within = make_session(event, start=NOON)
    make_session(event, start=NOON - hour)
    make_session(event, start=NOON + hour)

    assert [*Session.objects.overlapping(NOON, NOON + hour)] == [within]
    assert Session.objects.overlapping(NOON - TICK, NOON + hour + TICK).count() == 3


def test_what_is_cancelled_does_not_take_place_and_only_what_is_public_is_released() -> None:
    event = make_event()
    held = make_session(event)
    internal = make_session(event, visibility="internal")
    cancelled = make_session(event, status="cancelled")

    assert {*Session.objects.taking_place()} == {held, internal}
    assert {*Session.objects.public()} == {held, cancelled}


def test_nobody_who_does_not_come_takes_a_seat() -> None:
    event = make_event()
    session, empty = make_session(event, needs_sign_up=True), make_session(event)
    for status in ("approved", "submitted", "withdrawn", "refused"):
        for state in ("seated", "waiting"):
            person = make_attendee(make_delegation(event), status=status)
            SignUp.objects.create(session=session, attendee=person, state=state)

    with_seats = Session.objects.with_seats().in_bulk()

    assert (with_seats[session.pk].seated_count, with_seats[session.pk].waiting_count) == (2, 2)
    assert (with_seats[empty.pk].seated_count, with_seats[empty.pk].waiting_count) == (0, 0)
    assert SignUp.objects.live().count() == 4
    assert (SignUp.objects.seated().count(), SignUp.objects.waiting().count()) == (4, 4)


def test_biographies_of_one_event_are_no_others() -> None:
    events = [make_event() for _number in range(2)]
    own, _other = (make_profile(make_attendee(make_delegation(event))) for event in events)

    assert list(Profile.objects.of_event(events[0])) == [own]


def test_of_a_session_one_reads_what_the_newest_release_changed() -> None:
    event = make_event()

    def release(version: int, *guids: str) -> None:
        changes = [{"guid": guid, "kind": "moved"} for guid in guids]
        ScheduleRelease.objects.create(event=event, version=version, payload={}, changes=changes)

    newest_change = ScheduleRelease.objects.newest_change
    assert newest_change(event, "a") is None
    release(1, "a")
    # In the first release everything is new.
    assert newest_change(event, "a") is None
    release(2, "b")
    ScheduleRelease.objects.create(
        event=make_event(), version=9, payload={}, changes=[{"guid": "a"}]
    )

    assert newest_change(event, "b") == {"guid": "b", "kind": "moved"}
    assert newest_change(event, "a") is None
