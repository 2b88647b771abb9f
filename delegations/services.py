"""Changes at the delegations desk that are more than saving a row."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from delegations.choices import (
    INVITATION_STEPS,
    NEEDS_REASON,
    TRANSITIONS,
    AttendeeFunction,
    AttendeeStatus,
    InvitationStatus,
)
from delegations.models import Attendee, Delegation, ExportLog, Organisation, StatusChange
from delegations.precedence import Standing, alphabetical_key, by_precedence
from events.models import Event


class TransitionRefused(Exception):
    """This change of status is not in the table of allowed ones."""


class ReasonMissing(Exception):
    """Nobody said why the delegation does not come."""


class NotEligible(Exception):
    """The person cannot lead the delegation."""


def lock_order(**of: Any) -> Event:
    """Wait for a turn at the order of one event's delegations; held until the transaction ends.

    Everybody takes this lock first and rows below it after, so that no two wait for each other.
    Without it two heads named at once would each work out an order that lacks the other.
    """
    event: Event = Event.objects.select_for_update(of=("self",), no_key=True).get(**of)
    return event


@transaction.atomic
def change_attendee_status(
    *,
    attendee: Attendee,
    to: AttendeeStatus,
    by: User | None,
    delegation_note: str = "",
    office_note: str = "",
) -> StatusChange:
    """Take one step in the life of a person, and keep who, when and why.

    A head who withdraws or is refused leads no longer. Raises TransitionRefused.
    """
    leaves = to in (AttendeeStatus.REFUSED, AttendeeStatus.WITHDRAWN)
    if leaves:
        lock_order(delegations__attendees=attendee.pk)
    attendee = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    before = AttendeeStatus(attendee.status)
    if to not in TRANSITIONS[before]:
        raise TransitionRefused(f"{before} → {to}")
    attendee.status = to
    was_head = attendee.is_head
    attendee.is_head = was_head and not leaves
    attendee.updated_by = by
    attendee.save(update_fields=["status", "is_head", "updated_by", "updated_at"])
    change = StatusChange.objects.create(
        delegation_id=attendee.delegation_id,
        attendee=attendee,
        by=by,
        from_status=before,
        to_status=to,
        delegation_note=delegation_note,
        office_note=office_note,
    )
    if was_head and not attendee.is_head:
        refresh_order(event=attendee.delegation.event)
    return change


@transaction.atomic
def approve_people(*, people: Sequence[Attendee], by: User | None) -> None:
    """Submit the drafts among `people` and approve them all: a step of its own for each person.

    All or nothing. Raises TransitionRefused for anybody whose status does not lead to approval.
    """
    keys = [person.pk for person in people]
    locked = Attendee.objects.filter(pk__in=keys).order_by("pk")
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
def register_people(
    *, delegation: Delegation, people: Sequence[Attendee], by: User | None
) -> list[Attendee]:
    """Enter many people into a delegation at once, as drafts.

    If one of them leads it (`is_head`), call `refresh_order` afterwards.
    """
    for person in people:
        person.delegation = delegation
        person.updated_by = by
        person.derive()
    entered = Attendee.objects.bulk_create(people)
    Attendee.history.bulk_history_create(entered)
    return entered


@transaction.atomic
def change_delegation_status(
    *,
    delegation: Delegation,
    to: InvitationStatus,
    by: User | None,
    delegation_note: str = "",
    office_note: str = "",
) -> StatusChange | None:
    """Take one step in the life of an invitation, and keep who and when. None if none is taken.

    Raises TransitionRefused, and ReasonMissing where nobody says why it does not come.
    """
    lock_order(delegations=delegation.pk)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    delegation = rows.get(pk=delegation.pk)
    before = InvitationStatus(delegation.status)
    if before == to:
        return None
    if to not in INVITATION_STEPS[before]:
        raise TransitionRefused(f"{before} → {to}")
    if to in NEEDS_REASON and not (delegation_note or office_note):
        raise ReasonMissing(to)
    delegation.status = to
    delegation.updated_by = by
    delegation.save(update_fields=["status", "updated_by", "updated_at"])
    return StatusChange.objects.create(
        delegation=delegation,
        by=by,
        from_status=before,
        to_status=to,
        delegation_note=delegation_note,
        office_note=office_note,
    )


@transaction.atomic
def name_head(*, attendee: Attendee, by: User | None) -> Attendee:
    """Let `attendee` lead their delegation. Who led it before becomes a delegate.

    Rank, VIP and incumbency stay with the person: none of them passes to a substitute.
    Raises NotEligible for somebody who is refused or has withdrawn.
    """
    event = lock_order(delegations__attendees=attendee.pk)
    people = Attendee.objects.select_related("delegation__organisation").select_for_update(
        of=("self",), no_key=True
    )
    attendee = people.get(pk=attendee.pk)
    if attendee.status in (AttendeeStatus.REFUSED, AttendeeStatus.WITHDRAWN):
        raise NotEligible(attendee.status)
    formers = people.filter(delegation=attendee.delegation_id, function=AttendeeFunction.HEAD)
    for former in formers.exclude(pk=attendee.pk).order_by("pk"):
        former.is_head = False
        former.function = AttendeeFunction.DELEGATE
        former.updated_by = by
        former.save()
    attendee.is_head = True
    attendee.function = AttendeeFunction.HEAD
    attendee.updated_by = by
    attendee.save()
    refresh_order(event=event)
    return attendee


@transaction.atomic
def refresh_order(*, event: Event) -> int:
    """Work out both orders of the delegations of `event`; return how many places changed.

    Call it after anything that decides a place: organisation, country, host, head and the head's
    rank class, a position set by hand.
    """
    lock_order(pk=event.pk)
    rows = list(event.delegations.select_related("organisation"))
    heads = dict(
        Attendee.objects.of_event(event)
        .filter(is_head=True)
        .values_list("delegation_id", "rank_class")
    )
    standings = [
        Standing(
            key=row.pk,
            country_name=_english_country(row),
            name=row.organisation.name.best("en").text,
            is_host=row.is_host,
            rank_class=heads.get(row.pk, ""),
            manual_position=row.manual_position,
        )
        for row in rows
    ]
    alphabetical = sorted(standings, key=alphabetical_key)
    alphabet = {one.key: place for place, one in enumerate(alphabetical, start=1)}
    ranks = {one.key: place for place, one in enumerate(by_precedence(standings), start=1)}
    moved = [
        row
        for row in rows
        if (row.alphabetical_position, row.precedence_position) != (alphabet[row.pk], ranks[row.pk])
    ]
    for row in moved:
        row.alphabetical_position, row.precedence_position = alphabet[row.pk], ranks[row.pk]
    if moved:
        Delegation.objects.bulk_update(moved, ["alphabetical_position", "precedence_position"])
    return len(moved)


@transaction.atomic
def refresh_organisation(*, organisation: Organisation) -> None:
    """After a new name or country: its people are found by it, its delegations move in lists."""
    for delegation in organisation.delegations.select_related("event").order_by("event_id"):
        refresh_delegation(delegation=delegation)


@transaction.atomic
def refresh_delegation(*, delegation: Delegation) -> None:
    """After a new code or organisation: its people are found by it, and it moves in lists."""
    lock_order(pk=delegation.event_id)
    people = list(
        Attendee.objects.filter(delegation=delegation)
        .select_related("delegation__organisation")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    for person in people:
        person.derive()
    Attendee.objects.bulk_update(people, ["search_text", "sort_key", "listed_name"])
    refresh_order(event=delegation.event)


def _english_country(row: Delegation) -> str:
    with translation.override("en"):
        return str(row.organisation.country.name or "")


@transaction.atomic
def log_export(
    *,
    event: Event,
    by: User,
    list_name: str,
    file_format: str,
    filters: Mapping[str, Any],
    order: str,
    columns: Sequence[str],
    row_count: int,
    has_sensitive_columns: bool,
    reason: str = "",
) -> ExportLog:
    """Write down who takes which list out of the portal. Call it before the first byte leaves."""
    return ExportLog.objects.create(
        event=event,
        by=by,
        list_name=list_name,
        file_format=file_format,
        filters=dict(filters),
        order=order,
        columns=list(columns),
        row_count=row_count,
        has_sensitive_columns=has_sensitive_columns,
        reason=reason,
    )
