"""Releases that wait: for a second pair of eyes, for a moment, or both.

An organizer reviews and proposes; where the event asks for it, somebody else with the right to
release approves. What becomes public is exactly what was reviewed. If another release came first,
the plan is overtaken: publishing it would undo that one without anybody having seen it.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, roles_with
from core.text.translated import fallback_order
from events.editions.mails import write_event_mail
from events.models import Event
from events.permissions import has_right
from mail.services import post
from programme.agenda.load import published_agenda
from programme.choices import PlanState
from programme.models import ReleasePlan, ScheduleRelease
from programme.releases.publishing import PreparedRelease, publish
from programme.releases.services import prepare_release
from programme.releases.versions import prepare_back


class AnotherWaits(Exception):
    """A plan of this event is active: settle it first."""


class NotAllowedToApprove(Exception):
    """Who proposed it cannot be the second pair of eyes, nor who may not release."""


class PlanAlreadySettled(Exception):
    """The plan is no longer active: somebody was quicker."""


def propose(
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
    """Put what was reviewed aside, for a second pair of eyes or for `due_at`.

    With `back_to` that is the agenda of an earlier release, not the draft; `withdraw` is as in
    `release_agenda`. Others who may release are told by mail where they are needed.
    Raises what `release_agenda` or `roll_back` raises, and AnotherWaits.
    """
    try:
        with transaction.atomic():
            prepared = _prepared(event, back_to, withdraw, reviewed=reviewed, despite=despite)
            needs_approval = _needs_approval(event)
            plan = ReleasePlan.objects.create(
                event=event,
                base_version=prepared.base_version,
                back_to_version=back_to.version if back_to else None,
                payload=prepared.payload,
                changes=prepared.changes,
                open_errors=prepared.open_errors,
                comment=comment,
                due_at=due_at,
                state=PlanState.WAITING if needs_approval else PlanState.PLANNED,
                proposed_by=by,
            )
            if needs_approval:
                _tell_others(plan, by)
            return plan
    except IntegrityError as error:
        raise AnotherWaits from error


def _prepared(
    event: Event,
    back_to: ScheduleRelease | None,
    withdraw: Collection[str] | None,
    **reviewed: str,
) -> PreparedRelease:
    if back_to is not None:
        return prepare_back(to=back_to, **reviewed)
    return prepare_release(event=event, withdraw=withdraw, **reviewed)


def _needs_approval(event: Event) -> bool:
    """As it is now: the event in hand may have been read before."""
    return Event.objects.filter(pk=event.pk, needs_second_eyes=True).exists()


@transaction.atomic
def approve(*, plan: ReleasePlan, by: User) -> ReleasePlan:
    """Say as a second pair of eyes that it may become public: at once, or at its moment.

    Raises NotAllowedToApprove, PlanAlreadySettled.
    """
    plan = _locked(plan)
    if plan.state != PlanState.WAITING:
        raise PlanAlreadySettled
    if plan.proposed_by_id == by.pk or not has_right(by, plan.event, Right.RELEASE):
        raise NotAllowedToApprove
    plan.settled_by, plan.settled_at, plan.state = by, timezone.now(), PlanState.PLANNED
    plan.save()
    if plan.due_at is None or plan.due_at <= timezone.now():
        _publish(plan)
    return plan


@transaction.atomic
def withdraw(*, plan: ReleasePlan, by: User) -> ReleasePlan:
    """Let it not become public. Raises NotAllowedToApprove, PlanAlreadySettled."""
    plan = _locked(plan)
    if not plan.is_active:
        raise PlanAlreadySettled
    if not has_right(by, plan.event, Right.RELEASE):
        raise NotAllowedToApprove
    plan.settled_by, plan.settled_at, plan.state = by, timezone.now(), PlanState.WITHDRAWN
    plan.save()
    return plan


def publish_due() -> int:
    """Publish every plan whose moment has come; how many. Runs in the background."""
    done = 0
    for plan in ReleasePlan.objects.due(timezone.now()):
        with transaction.atomic():
            plan = _locked(plan)
            if plan.state == PlanState.PLANNED:
                _publish(plan)
                done += 1
    return done


def _locked(plan: ReleasePlan) -> ReleasePlan:
    # The event's row first, as every release does: no two wait for each other.
    Event.objects.select_for_update().get(pk=plan.event_id)
    return ReleasePlan.objects.select_related("event").get(pk=plan.pk)


def _publish(plan: ReleasePlan) -> None:
    if published_agenda(plan.event).version != plan.base_version:
        plan.state = PlanState.OVERTAKEN
        _tell_overtaken(plan)
    else:
        prepared = PreparedRelease(plan.base_version, plan.payload, plan.changes, plan.open_errors)
        plan.release = publish(
            prepared, event=plan.event, by=plan.proposed_by, comment=plan.comment
        )
        plan.state = PlanState.PUBLISHED
    plan.save()


def _tell_others(plan: ReleasePlan, by: User) -> None:
    members = plan.event.team_members.filter(
        role__in=roles_with(Right.RELEASE), user__is_active=True
    ).exclude(user=by)
    with _words_of(plan.event):
        subject = _("Please review: a new agenda of %(event)s") % {"event": plan.event.title}
    for member in members.select_related("user"):
        _write(plan, member.user, "approve", subject)


def _tell_overtaken(plan: ReleasePlan) -> None:
    with _words_of(plan.event):
        subject = _("Not published: the agenda of %(event)s") % {"event": plan.event.title}
    if plan.proposed_by is not None:
        _write(plan, plan.proposed_by, "overtaken", subject)


def _write(plan: ReleasePlan, user: User, about: str, subject: str) -> None:
    path = reverse("admin:programme_plan", args=[plan.pk])
    context = {"plan": plan, "about": about, "page": f"{settings.PUBLIC_ORIGIN}{path}"}
    with _words_of(plan.event):
        mail = write_event_mail(
            plan.event,
            key=f"plan/{plan.event.guid.hex}/{plan.pk}/{about}/{user.pk}",
            address=user.email,
            subject=subject,
            body=render_to_string("mail/plan.txt", context),
        )
    post(mail)


@contextmanager
def _words_of(event: Event) -> Iterator[None]:
    with translation.override(event.source_language), fallback_order(event.languages):
        yield
