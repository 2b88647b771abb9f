"""What the office does with a reply to the invitation: note it, or undo it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from delegations.choices import InvitationStatus, ReplyState
from delegations.decisions.services import AlreadyDecided
from delegations.models import Attendee, Delegation, InvitationReply
from delegations.people.delegation_order import lock_order
from delegations.people.delegation_steps import change_delegation_status, way_back
from events.models import Event


def load_waiting_replies(event: Event) -> list[tuple[InvitationReply, Attendee | None]]:
    """The replies that wait for the office, the oldest first, each with the head: two queries."""
    rows = InvitationReply.objects.waiting().filter(delegation__event=event)
    replies = list(rows.select_related("delegation__organisation", "by").order_by("at", "pk"))
    heads = load_heads([reply.delegation_id for reply in replies])
    return [(reply, heads.get(reply.delegation_id)) for reply in replies]


def load_heads(delegations: Collection[int]) -> dict[int, Attendee]:
    """The people entered as head who are coming, by the key of their delegation."""
    people = Attendee.objects.filter(delegation__in=delegations).entered_heads()
    return {person.delegation_id: person for person in people.order_by("-is_head", "-pk")}


@transaction.atomic
def note_replies(*, event: Event, guids: Collection[UUID], by: User) -> int:
    """Note replies, so that the delegations cannot change them; return how many were noted."""
    lock_order(pk=event.pk)
    rows = InvitationReply.objects.waiting().filter(delegation__event=event, guid__in=guids)
    keys = list(rows.values_list("pk", flat=True))
    noted = InvitationReply.objects.filter(pk__in=keys)
    return noted.update(state=ReplyState.NOTED, settled_at=timezone.now(), settled_by=by)


@transaction.atomic
def undo_reply(*, reply: InvitationReply, by: User) -> Delegation:
    """Take the delegation back to where it was before its reply; people entered remain.

    Raises AlreadyDecided if the reply no longer holds or the delegation has moved on.
    """
    lock_order(delegations=reply.delegation_id)
    reply = InvitationReply.objects.select_related("delegation__organisation").get(pk=reply.pk)
    delegation = reply.delegation
    if not reply.is_current or delegation.status != reply.status:
        raise AlreadyDecided
    for to in way_back(InvitationStatus(reply.status), InvitationStatus(reply.status_before)):
        change_delegation_status(delegation=delegation, to=to, by=by)
    reply.state, reply.settled_at, reply.settled_by = ReplyState.UNDONE, timezone.now(), by
    reply.save()
    return delegation
