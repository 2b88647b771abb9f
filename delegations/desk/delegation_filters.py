"""What the filters of the list of delegations mean, and how many delegations each value finds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from delegations.choices import AWAITING_REPLY
from delegations.models import Attendee, Delegation
from delegations.querysets import AttendeeQuerySet, DelegationQuerySet, reply_overdue
from events.models import Event

NOBODY, WAITING = "none", "waiting"
OWN_DATE, THIS_WEEK, OVERDUE = "own", "week", "overdue"


def delegation_condition(event: Event, name: str, values: Sequence[str]) -> Q:
    """The condition of one filter for its chosen values, of which any will do."""
    if name in _FIELDS:
        return Q(**{f"{_FIELDS[name]}__in": values})
    if name == "liaison":
        officers = Q(liaison_officer__in=[key for key in values if key != NOBODY])
        return officers | Q(liaison_officer=None) if NOBODY in values else officers
    own = Delegation.objects.filter(event=event)
    return _FACTS[name](own, event, values)


def empty_condition(event: Event, name: str) -> Q:
    """The condition for delegations of which the fact behind a filter is not known."""
    if name == "country":
        return Q(organisation__country="")
    return ~Q(pk__in=_heads(event).exclude(rank_class="").values("delegation_id"))


def _heads(event: Event) -> AttendeeQuerySet:
    return Attendee.objects.of_event(event).filter(is_head=True)


def _replies_due(
    event: Event, own: DelegationQuerySet, chosen: Sequence[str]
) -> DelegationQuerySet:
    """The delegations with a date of their own, or whose reply is overdue or due soon."""
    today = timezone.localdate(timezone=event.zone)
    waiting = Q(status__in=AWAITING_REPLY)
    conditions = {
        OWN_DATE: Q(reply_by__isnull=False),
        OVERDUE: reply_overdue(today),
        THIS_WEEK: waiting & Q(reply_due_on__range=(today, today + timedelta(days=7))),
    }
    met = reduce(or_, (conditions[value] for value in chosen), Q(pk__in=[]))
    return own.with_reply_deadline().filter(met)


def _ranked(event: Event, classes: Sequence[str]) -> Q:
    return Q(pk__in=_heads(event).filter(rank_class__in=classes).values("delegation_id"))


def _among(rows: DelegationQuerySet) -> Q:
    return Q(pk__in=rows.values("pk"))


# The filters by one field, and those by what is known of a delegation elsewhere.
_FIELDS: Mapping[str, str] = {
    "status": "status",
    "country": "organisation__country",
    "kind": "organisation__kind",
}
_FACTS: Mapping[str, Callable[[DelegationQuerySet, Event, Sequence[str]], Q]] = {
    "waits": lambda own, _event, actors: _among(own.waiting_for(*actors)),
    "reply": lambda own, event, chosen: _among(_replies_due(event, own, chosen)),
    "entries": lambda own, _event, _chosen: _among(own.with_waiting_entries()),
    "head": lambda own, _event, _chosen: _among(own.coming().without_head()),
    "rank": lambda _own, event, classes: _ranked(event, classes),
    "mail": lambda own, _event, _chosen: _among(own.with_returned_mail()),
}
