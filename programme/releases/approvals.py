"""Approval before publishing: a reviewed release is proposed, then approved by a second person.

An organizer reviews the changes and proposes them; if the event asks for it (`needs_second_eyes`),
somebody else with the right to release approves. A release with a date waits in the same way, with
or without approval; `programme.releases.plans` publishes it.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from events.models import Event
from events.permissions import has_right
from programme.choices import PlanState
from programme.models import ReleasePlan, ScheduleRelease
from programme.releases.plan_mails import ask_for_approval
from programme.releases.plans import lock_plan, publish_plan
from programme.releases.publishing import PreparedRelease
from programme.releases.roll_back import prepare_roll_back
from programme.releases.services import needs_approval, prepare_release


class AnotherPlanWaits(Exception):
    """The event already has an active plan, which must be approved or withdrawn first."""


class NotAllowedToApprove(Exception):
    """The user cannot publish the agenda, or proposed this release themselves."""


class PlanAlreadySettled(Exception):
    """The plan has been approved, withdrawn or published in the meantime."""


def propose_release(
    *,
    event: Event,
    by: User,
    comment: str = "",
    reviewed: str,
    despite: str = "",
    due_at: datetime | None = None,
    back_to: ScheduleRelease | None = None,
    withdraw: Collection[str] | None = None,
) -> ReleasePlan:
    """Store a reviewed release until it is approved, until `due_at`, or both.

    With `back_to` it is the agenda of that earlier release, not the draft. `withdraw` is as in
    `release_agenda`. If approval is needed, everybody else with the right to release gets an
    e-mail. Raises what `release_agenda` or `roll_back` raises, and AnotherPlanWaits.
    """
    try:
        with transaction.atomic():
            prepared = _prepare(event, back_to, withdraw, reviewed=reviewed, despite=despite)
            must_wait = needs_approval(event)
            plan = ReleasePlan.objects.create(
                event=event,
                base_version=prepared.base_version,
                back_to_version=back_to.version if back_to else None,
                payload=prepared.payload,
                changes=prepared.changes,
                open_errors=prepared.open_errors,
                comment=comment,
                due_at=due_at,
                state=PlanState.WAITING if must_wait else PlanState.PLANNED,
                proposed_by=by,
            )
            if must_wait:
                ask_for_approval(plan, by)
            return plan
    except IntegrityError as error:
        raise AnotherPlanWaits from error


def _prepare(
    event: Event,
    back_to: ScheduleRelease | None,
    withdraw: Collection[str] | None,
    **reviewed: str,
) -> PreparedRelease:
    if back_to is not None:
        return prepare_roll_back(to=back_to, **reviewed)
    return prepare_release(event=event, withdraw=withdraw, **reviewed)


def may_approve(plan: ReleasePlan, user: User) -> bool:
    """Whether `user` may approve `plan`: somebody other than its proposer who may publish."""
    return plan.proposed_by_id != user.pk and has_right(user, plan.event, Right.RELEASE)


@transaction.atomic
def approve_plan(*, plan: ReleasePlan, by: User) -> ReleasePlan:
    """Approve a plan as a second person, and publish it if it has no date or its date has passed.

    Raises NotAllowedToApprove, PlanAlreadySettled.
    """
    plan = lock_plan(plan)
    if plan.state != PlanState.WAITING:
        raise PlanAlreadySettled
    if not may_approve(plan, by):
        raise NotAllowedToApprove
    plan.settled_by, plan.settled_at, plan.state = by, timezone.now(), PlanState.PLANNED
    plan.save()
    if plan.due_at is None or plan.due_at <= timezone.now():
        publish_plan(plan)
    return plan


@transaction.atomic
def withdraw_plan(*, plan: ReleasePlan, by: User) -> ReleasePlan:
    """Withdraw a plan that is not public yet. Raises NotAllowedToApprove, PlanAlreadySettled."""
    plan = lock_plan(plan)
    if not plan.is_active:
        raise PlanAlreadySettled
    if not has_right(by, plan.event, Right.RELEASE):
        raise NotAllowedToApprove
    plan.settled_by, plan.settled_at, plan.state = by, timezone.now(), PlanState.WITHDRAWN
    plan.save()
    return plan
