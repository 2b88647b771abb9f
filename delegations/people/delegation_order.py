"""The alphabetical order and the order of precedence of delegations, and the lock on both."""

from django.db import transaction

from delegations.models import Attendee, Delegation, Organisation
from delegations.protocol.derived_fields import standing_of
from delegations.protocol.precedence import places
from events.models import Event


def lock_order(**of: object) -> Event:
    """Lock the order of one event's delegations until the transaction ends.

    Every service takes this lock first and locks rows afterwards, so that no two block each other.
    Without it, two heads named at once would each work out an order without the other.
    """
    return Event.objects.select_for_update(of=("self",), no_key=True).get(**of)


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
    positions = places(standing_of(row, heads.get(row.pk, "")) for row in rows)
    moved = [
        row
        for row in rows
        if (row.alphabetical_position, row.precedence_position) != positions[row.pk]
    ]
    for row in moved:
        row.alphabetical_position, row.precedence_position = positions[row.pk]
    if moved:
        Delegation.objects.bulk_update(moved, ["alphabetical_position", "precedence_position"])
    return len(moved)


@transaction.atomic
def refresh_organisation(*, organisation: Organisation) -> None:
    """Update search texts of people and the orders after a change of name or country."""
    for delegation in organisation.delegations.select_related("event").order_by("event_id"):
        refresh_delegation(delegation=delegation)


@transaction.atomic
def refresh_delegation(*, delegation: Delegation) -> None:
    """Update search texts of people and the orders after a change of code or organisation."""
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
