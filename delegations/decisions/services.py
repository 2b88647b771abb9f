"""Decide on submitted people and on amendments."""

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from delegations.access.focal_point_mails import tell_decision
from delegations.choices import (
    PERSON_NEEDS_REASON,
    AmendmentState,
    AttendeeFunction,
    AttendeeStatus,
)
from delegations.models import Amendment, Attendee, PersonalLink
from delegations.people.delegation_order import lock_order, refresh_order
from delegations.people.delegation_steps import ReasonMissing
from delegations.people.name_parts import take_parts_as_known
from delegations.people.person_steps import approve_people, change_attendee_status, name_head
from events.models import Event


class AlreadyDecided(Exception):
    """Somebody else has decided in the meantime."""


class CannotAmend(Exception):
    """The requested change breaks a rule, which the message names."""


@transaction.atomic
def decide_people(
    *,
    event: Event,
    people: Sequence[Attendee],
    to: AttendeeStatus,
    by: User,
    delegation_note: str = "",
    office_note: str = "",
    seen: AttendeeStatus = AttendeeStatus.SUBMITTED,
) -> list[Attendee]:
    """Approve, return or refuse all of these people, whose status was `seen`, or none.

    An approved head leads the delegation unless it already has a head. Raises ReasonMissing if the
    delegation is given no reason, AlreadyDecided if anybody has another status by now, NotAgreed
    if anybody to be approved has refused to be registered.
    """
    if to in PERSON_NEEDS_REASON and not delegation_note.strip():
        raise ReasonMissing(to)
    lock_order(pk=event.pk)
    keys = [person.pk for person in people]
    rows = Attendee.objects.of_event(event).filter(pk__in=keys).order_by("pk")
    locked = list(rows.select_for_update(of=("self",), no_key=True))
    if len(locked) < len(set(keys)) or any(person.status != seen for person in locked):
        raise AlreadyDecided
    step = approve_people if to == AttendeeStatus.APPROVED else partial(_take_step, to=to)
    step(people=locked, by=by, delegation_note=delegation_note, office_note=office_note)
    if to == AttendeeStatus.APPROVED:
        for person in locked:
            lead_if_nobody_does(person, by)
    if to == AttendeeStatus.RETURNED:
        # There is something to finish again.
        PersonalLink.objects.filter(attendee__in=keys).update(finished_at=None)
    decided = list(rows.all())
    tell_decision(people=decided, note=delegation_note.strip())
    return decided


def _take_step(
    *,
    people: Sequence[Attendee],
    to: AttendeeStatus,
    by: User | None,
    delegation_note: str,
    office_note: str,
) -> None:
    for person in people:
        change_attendee_status(
            attendee=person,
            to=to,
            by=by,
            delegation_note=delegation_note,
            office_note=office_note,
        )


def lead_if_nobody_does(person: Attendee, by: User) -> None:
    """Make an approved person who is entered as head lead a delegation that has no head."""
    if person.function != AttendeeFunction.HEAD:
        return
    if not Attendee.objects.filter(delegation_id=person.delegation_id, is_head=True).exists():
        name_head(attendee=person, by=by)


@transaction.atomic
def accept_amendment(*, amendment: Amendment, by: User) -> Attendee:
    """Apply the changes that the delegation asks for. Raises AlreadyDecided or CannotAmend.

    If the person becomes head, the former head becomes a delegate.
    """
    event = lock_order(delegations__attendees=amendment.attendee_id)
    current = _lock_waiting(amendment)
    people = Attendee.objects.select_related("delegation__organisation")
    locked = people.select_for_update(of=("self",), no_key=True)
    person = locked.get(pk=current.attendee_id)
    changes: dict[str, object] = dict(current.changes)
    becomes_head = changes.get("function") == AttendeeFunction.HEAD and not person.is_head
    if becomes_head:
        changes.pop("function")
    take_parts_as_known(person, changes)
    for name, value in changes.items():
        setattr(person, name, value)
    person.updated_by = by
    try:
        person.clean()
        person.validate_constraints()
    except ValidationError as error:
        raise CannotAmend(" ".join(error.messages)) from error
    person.save()
    if becomes_head:
        person = name_head(attendee=person, by=by)
    _close(current, AmendmentState.ACCEPTED, by)
    refresh_order(event=event)
    return person


@transaction.atomic
def refuse_amendment(*, amendment: Amendment, by: User, note: str) -> None:
    """Refuse the changes, with a reason. Raises AlreadyDecided or ReasonMissing."""
    if not note.strip():
        raise ReasonMissing(AmendmentState.REFUSED)
    lock_order(delegations__attendees=amendment.attendee_id)
    _close(_lock_waiting(amendment), AmendmentState.REFUSED, by, note)


def _lock_waiting(amendment: Amendment) -> Amendment:
    rows = Amendment.objects.waiting().filter(pk=amendment.pk)
    current = rows.select_for_update(of=("self",)).first()
    if current is None:
        raise AlreadyDecided
    return current


def _close(amendment: Amendment, state: AmendmentState, by: User, note: str = "") -> None:
    amendment.state, amendment.decided_by, amendment.note = state, by, note
    amendment.save(update_fields=["state", "decided_by", "note", "at"])
