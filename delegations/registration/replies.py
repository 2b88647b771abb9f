"""Reply to the invitation: accept it, naming the head, or decline it with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from core.text.languages import in_language
from delegations.access.office_mails import tell_office_of_reply
from delegations.choices import (
    AWAITING_REPLY,
    AttendeeFunction,
    DeadlineKind,
    DeclineReason,
    InvitationStatus,
    ReplyState,
)
from delegations.models import Attendee, Deadline, Delegation, FocalPoint, InvitationReply
from delegations.people.delegation_steps import change_delegation_status
from delegations.registration.services import lock_delegation, save_person

# Somebody who has never been entered is no other person's guid.


class ReplyClosed(Exception):
    """The delegation cannot reply: not invited, noted by the office, or past the deadline."""


class RepliedMeanwhile(Exception):
    """Somebody has replied, or the office has changed the status, since the page was shown."""


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """What a delegation has replied so far, and whether it may reply now."""

    delegation: Delegation
    newest: InvitationReply | None
    due_on: date | None

    @property
    def current(self) -> InvitationReply | None:
        """The reply that holds; None if the office has undone it or changed the status."""
        reply = self.newest
        return reply if reply and reply.is_current and reply.status == self._status else None

    @property
    def is_undone(self) -> bool:
        """Whether the office has undone the last reply."""
        return bool(self.newest and self.newest.state == ReplyState.UNDONE and self.is_first)

    @property
    def is_first(self) -> bool:
        """Whether the invitation waits for a reply; a late one is better than none."""
        return self._status in AWAITING_REPLY

    @property
    def can_reply(self) -> bool:
        """Whether the delegation may reply, or change what it replied."""
        today = timezone.localdate(timezone=self.delegation.event.zone)
        is_in_time = self.due_on is None or today <= self.due_on
        return self.is_first or bool(self.current and self.current.is_waiting and is_in_time)

    @property
    def seen(self) -> str:
        """What a form was made from: another value means that somebody has acted since."""
        return f"{self._status}/{self.newest.pk if self.newest else ''}"

    @property
    def _status(self) -> str:
        return str(self.delegation.status)


def load_reply_options(delegation: Delegation) -> ReplyOptions:
    """The last reply of a delegation and its deadline: two queries."""
    deadlines = Deadline.objects.of_delegation(delegation)
    newest = delegation.replies.select_related("by").first()
    return ReplyOptions(delegation, newest, deadlines.get(DeadlineKind.REPLY))


def find_head(delegation: Delegation) -> Attendee | None:
    """The person who is entered as head and is coming."""
    return Attendee.objects.filter(delegation=delegation).entered_heads().first()


@transaction.atomic
def accept_invitation(
    *,
    focal_point: FocalPoint,
    seen: str,
    party_size: int,
    head: Mapping[str, object],
    head_seen: Mapping[str, str] | None = None,
) -> InvitationReply:
    """Accept for the delegation, and enter or correct its head; `head` is empty if not decided.

    Raises ReplyClosed, RepliedMeanwhile, and what `save_person` raises.
    """
    reply = InvitationReply(by=focal_point, status=InvitationStatus.ACCEPTED, party_size=party_size)
    reply = _record(reply, focal_point, seen)
    if head:
        known = find_head(reply.delegation)
        save_person(
            by=focal_point,
            guid=known.guid if known else uuid4(),
            values={**head, "function": AttendeeFunction.HEAD},
            seen=head_seen,
        )
    return reply


@transaction.atomic
def decline_invitation(
    *, focal_point: FocalPoint, seen: str, reason: DeclineReason, note: str
) -> InvitationReply:
    """Decline for the delegation; one that had accepted is cancelled.

    Raises ReplyClosed or RepliedMeanwhile.
    """
    reply = InvitationReply(
        by=focal_point, status=InvitationStatus.DECLINED, reason=reason, note=note
    )
    return _record(reply, focal_point, seen)


def _record(reply: InvitationReply, focal_point: FocalPoint, seen: str) -> InvitationReply:
    """Store the reply in the place of the one before, take the step, and tell the office."""
    delegation = lock_delegation(focal_point.delegation_id)
    options = load_reply_options(delegation)
    before = options.current
    reply.delegation, reply.status_before = delegation, delegation.status
    if before is not None:
        reply.status_before = before.status_before
        if not reply.accepts and before.status != InvitationStatus.DECLINED:
            reply.status = InvitationStatus.CANCELLED
        if _is_repeated(reply, before):
            return before
    if options.seen != seen:
        raise RepliedMeanwhile
    if not options.can_reply:
        raise ReplyClosed
    delegation.replies.current().update(state=ReplyState.REPLACED)
    reply.save()
    with in_language(delegation.event.source_language):
        reason = reply.reason_in_words
    change_delegation_status(
        delegation=delegation,
        to=InvitationStatus(reply.status),
        by=None,
        by_focal_point=focal_point,
        office_note=reason,
    )
    tell_office_of_reply(reply=reply)
    return reply


def _is_repeated(reply: InvitationReply, before: InvitationReply) -> bool:
    """Whether the form was sent twice."""
    fields = ("by_id", "status", "party_size", "reason", "note")
    return all(getattr(reply, name) == getattr(before, name) for name in fields)
