"""What a delegation does by itself: enter people, submit them, and ask for changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from delegations.access.mailed_links import Link
from delegations.choices import (
    ENTERING,
    OPEN_TO_DELEGATION,
    AmendmentState,
    AttendeeFunction,
    AttendeeStatus,
    InvitationStatus,
)
from delegations.models import (
    Amendment,
    Attendee,
    Delegation,
    FocalPoint,
    Merge,
    PersonalLink,
)
from delegations.people.completeness import missing_of
from delegations.people.delegation_order import lock_order
from delegations.people.delegation_steps import change_delegation_status
from delegations.people.merge_edits import MergedEdits, merge_edits
from delegations.people.name_parts import take_parts_as_known
from delegations.people.person_steps import change_attendee_status

# Entered by a delegation, in all; those whom it withdrew too.
_MOST_PEOPLE, _ALWAYS_ROOM_FOR = 200, 20


class RegistrationClosed(Exception):
    """Nobody can be entered: the delegation has not accepted, or is not coming."""


class PersonMerged(RegistrationClosed):
    """The office has merged this entry with another one, so a repeated form does not restore it."""


class HeadExists(Exception):
    """The delegation already has another head; the first argument is that person."""


class QuotaExceeded(Exception):
    """The delegation has reached its maximum; the first argument is that number."""


class IncompletePeople(Exception):
    """Some of the people are incomplete; the first argument is a list of their names."""


def is_open(delegation: Delegation) -> bool:
    """Whether people can be entered, submitted and amended."""
    return delegation.status in ENTERING


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """The result of saving a form; `taken` are values of somebody else that were kept."""

    person: Attendee
    amendment: Amendment | None = None
    taken: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def save_person(
    *,
    by: Link,
    guid: UUID,
    values: Mapping[str, object],
    seen: Mapping[str, str] | None = None,
) -> SavedPerson:
    """Enter the person `guid` or change them; once submitted, ask the office for the change.

    Sending the same form twice enters one person. `seen` maps each field to the digest of the value
    that the form showed (`delegations.people.merge_edits`). Raises RegistrationClosed (also if a
    person at their own entry has left the delegation), PersonMerged, HeadExists, QuotaExceeded or
    ChangedMeanwhile.
    """
    delegation = take_turn(by)
    person = _lock_person(delegation, guid)
    if isinstance(by, PersonalLink) and (person is None or person.pk != by.attendee_id):
        raise RegistrationClosed(delegation.status)
    if person is None and Merge.objects.standing().filter(merged_guid=guid).exists():
        raise PersonMerged
    if person is None or person.status in OPEN_TO_DELEGATION:
        # A new head of a submitted list is asked of the office: it decides what goes with it.
        _refuse_second_head(delegation, guid, values)
    if person is None:
        refuse_too_many(delegation, more=1)
        person = Attendee(delegation=delegation, guid=guid, **values)
        _sign(person, by).save()
        return SavedPerson(person)
    weighed = _merge_edits(person, values, seen)
    if person.status in OPEN_TO_DELEGATION:
        take_parts_as_known(person, weighed.values)
        for name, value in weighed.values.items():
            setattr(person, name, value)
        _sign(person, by).save()
        return SavedPerson(person, None, weighed.taken)
    return SavedPerson(person, _amend(person, weighed.values, by), weighed.taken)


def _merge_edits(
    person: Attendee, values: Mapping[str, object], seen: Mapping[str, str] | None
) -> MergedEdits:
    """Merge with the values that the form would show now: the row with its waiting amendment."""
    waiting = person.amendments.waiting().first()
    wanted = waiting.changes if waiting else {}
    return merge_edits(
        seen, {name: wanted.get(name, getattr(person, name)) for name in values}, values
    )


@transaction.atomic
def submit_people(*, focal_point: FocalPoint, guids: Collection[UUID]) -> list[Attendee]:
    """Submit all of these people or none, and with them the list of the delegation.

    People above the quota can be submitted: the office decides. Raises RegistrationClosed or
    IncompletePeople.
    """
    delegation = take_turn(focal_point)
    rows = delegation.attendees.filter(guid__in=guids, status__in=OPEN_TO_DELEGATION)
    people = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if lacking := [str(person) for person in people if missing_of(person)]:
        raise IncompletePeople(lacking)
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
    """Record that a person is not coming after all; their entry is not deleted.

    Raises RegistrationClosed, TransitionRefused, Attendee.DoesNotExist.
    """
    delegation = take_turn(focal_point)
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
    """Take back the requested change; return whether one was waiting. Raises RegistrationClosed."""
    delegation = take_turn(focal_point)
    rows = Amendment.objects.waiting().filter(attendee__guid=guid, attendee__delegation=delegation)
    return bool(rows.update(state=AmendmentState.TAKEN_BACK))


def most_people(delegation: Delegation) -> int:
    """The number of people that may be entered: far above the quota, but limited."""
    if delegation.quota is None:
        return _MOST_PEOPLE
    return min(_MOST_PEOPLE, max(_ALWAYS_ROOM_FOR, 3 * delegation.quota))


def refuse_too_many(delegation: Delegation, *, more: int) -> None:
    """Raise QuotaExceeded if `more` people do not fit. Call it with the delegation locked."""
    most = most_people(delegation)
    if more and delegation.attendees.count() + more > most:
        raise QuotaExceeded(most)


def take_turn(by: Link) -> Delegation:
    """Lock the order of the event, then the delegation. Raises RegistrationClosed."""
    delegation = lock_delegation(by.delegation_id)
    if not is_open(delegation):
        raise RegistrationClosed(delegation.status)
    return delegation


def lock_delegation(pk: int) -> Delegation:
    """Lock the order of the event, then the delegation."""
    lock_order(delegations=pk)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "event").get(pk=pk)


def _lock_person(delegation: Delegation, guid: UUID) -> Attendee | None:
    rows = delegation.attendees.select_for_update(of=("self",), no_key=True)
    return rows.select_related("delegation__organisation").filter(guid=guid).first()


def _sign(person: Attendee, by: Link) -> Attendee:
    """Name the focal point or the person in the history, since no user made the change."""
    person.updated_by = None
    person._change_reason = str(by)[:100]  # type: ignore[attr-defined]
    return person


def _refuse_second_head(delegation: Delegation, guid: UUID, values: Mapping[str, object]) -> None:
    if values.get("function") != AttendeeFunction.HEAD:
        return
    if other := delegation.attendees.other_heads(guid).first():
        raise HeadExists(other)


def _amend(person: Attendee, values: Mapping[str, object], by: Link) -> Amendment | None:
    """Store the difference from the office's data as an amendment; take it back if there is none.

    Requests for fields that are not among `values` are kept.
    """
    changes = {name: value for name, value in values.items() if getattr(person, name) != value}
    waiting = person.amendments.waiting().select_for_update().first()
    if waiting is not None:
        changes |= {name: old for name, old in waiting.changes.items() if name not in values}
    if not changes:
        if waiting is not None:
            waiting.state = AmendmentState.TAKEN_BACK
            waiting.save()
        return None
    amendment: Amendment = waiting or Amendment(attendee=person)
    amendment.changes = changes
    amendment.before = {name: getattr(person, name) for name in changes}
    amendment.by = by if isinstance(by, FocalPoint) else None
    amendment.by_person = isinstance(by, PersonalLink)
    amendment.save()
    return amendment
