"""Who in an event may be one person entered twice, and which of the two would stay."""

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
    """What was found in an event and in what: keys alone, no names. In seconds: when, how long."""

    stamp: object
    pairs: list[Pair]
    ended: float
    took: float

    def holds(self, stamp: object, *, may_be_old: bool) -> bool:
        """Whether it need not be done again."""
        if self.stamp == stamp:
            return True
        age = monotonic() - self.ended
        return may_be_old and self.took > _LONG and age < _SHARE * self.took


_LAST: dict[int, _Search] = {}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two who may be one: why, how sure, and whose record would stay."""

    pair: Pair
    keep: Attendee
    other: Attendee

    @property
    def reasons(self) -> list[str | Promise]:
        """What they share, in words."""
        return [words for reason, words in REASONS.items() if reason in self.pair.reasons]

    @property
    def sureness(self) -> str | Promise:
        """How likely it is, in words."""
        return SURENESS[self.pair.sureness]

    @property
    def is_certain(self) -> bool:
        """Whether a name and an address agree."""
        return self.pair.sureness == Sureness.CERTAIN

    @property
    def are_two_badges(self) -> bool:
        """Whether one is press and the other is not: a person has one category and one badge."""
        return _is_press(self.keep) is not _is_press(self.other)


def suspected(event: Event, *, may_be_old: bool = False) -> list[Pair]:
    """Every two people of an event who may be one, the surest first: three queries at most.

    They are looked for again when anybody has changed; with `may_be_old`, in a very large event,
    a little later. Who is known to be two is left out.
    """
    apart = set(
        NotSame.objects.filter(first__delegation__event=event).values_list("first", "second")
    )
    return [
        one for one in _found(event, may_be_old=may_be_old) if (one.first, one.second) not in apart
    ]


def suspicions(pairs: Iterable[Pair]) -> list[Suspicion]:
    """These pairs with their people: one query."""
    pairs = list(pairs)
    keys = {key for one in pairs for key in (one.first, one.second)}
    people = Attendee.objects.select_related("delegation__organisation").in_bulk(keys)
    return [
        Suspicion(one, *pair_of(people[one.first], people[one.second]))
        for one in pairs
        if one.first in people and one.second in people
    ]


def _found(event: Event, *, may_be_old: bool) -> list[Pair]:
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


def pair_of(one: Attendee, other: Attendee) -> tuple[Attendee, Attendee]:
    """Whose record would stay, and whose would go into it."""
    first, second = sorted((one, other), key=_standing)
    return first, second


def _standing(person: Attendee) -> tuple[bool, int, int]:
    return (not person.is_head, _FURTHEST.get(AttendeeStatus(person.status), 9), person.pk)


def _is_press(person: Attendee) -> bool:
    kind = person.delegation.organisation.kind
    return person.function == AttendeeFunction.PRESS or kind == OrganisationKind.MEDIA
