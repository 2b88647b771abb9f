"""What waits for the office: submitted people and amendments, with what it needs to decide."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from core.history import FieldChange, compare_records
from delegations.choices import (
    COUNTED_FUNCTIONS,
    PERSON_NEEDS_REASON,
    AttendeeStatus,
)
from delegations.duplicates.suspects import Suspicion, suspected, suspicions
from delegations.models import Amendment, Attendee, Delegation, StatusChange
from delegations.people.quotas import FunctionUse, over_quota
from delegations.querysets import AttendeeQuerySet
from events.models import Event

_LIVE = (AttendeeStatus.SUBMITTED, AttendeeStatus.APPROVED)


@dataclass(slots=True)
class Waiting:
    """One submitted person. `changes` is what is new since the office last decided on them."""

    person: Attendee
    submitted_at: datetime | None
    over_quota: int = 0
    over_function: FunctionUse | None = None
    changes: list[FieldChange] = field(default_factory=list)
    reason: str = ""
    alike: list[tuple[Suspicion, Attendee]] = field(default_factory=list)


def submitted(event: Event, *, by_rank: bool = False) -> AttendeeQuerySet:
    """The people on whom the office has to decide: the oldest first, or the highest."""
    steps = StatusChange.objects.filter(
        attendee=OuterRef("pk"), to_status=AttendeeStatus.SUBMITTED
    ).order_by("-at", "-pk")
    people = (
        Attendee.objects.of_event(event)
        .filter(status=AttendeeStatus.SUBMITTED)
        .select_related("delegation__organisation", "photograph")
        .annotate(submitted_at=Subquery(steps.values("at")[:1]))
    )
    ordered: AttendeeQuerySet = (
        people.by_precedence() if by_rank else people.order_by("submitted_at", "pk")
    )
    return ordered


def described(event: Event, people: Sequence[Attendee]) -> list[Waiting]:
    """`people` of `submitted`, with quota, what changed and who looks like them: eleven queries."""
    delegations = {one.delegation_id for one in people}
    over, functions = _over_quota(event, delegations), over_quota(event, delegations)
    decided = _last_decisions(people)
    alike = _alike(event, people)
    records = _records(list(decided))
    found = []
    for one in people:
        decision = decided.get(one.pk)
        found.append(
            Waiting(
                one,
                getattr(one, "submitted_at", None),
                over_quota=over.get(one.delegation_id, 0),
                over_function=_of_function(functions[one.delegation_id], one.function),
                changes=_changes(records.get(one.pk, []), decision.at) if decision else [],
                reason=decision.delegation_note if decision else "",
                alike=alike.get(one.pk, []),
            )
        )
    return found


def waiting_amendments(event: Event) -> list[Amendment]:
    """The amendments on which the office has to decide, the oldest first."""
    rows = Amendment.objects.waiting().filter(attendee__delegation__event=event)
    return list(rows.select_related("attendee__delegation__organisation", "by").order_by("at"))


def _over_quota(event: Event, delegations: Iterable[int]) -> dict[int, int]:
    """By how many people each delegation is over its quota."""
    counted = Q(attendees__status__in=_LIVE, attendees__function__in=COUNTED_FUNCTIONS)
    rows = Delegation.objects.filter(event=event, pk__in=delegations).order_by()
    sizes = rows.annotate(size=Count("attendees", filter=counted))
    found = sizes.values_list("pk", "quota", "size")
    return {pk: size - quota for pk, quota, size in found if quota is not None}


def _of_function(uses: Iterable[FunctionUse], function: str) -> FunctionUse | None:
    return next((one for one in uses if one.function == function), None)


def _last_decisions(people: Sequence[Attendee]) -> dict[int, StatusChange]:
    steps = StatusChange.objects.filter(attendee__in=people, to_status__in=PERSON_NEEDS_REASON)
    return {step.attendee_id: step for step in steps.order_by("at", "pk") if step.attendee_id}


def _records(keys: Sequence[int]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for record in Attendee.history.filter(id__in=keys).order_by("history_id"):
        found[record.id].append(record)
    return found


def _changes(records: Sequence[Any], since: datetime) -> list[FieldChange]:
    before = [one for one in records if one.history_date <= since]
    return compare_records(before[-1], records[-1]) if before else []


def _alike(event: Event, people: Sequence[Attendee]) -> dict[int, list[tuple[Suspicion, Attendee]]]:
    """Who may be the same person, anywhere else in the event: the pair, and the other of it."""
    keys = {one.pk for one in people}
    pairs = [
        one for one in suspected(event, may_be_old=True) if one.first in keys or one.second in keys
    ]
    found: dict[int, list[tuple[Suspicion, Attendee]]] = defaultdict(list)
    for one in suspicions(pairs):
        for person, other in ((one.keep, one.other), (one.other, one.keep)):
            if person.pk in keys:
                found[person.pk].append((one, other))
    return found
