"""Releases that wait: a second pair of eyes, a moment, and what overtakes them."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from events.models import Event
from mail.models import OutgoingMail
from programme.agenda.load_agenda import published_agenda
from programme.checks.review import review
from programme.choices import PlanState
from programme.models import ReleasePlan, ScheduleRelease, Session
from programme.releases import approvals, plans
from programme.releases.roll_back import roll_back
from programme.releases.services import (
    NeedsApproval,
    errors_fingerprint,
    fingerprint,
    pending_changes,
    release_agenda,
)
from tests.factories import make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    found = make_event(needs_second_eyes=True)
    make_session(found, title=text("Opening"), room=None)
    return found


@pytest.fixture
def ana(event: Event) -> User:
    return make_member(event, Role.EDITOR, name="Ana")


@pytest.fixture
def wei(event: Event) -> User:
    return make_member(event, Role.ADMINISTRATOR, name="Wei")


def propose(event: Event, by: User, **values: Any) -> ReleasePlan:
    found = pending_changes(event)
    errors = errors_fingerprint(review(event).open_errors)
    return approvals.propose_release(
        event=event, by=by, reviewed=fingerprint(found), despite=errors, **values
    )


def shown(event: Event) -> list[str]:
    return [str(one.title) for one in published_agenda(event).sessions]


def test_without_the_second_person_nothing_is_published(event: Event, ana: User) -> None:
    with pytest.raises(NeedsApproval):
        release_agenda(event=event, by=ana)

    assert not ScheduleRelease.objects.exists()


def test_nor_does_an_earlier_version_come_back(event: Event, ana: User) -> None:
    Event.objects.update(needs_second_eyes=False)
    first = release_agenda(event=event, by=ana)
    make_session(event, title=text("Closing"), room=None)
    release_agenda(event=event, by=ana)
    Event.objects.update(needs_second_eyes=True)

    with pytest.raises(NeedsApproval):
        roll_back(to=first, by=ana)

    assert sorted(shown(event)) == ["Closing", "Opening"]


def test_nothing_is_public_before_a_second_person_approves(
    event: Event, ana: User, wei: User
) -> None:
    plan = propose(event, ana)
    assert (plan.state, shown(event)) == (PlanState.WAITING, [])

    done = approvals.approve_plan(plan=plan, by=wei)

    assert (done.state, shown(event)) == (PlanState.PUBLISHED, ["Opening"])
    assert done.release is not None
    assert (done.release.released_by, done.settled_by) == (ana, wei)


def test_who_proposed_it_is_not_the_second_pair_of_eyes(event: Event, ana: User) -> None:
    plan = propose(event, ana)

    with pytest.raises(approvals.NotAllowedToApprove):
        approvals.approve_plan(plan=plan, by=ana)

    assert shown(event) == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.SUB_FORUM_EDITOR])
def test_who_may_not_release_cannot_approve(event: Event, ana: User, role: Role) -> None:
    plan = propose(event, ana)

    with pytest.raises(approvals.NotAllowedToApprove):
        approvals.approve_plan(plan=plan, by=make_member(event, role))


def test_the_others_who_may_release_are_told(event: Event, ana: User, wei: User) -> None:
    make_member(event, Role.VIEWER)
    make_member(make_event(), Role.ADMINISTRATOR)

    plan = propose(event, ana, comment="Rooms for day two")

    mail = OutgoingMail.objects.get()
    assert mail.address == wei.email
    assert f"/admin/programme/releaseplan/{plan.pk}/plan/" in mail.body
    assert "Ana would like to publish" in mail.body
    assert "Rooms for day two" in mail.body


def test_what_becomes_public_is_what_was_reviewed(event: Event, ana: User, wei: User) -> None:
    plan = propose(event, ana)
    Session.objects.update(title=text("Changed after the review"))

    approvals.approve_plan(plan=plan, by=wei)

    assert shown(event) == ["Opening"]


def test_another_release_overtakes_a_plan_and_its_author_is_told(
    event: Event, ana: User, wei: User
) -> None:
    plan = propose(event, ana)
    Session.objects.update(title=text("Urgent"))
    Event.objects.update(needs_second_eyes=False)
    release_agenda(event=event, by=wei)

    done = approvals.approve_plan(plan=plan, by=wei)

    assert (done.state, shown(event)) == (PlanState.OVERTAKEN, ["Urgent"])
    assert OutgoingMail.objects.filter(address=ana.email).count() == 1


def test_one_plan_of_an_event_waits_at_a_time(event: Event, ana: User, wei: User) -> None:
    plan = propose(event, ana)
    with pytest.raises(approvals.AnotherPlanWaits):
        propose(event, wei)

    approvals.withdraw_plan(plan=plan, by=ana)

    assert propose(event, wei).state == PlanState.WAITING
    with pytest.raises(approvals.PlanAlreadySettled):
        approvals.approve_plan(plan=plan, by=wei)


def test_a_plan_becomes_public_at_its_moment_by_itself(ana: User) -> None:
    event = make_event()
    make_session(event, title=text("Opening"))
    editor = make_member(event, Role.EDITOR)
    plan = propose(event, editor, due_at=timezone.now() + HOUR)
    assert plans.publish_due_plans() == 0
    assert (plan.state, shown(event)) == (PlanState.PLANNED, [])

    ReleasePlan.objects.update(due_at=timezone.now() - HOUR)
    assert plans.publish_due_plans() == 1

    plan.refresh_from_db()
    assert "programme.releases.plans.publish_due_plans" in settings.BACKGROUND_JOBS
    assert (plan.state, shown(event)) == (PlanState.PUBLISHED, ["Opening"])


def test_an_approved_plan_waits_for_its_moment(event: Event, ana: User, wei: User) -> None:
    plan = propose(event, ana, due_at=timezone.now() + HOUR)

    assert approvals.approve_plan(plan=plan, by=wei).state == PlanState.PLANNED
    assert shown(event) == []


@pytest.mark.django_db(transaction=True)
def test_two_senders_publish_a_plan_once() -> None:
    event = make_event()
    make_session(event)
    propose(event, make_member(event, Role.EDITOR), due_at=timezone.now() - HOUR)
    barrier = threading.Barrier(2)

    def publish() -> None:
        try:
            barrier.wait()
            plans.publish_due_plans()
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ScheduleRelease.objects.filter(event=event).count() == 1


def test_the_pages_lead_from_the_proposal_to_the_release(
    event: Event, ana: User, wei: User
) -> None:
    proposer, other = Client(), Client()
    proposer.force_login(ana)
    other.force_login(wei)
    publish = f"/admin/programme/schedulerelease/publish/{event.pk}/"
    page = proposer.get(publish)
    form = {name: value or "" for name, value in page.context["form"].initial.items()}
    proposer.post(publish, {**form, "comment": "First", "publish_anyway": "on"})
    plan = ReleasePlan.objects.get()
    path = f"/admin/programme/releaseplan/{plan.pk}/plan/"

    own, seen = proposer.get(path).content.decode(), other.get(path).content.decode()
    proposer.post(path, {"approve": "x"})
    assert shown(event) == []
    other.post(path, {"approve": "x"})

    assert 'name="approve"' not in own
    assert 'name="approve"' in seen
    assert "Opening" in seen
    assert shown(event) == ["Opening"]
