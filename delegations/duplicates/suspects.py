"""Load the people of an event who may have been entered twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from django.db.models import Count, Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.choices import NOT_COMING, AttendeeFunction, AttendeeStatus, OrganisationKind
from delegations.duplicates.likeness import Named, Pair, Reason, Sureness, find_pairs
from delegations.models import Attendee, NotSame
from events.models import Event

REASONS: dict[Reason, str | Promise] = {
    Reason.NAME: _("same name"),
    Reason.ORDER: _("same name, parts in a different order"),
    Reason.SPELLING: _("same name, spelt differently"),
    Reason.NATIVE: _("same name in native script"),
    Reason.READING: _("the Chinese characters are read like this name"),
    Reason.NEAR: _("almost the same name"),
    Reason.EMAIL: _("same e-mail address"),
    Reason.PHONE: _("same phone number"),
}
SURENESS: dict[Sureness, str | Promise] = {
    Sureness.CERTAIN: _("almost certain"),
    Sureness.LIKELY: _("likely"),
    Sureness.POSSIBLE: _("possible"),
}
# Whose record has come furthest stays, unless somebody chooses the other.
_FURTHEST = {
    AttendeeStatus.APPROVED: 0,
    AttendeeStatus.SUBMITTED: 1,
    AttendeeStatus.RETURNED: 2,
    AttendeeStatus.DRAFT: 3,
}
_MOST_EVENTS = 8
# Where looking for pairs takes longer than this (in seconds), a count may be a little old: no more
# than one part in so many of the time goes into it.
_LONG, _SHARE = 0.5, 20


@dataclass(frozen=True, slots=True)
class _Search:
    """The result of a search: keys alone, no names. `ended` and `took` are in seconds."""

    stamp: object
    pairs: list[Pair]
    ended: float
    took: float

    def holds(self, stamp: object, *, may_be_old: bool) -> bool:
        """Whether the result is still good."""
        if self.stamp == stamp:
            return True
        age = monotonic() - self.ended
        return may_be_old and self.took > _LONG and age < _SHARE * self.took


_LAST: dict[int, _Search] = {}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two people who may be the same, and the record that a merge would keep."""

    pair: Pair
    keep: Attendee
    other: Attendee

    @property
    def reasons(self) -> list[str | Promise]:
        """The reasons, as labels."""
        return [label for reason, label in REASONS.items() if reason in self.pair.reasons]

    @property
    def sureness(self) -> str | Promise:
        """The sureness, as a label."""
        return SURENESS[self.pair.sureness]

    @property
    def is_certain(self) -> bool:
        """Whether a name and an address agree."""
        return self.pair.sureness == Sureness.CERTAIN

    @property
    def are_two_badges(self) -> bool:
        """Whether only one of the two is press: a person has one category and one badge."""
        return _is_press(self.keep) is not _is_press(self.other)


def load_suspected_pairs(event: Event, *, may_be_old: bool = False) -> list[Pair]:
    """All pairs of people in an event who may be the same, most certain first: three queries.

    The search runs again after any change; with `may_be_old`, in a very large event, a little
    later. Pairs that were marked as different people are left out.
    """
    apart = set(
        NotSame.objects.filter(first__delegation__event=event).values_list("first", "second")
    )
    return [
        pair
        for pair in _search_pairs(event, may_be_old=may_be_old)
        if (pair.first, pair.second) not in apart
    ]


def load_suspicions(pairs: Iterable[Pair]) -> list[Suspicion]:
    """Load the people of these pairs: one query."""
    pairs = list(pairs)
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    people = Attendee.objects.select_related("delegation__organisation").in_bulk(keys)
    return [
        Suspicion(pair, *order_pair(people[pair.first], people[pair.second]))
        for pair in pairs
        if pair.first in people and pair.second in people
    ]


def _search_pairs(event: Event, *, may_be_old: bool) -> list[Pair]:
    people = Attendee.objects.of_event(event).exclude(status__in=NOT_COMING)
    stamp = people.aggregate(
        people=Count("pk"),
        newest=Max("updated_at"),
        # Erasing contacts is no change that somebody has made.
        contacts=Count("pk", filter=~Q(email="", phone="")),
        last=Max("pk"),
    )
    known = _LAST.get(event.pk)
    if known is not None and known.holds(stamp, may_be_old=may_be_old):
        return known.pairs
    start = monotonic()
    rows = people.order_by("pk").values_list(
        "pk", "given", "family", "display_name", "native_name", "email", "phone"
    )
    pairs = find_pairs(Named(*row) for row in rows.iterator())
    if len(_LAST) >= _MOST_EVENTS:
        _LAST.clear()
    _LAST[event.pk] = _Search(stamp, pairs, monotonic(), monotonic() - start)
    return pairs


def order_pair(person: Attendee, other: Attendee) -> tuple[Attendee, Attendee]:
    """The record to keep, and the record to merge into it."""
    first, second = sorted((person, other), key=_merge_rank)
    return first, second


def _merge_rank(person: Attendee) -> tuple[bool, int, int]:
    return (not person.is_head, _FURTHEST.get(AttendeeStatus(person.status), 9), person.pk)


def _is_press(person: Attendee) -> bool:
    kind = person.delegation.organisation.kind
    return person.function == AttendeeFunction.PRESS or kind == OrganisationKind.MEDIA
