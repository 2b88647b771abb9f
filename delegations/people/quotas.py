"""How many people of each function a delegation may bring, and how many it brings.

Everything is counted when it is read: of two who submit at once, both are flagged.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from delegations.choices import AttendeeFunction, AttendeeStatus
from delegations.models import Attendee, DelegationQuota, EventQuota
from events.models import Event

# On whom the office has to decide, and on whom it has decided so.
_LIVE = (AttendeeStatus.SUBMITTED, AttendeeStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class FunctionUse:
    """One function of one delegation: how many there are, of how many."""

    function: AttendeeFunction
    used: int
    number: int

    @property
    def over(self) -> int:
        """By how many people the quota is exceeded."""
        return max(self.used - self.number, 0)


def quotas_of(event: Event, delegations: Collection[int]) -> dict[int, dict[str, int]]:
    """The quota of each function that has one, by delegation: two queries.

    What a delegation says for itself holds instead of what the event says; there, nothing said is
    no limit.
    """
    common = dict(EventQuota.objects.filter(event=event).values_list("function", "number"))
    own: dict[int, dict[str, int | None]] = {key: {} for key in delegations}
    rows = DelegationQuota.objects.filter(delegation__in=delegations)
    for key, function, number in rows.values_list("delegation", "function", "number"):
        own[key][function] = number
    return {
        key: {
            function: number
            for function, number in {**common, **special}.items()
            if number is not None
        }
        for key, special in own.items()
    }


def over_quota(event: Event, delegations: Collection[int]) -> dict[int, list[FunctionUse]]:
    """The functions of which delegations have submitted more than they may: three queries."""
    quotas = quotas_of(event, delegations)
    people = Attendee.objects.filter(delegation__in=delegations, status__in=_LIVE)
    counts = people.order_by().values_list("delegation", "function").annotate(count=Count("pk"))
    used: dict[int, Counter[str]] = {key: Counter() for key in quotas}
    for key, function, count in counts:
        used[key][function] = count
    return {
        key: [one for one in _uses(numbers, used[key]) if one.over]
        for key, numbers in quotas.items()
    }


def uses_of(event: Event, delegation: int, coming: Iterable[Attendee]) -> list[FunctionUse]:
    """Each function of one delegation that has a quota, with how many of its people have it."""
    (numbers,) = quotas_of(event, [delegation]).values()
    return _uses(numbers, Counter(one.function for one in coming))


def _uses(numbers: dict[str, int], used: Counter[str]) -> list[FunctionUse]:
    return [
        FunctionUse(function, used[function], numbers[function])
        for function in AttendeeFunction
        if function in numbers
    ]
