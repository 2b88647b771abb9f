"""Change the status of people, and name heads of delegation."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from delegations.choices import (
    NOT_COMING,
    TRANSITIONS,
    AttendeeFunction,
    AttendeeStatus,
    ConsentPurpose,
)
from delegations.models import Attendee, FocalPoint, PersonalLink, StatusChange
from delegations.people.delegation_order import lock_order, refresh_order


class TransitionRefused(Exception):
    """The change of status is not among the allowed ones."""


class NotAgreed(TransitionRefused):
    """The person has refused to be registered."""


class NotEligible(Exception):
    """The person cannot lead the delegation."""


@transaction.atomic
def change_attendee_status(
    *,
    attendee: Attendee,
    to: AttendeeStatus,
    by: User | None,
    by_focal_point: FocalPoint | None = None,
    delegation_note: str = "",
    office_note: str = "",
) -> StatusChange:
    """Change the status of a person, and record author, time and notes. Raises TransitionRefused.

    Raises NotAgreed for the approval of a person who has refused to be registered. A person who
    withdraws or is refused stops being head and loses access to their own entry.
    """
    leaves = to in NOT_COMING
    if leaves:
        lock_order(delegations__attendees=attendee.pk)
    attendee = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    before = AttendeeStatus(attendee.status)
    _refuse_step(attendee, to)
    attendee.status = to
    was_head = attendee.is_head
    attendee.is_head = was_head and not leaves
    attendee.updated_by = by
    attendee.save(update_fields=["status", "is_head", "updated_by", "updated_at"])
    if leaves:
        PersonalLink.objects.filter(attendee=attendee).end(timezone.now())
    change = StatusChange.objects.create(
        delegation_id=attendee.delegation_id,
        attendee=attendee,
        by=by,
        by_focal_point=by_focal_point,
        from_status=before,
        to_status=to,
        delegation_note=delegation_note,
        office_note=office_note,
    )
    if was_head and not attendee.is_head:
        refresh_order(event=attendee.delegation.event)
    return change


def _refuse_step(attendee: Attendee, to: AttendeeStatus) -> None:
    if to not in TRANSITIONS[AttendeeStatus(attendee.status)]:
        raise TransitionRefused(f"{attendee.status} → {to}")
    if to == AttendeeStatus.APPROVED and attendee.refuses(ConsentPurpose.REGISTRATION):
        raise NotAgreed(str(attendee))


@transaction.atomic
def approve_people(
    *,
    people: Sequence[Attendee],
    by: User | None,
    delegation_note: str = "",
    office_note: str = "",
) -> None:
    """Submit the drafts among `people` and approve them all, with a separate record of each step.

    All or nothing, with few queries. The notes go with each approval. Raises TransitionRefused if a
    status does not lead to approval, and NotAgreed if a person has refused to be registered.
    """
    keys = [person.pk for person in people]
    locked = Attendee.objects.filter(pk__in=keys).order_by("pk")
    if unwilling := locked.refusing(ConsentPurpose.REGISTRATION).first():
        raise NotAgreed(str(unwilling))
    steps = []
    for row in locked.select_for_update(of=("self",), no_key=True):
        way = [AttendeeStatus.SUBMITTED] if row.status == AttendeeStatus.DRAFT else []
        for to in (*way, AttendeeStatus.APPROVED):
            if to not in TRANSITIONS[AttendeeStatus(row.status)]:
                raise TransitionRefused(f"{row.status} → {to}")
            steps.append(_step(row, to, by))
            row.status = to
    Attendee.objects.filter(pk__in=keys).update(
        status=AttendeeStatus.APPROVED, updated_by=by, updated_at=timezone.now()
    )
    for step in steps:
        if step.to_status == AttendeeStatus.APPROVED:
            step.delegation_note, step.office_note = delegation_note, office_note
    StatusChange.objects.bulk_create(steps)


def _step(attendee: Attendee, to: AttendeeStatus, by: User | None) -> StatusChange:
    return StatusChange(
        delegation_id=attendee.delegation_id,
        attendee=attendee,
        by=by,
        from_status=attendee.status,
        to_status=to,
    )


@transaction.atomic
def register_people(*, people: Sequence[Attendee], by: User | None) -> list[Attendee]:
    """Enter many people into their delegations at once, as drafts.

    If one of them leads a delegation (`is_head`), call `refresh_order` afterwards.
    """
    for person in people:
        person.updated_by = by
        person.derive()
    entered = Attendee.objects.bulk_create(people)
    Attendee.history.bulk_history_create(entered)
    return entered


@transaction.atomic
def name_head(
    *,
    attendee: Attendee,
    by: User | None,
    former_becomes: AttendeeFunction = AttendeeFunction.DELEGATE,
) -> Attendee:
    """Make `attendee` head of their delegation. The former head gets the function `former_becomes`.

    Rank, VIP and incumbency stay with the person: none of them passes to a substitute.
    Raises NotEligible if the person has been refused or has withdrawn.
    """
    event = lock_order(delegations__attendees=attendee.pk)
    people = Attendee.objects.select_related("delegation__organisation").select_for_update(
        of=("self",), no_key=True
    )
    attendee = people.get(pk=attendee.pk)
    if attendee.status in NOT_COMING:
        raise NotEligible(attendee.status)
    formers = people.filter(delegation=attendee.delegation_id, function=AttendeeFunction.HEAD)
    for former in formers.exclude(pk=attendee.pk).order_by("pk"):
        former.function = former_becomes if former.is_head else AttendeeFunction.DELEGATE
        former.is_head = False
        former.updated_by = by
        former.save()
    attendee.is_head = True
    attendee.function = AttendeeFunction.HEAD
    attendee.updated_by = by
    attendee.save()
    refresh_order(event=event)
    return attendee


@transaction.atomic
def step_down(*, attendee: Attendee, becomes: AttendeeFunction, by: User | None) -> Attendee:
    """Make a head step down without a successor."""
    event = lock_order(delegations__attendees=attendee.pk)
    people = Attendee.objects.select_related("delegation__organisation")
    attendee = people.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    attendee.is_head, attendee.function, attendee.updated_by = False, becomes, by
    attendee.save()
    refresh_order(event=event)
    return attendee
