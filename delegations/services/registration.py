"""What a delegation does by itself: it enters people, submits them, and asks for changes after."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from delegations.choices import (
    OPEN_TO_DELEGATION,
    AmendmentState,
    AttendeeFunction,
    AttendeeStatus,
    InvitationStatus,
)
from delegations.completeness import missing_of
from delegations.models import Amendment, Attendee, Delegation, FocalPoint, Merge
from delegations.services.invitations import change_delegation_status
from delegations.services.order import lock_order
from delegations.services.people import change_attendee_status

# Once the names are printed the desk alone changes them.
_ENTERING = frozenset(
    {InvitationStatus.ACCEPTED, InvitationStatus.LIST_SUBMITTED, InvitationStatus.LIST_CONFIRMED}
)


class NotOpen(Exception):
    """The delegation has not accepted yet, or does not come: nobody is entered."""


class PersonMerged(NotOpen):
    """The office has made this entry one with another: sent again, it does not come back."""


class HeadExists(Exception):
    """The delegation has somebody else as its head. Holds that person."""


class Incomplete(Exception):
    """Some of the people lack what they need. Holds their names."""


def is_open(delegation: Delegation) -> bool:
    """Whether people can be entered, submitted and amended."""
    return delegation.status in _ENTERING


@transaction.atomic
def save_person(
    *, focal_point: FocalPoint, guid: UUID, values: Mapping[str, Any]
) -> tuple[Attendee, Amendment | None]:
    """Enter the person `guid` or change them; once submitted, ask the office for the change.

    The same thing sent twice is one person. Raises NotOpen, PersonMerged, HeadExists.
    """
    delegation = _turn(focal_point)
    person = _person(delegation, guid)
    if person is None and Merge.objects.standing().filter(merged_guid=guid).exists():
        raise PersonMerged
    if person is None or person.status in OPEN_TO_DELEGATION:
        # A new head of a submitted list is asked of the office: it decides what goes with it.
        _refuse_second_head(delegation, guid, values)
    if person is None:
        person = Attendee(delegation=delegation, guid=guid, **values)
        _signed(person, focal_point).save()
        return person, None
    if person.status in OPEN_TO_DELEGATION:
        for name, value in values.items():
            setattr(person, name, value)
        _signed(person, focal_point).save()
        return person, None
    return person, _amend(person, values, focal_point)


@transaction.atomic
def submit_people(*, focal_point: FocalPoint, guids: Collection[UUID]) -> list[Attendee]:
    """Put people before the office, all of them or none; the list of the delegation goes with them.

    Over the quota as well: the office sees that and decides. Raises NotOpen, Incomplete.
    """
    delegation = _turn(focal_point)
    rows = delegation.attendees.filter(guid__in=guids, status__in=OPEN_TO_DELEGATION)
    people = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if lacking := [str(person) for person in people if missing_of(person)]:
        raise Incomplete(lacking)
    for person in people:
        change_attendee_status(
            attendee=person, to=AttendeeStatus.SUBMITTED, by=None, by_focal_point=focal_point
        )
    if people and delegation.status == InvitationStatus.ACCEPTED:
        change_delegation_status(
            delegation=delegation,
            to=InvitationStatus.LIST_SUBMITTED,
            by=None,
            by_focal_point=focal_point,
        )
    return people


@transaction.atomic
def withdraw_person(*, focal_point: FocalPoint, guid: UUID, note: str = "") -> None:
    """Somebody does not come after all. What was entered stays. Raises NotOpen, TransitionRefused,
    Attendee.DoesNotExist."""
    delegation = _turn(focal_point)
    person = delegation.attendees.get(guid=guid)
    change_attendee_status(
        attendee=person,
        to=AttendeeStatus.WITHDRAWN,
        by=None,
        by_focal_point=focal_point,
        office_note=note,
    )
    person.amendments.waiting().update(state=AmendmentState.TAKEN_BACK)


@transaction.atomic
def take_back_amendment(*, focal_point: FocalPoint, guid: UUID) -> bool:
    """Ask for the change no longer; whether one was waiting. Raises NotOpen."""
    delegation = _turn(focal_point)
    rows = Amendment.objects.waiting().filter(attendee__guid=guid, attendee__delegation=delegation)
    return bool(rows.update(state=AmendmentState.TAKEN_BACK))


def _turn(focal_point: FocalPoint) -> Delegation:
    """Wait for a turn at the delegation: order of the event first, as every service does."""
    lock_order(delegations=focal_point.delegation_id)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    delegation: Delegation = rows.select_related("organisation").get(pk=focal_point.delegation_id)
    if not is_open(delegation):
        raise NotOpen(delegation.status)
    return delegation


def _person(delegation: Delegation, guid: UUID) -> Attendee | None:
    rows = delegation.attendees.select_for_update(of=("self",), no_key=True)
    found: Attendee | None = (
        rows.select_related("delegation__organisation").filter(guid=guid).first()
    )
    return found


def _signed(person: Attendee, focal_point: FocalPoint) -> Attendee:
    """Nobody of the team did it: the history names the focal point."""
    person.updated_by = None
    person._change_reason = str(focal_point)[:100]  # type: ignore[attr-defined]
    return person


def _refuse_second_head(delegation: Delegation, guid: UUID, values: Mapping[str, Any]) -> None:
    if values.get("function") != AttendeeFunction.HEAD:
        return
    if other := delegation.attendees.other_heads(guid).first():
        raise HeadExists(other)


def _amend(
    person: Attendee, values: Mapping[str, Any], focal_point: FocalPoint
) -> Amendment | None:
    """What differs from what the office has; nothing left to ask for takes the amendment back."""
    changes = {name: value for name, value in values.items() if getattr(person, name) != value}
    waiting = person.amendments.waiting().select_for_update().first()
    if not changes:
        if waiting is not None:
            waiting.state = AmendmentState.TAKEN_BACK
            waiting.save()
        return None
    amendment: Amendment = waiting or Amendment(attendee=person)
    amendment.changes = changes
    amendment.before = {name: getattr(person, name) for name in changes}
    amendment.by = focal_point
    amendment.save()
    return amendment
