"""What the filters of the attendee list mean, as conditions on Attendee.

Each can also be turned round (“is not”), and those whose fact may be missing can ask for that.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time

from django.db.models import Q
from django.db.models.functions import TruncTime
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from delegations.choices import COUNTED_FUNCTIONS
from delegations.lists.added_columns import ADDED
from delegations.lists.consent_columns import consent_filter
from delegations.lists.filters.choices import statuses_of
from events.models import Event

# Of a day, before the moment that stands for a day without a time.
_LAST_SECOND = time(23, 59, 59)
# The filters whose fact may be missing, with the condition for people of whom it is not known.
EMPTY: Mapping[str, Q] = {
    "country": Q(delegation__organisation__country=""),
    "rank": Q(rank_class=""),
    "arrives_on": Q(travel__arrives_at__isnull=True),
    "departs_on": Q(travel__departs_at__isnull=True),
}


def conditions_of(
    event: Event, chosen: Mapping[str, object], is_not: Collection[str], is_empty: Collection[str]
) -> dict[str, Q]:
    """The condition of each filter that is set, by its name; of several values any will do."""
    conditions = dict(_positive(event, chosen))
    for name in is_empty:
        conditions[name] = conditions[name] | EMPTY[name] if name in conditions else EMPTY[name]
    return {name: ~met if name in is_not else met for name, met in conditions.items()}


def _positive(event: Event, chosen: Mapping[str, object]) -> Iterator[tuple[str, Q]]:
    lookups: dict[str, tuple[str, object]] = {
        "delegation": ("delegation__in", _values(chosen, "delegation")),
        "country": ("delegation__organisation__country__in", _values(chosen, "country")),
        "function": ("function__in", _values(chosen, "function")),
        "rank": ("rank_class__in", _values(chosen, "rank")),
        "vip": ("vip", bool(chosen.get("vip"))),
        "arrives_on": ("travel__arrives_at__range", _day(event, chosen.get("arrives_on"))),
        "departs_on": ("travel__departs_at__range", _day(event, chosen.get("departs_on"))),
        "status": ("status__in", statuses_of(_values(chosen, "status"))),
    }
    for name, (lookup, value) in lookups.items():
        if value:
            yield name, Q(**{lookup: value})
    yield from _times(event, chosen)
    if counted := chosen.get("counted"):
        counts = Q(function__in=COUNTED_FUNCTIONS)
        yield "counted", counts if counted == "yes" else ~counts
    if consents := _values(chosen, "consent"):
        yield "consent", consent_filter(consents)
    for added in ADDED:
        if values := _values(chosen, added.filter_name):
            yield added.filter_name, added.condition(event, values)


def _times(event: Event, chosen: Mapping[str, object]) -> Iterator[tuple[str, Q]]:
    """Times by the clocks of the event; a day whose time is not known is at none of them."""
    for journey, moment in (("arrives", "travel__arrives_at"), ("departs", "travel__departs_at")):
        clock = TruncTime(moment, tzinfo=event.zone)
        if isinstance(first := chosen.get(f"{journey}_from"), time):
            known = Q(LessThanOrEqual(clock, _LAST_SECOND))
            yield f"{journey}_from", Q(GreaterThanOrEqual(clock, first)) & known
        if isinstance(last := chosen.get(f"{journey}_until"), time):
            yield f"{journey}_until", Q(LessThanOrEqual(clock, last))


def _values(chosen: Mapping[str, object], name: str) -> list[str]:
    values = chosen.get(name)
    return values if isinstance(values, list) else []


def _day(event: Event, day: object) -> tuple[datetime, datetime] | None:
    """From the first to the last moment of `day` in the zone of the event."""
    if not isinstance(day, date):
        return None
    zone = event.zone
    return datetime.combine(day, time.min, zone), datetime.combine(day, time.max, zone)
