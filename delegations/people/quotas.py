"""Quotas for each function of a delegation, and their use.

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
    """The use of a quota: `used` of `number` people with one function."""

    function: AttendeeFunction
    used: int
    number: int

    @property
    def over(self) -> int:
        """The number of people above the quota."""
        return max(self.used - self.number, 0)


def load_quotas(event: Event, delegations: Collection[int]) -> dict[int, dict[str, int]]:
    """The quota of each function that has one, by delegation: two queries.

    The quota of a delegation replaces that of the event; there, an empty number means
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


def load_uses_over_quota(
    event: Event, delegations: Collection[int]
) -> dict[int, list[FunctionUse]]:
    """The quotas that each delegation exceeds, by its key: three queries."""
    quotas = load_quotas(event, delegations)
    people = Attendee.objects.filter(delegation__in=delegations, status__in=_LIVE)
    counts = people.order_by().values_list("delegation", "function").annotate(count=Count("pk"))
    used: dict[int, Counter[str]] = {key: Counter() for key in quotas}
    for key, function, count in counts:
        used[key][function] = count
    return {
        key: [use for use in _uses(numbers, used[key]) if use.over]
        for key, numbers in quotas.items()
    }


def load_uses(event: Event, delegation: int, coming: Iterable[Attendee]) -> list[FunctionUse]:
    """The use of each quota of one delegation by the people `coming`."""
    (numbers,) = load_quotas(event, [delegation]).values()
    return _uses(numbers, Counter(person.function for person in coming))


def _uses(numbers: dict[str, int], used: Counter[str]) -> list[FunctionUse]:
    return [
        FunctionUse(function, used[function], numbers[function])
        for function in AttendeeFunction
        if function in numbers
    ]
