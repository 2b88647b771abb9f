"""The queue of the office: submitted people and amendments, with the facts for a decision."""

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
from delegations.duplicates.suspects import Suspicion, load_suspected_pairs, load_suspicions
from delegations.models import Amendment, Attendee, Delegation, StatusChange
from delegations.people.quotas import FunctionUse, load_uses_over_quota
from delegations.querysets import AttendeeQuerySet
from events.models import Event

_LIVE = (AttendeeStatus.SUBMITTED, AttendeeStatus.APPROVED)


@dataclass(slots=True)
class Waiting:
    """A submitted person. `changes` lists what differs since the office last decided on them."""

    person: Attendee
    submitted_at: datetime | None
    over_quota: int = 0
    over_function: FunctionUse | None = None
    changes: list[FieldChange] = field(default_factory=list)
    reason: str = ""
    alike: list[tuple[Suspicion, Attendee]] = field(default_factory=list)


def load_submitted(event: Event, *, by_rank: bool = False) -> AttendeeQuerySet:
    """The people who wait for a decision, longest waiting first, or by precedence."""
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


def describe_waiting(event: Event, people: Sequence[Attendee]) -> list[Waiting]:
    """Add quota, changes and likely duplicates to `people` of load_submitted(): eleven queries."""
    delegations = {person.delegation_id for person in people}
    over, functions = (
        count_over_quota(event, delegations),
        load_uses_over_quota(event, delegations),
    )
    decided = _load_last_decisions(people)
    alike = _find_alike(event, people)
    records = _load_records(list(decided))
    waiting = []
    for person in people:
        decision = decided.get(person.pk)
        waiting.append(
            Waiting(
                person,
                getattr(person, "submitted_at", None),
                over_quota=over.get(person.delegation_id, 0),
                over_function=_find_use(functions[person.delegation_id], person.function),
                changes=_changes_since(records.get(person.pk, []), decision.at) if decision else [],
                reason=decision.delegation_note if decision else "",
                alike=alike.get(person.pk, []),
            )
        )
    return waiting


def load_waiting_amendments(event: Event) -> list[Amendment]:
    """The amendments that wait for a decision, the oldest first."""
    rows = Amendment.objects.waiting().filter(attendee__delegation__event=event)
    return list(rows.select_related("attendee__delegation__organisation", "by").order_by("at"))


def count_over_quota(event: Event, delegations: Iterable[int]) -> dict[int, int]:
    """The number of people by which each delegation exceeds its quota, by its key."""
    counted = Q(attendees__status__in=_LIVE, attendees__function__in=COUNTED_FUNCTIONS)
    rows = Delegation.objects.filter(event=event, pk__in=delegations).order_by()
    sizes = rows.annotate(size=Count("attendees", filter=counted))
    quotas = sizes.values_list("pk", "quota", "size")
    return {pk: size - quota for pk, quota, size in quotas if quota is not None}


def _find_use(uses: Iterable[FunctionUse], function: str) -> FunctionUse | None:
    return next((use for use in uses if use.function == function), None)


def _load_last_decisions(people: Sequence[Attendee]) -> dict[int, StatusChange]:
    steps = StatusChange.objects.filter(attendee__in=people, to_status__in=PERSON_NEEDS_REASON)
    return {step.attendee_id: step for step in steps.order_by("at", "pk") if step.attendee_id}


def _load_records(keys: Sequence[int]) -> dict[int, list[Any]]:
    records = defaultdict(list)
    for record in Attendee.history.filter(id__in=keys).order_by("history_id"):
        records[record.id].append(record)
    return records


def _changes_since(records: Sequence[Any], since: datetime) -> list[FieldChange]:
    before = [record for record in records if record.history_date <= since]
    return compare_records(before[-1], records[-1]) if before else []


def _find_alike(
    event: Event, people: Sequence[Attendee]
) -> dict[int, list[tuple[Suspicion, Attendee]]]:
    """The likely duplicates of each person in the whole event: suspicion and other person."""
    keys = {person.pk for person in people}
    pairs = [
        pair
        for pair in load_suspected_pairs(event, may_be_old=True)
        if pair.first in keys or pair.second in keys
    ]
    alike: dict[int, list[tuple[Suspicion, Attendee]]] = defaultdict(list)
    for suspicion in load_suspicions(pairs):
        for person, other in ((suspicion.keep, suspicion.other), (suspicion.other, suspicion.keep)):
            if person.pk in keys:
                alike[person.pk].append((suspicion, other))
    return alike
