"""How far the invitations of an edition are: the number of delegations in each state."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from delegations.choices import AWAITING_REPLY, COMING, InvitationStatus
from delegations.models import Delegation
from events.models import Event

_SENT = frozenset(InvitationStatus) - {InvitationStatus.TO_INVITE}


@dataclass(frozen=True, slots=True)
class InvitationState:
    """A state, how many delegations are in it, and the list of them."""

    label: str | Promise
    count: int
    url: str
    is_here: bool = False


def load_invitation_states(event: Event) -> list[InvitationState]:
    """The states in the order of an invitation, each a filter of the list of delegations, where
    they are reminded and changed: two queries.
    """
    rows = Delegation.objects.filter(event=event).order_by()
    counts = dict(rows.values_list("status").annotate(count=Count("pk")))
    overdue = rows.overdue(timezone.localdate(timezone=event.zone)).count()
    path = reverse("staff:delegations", args=[event.slug])

    def state(label: str | Promise, chosen: Collection[InvitationStatus]) -> InvitationState:
        statuses = [status for status in InvitationStatus if status in chosen]
        count = sum(counts.get(status, 0) for status in statuses)
        query = urlencode([("status", status.value) for status in statuses])
        return InvitationState(label, count, f"{path}?{query}")

    to_invite, accepted = InvitationStatus.TO_INVITE, InvitationStatus.ACCEPTED
    declined, cancelled = InvitationStatus.DECLINED, InvitationStatus.CANCELLED
    here = reverse("staff:invitations", args=[event.slug])
    return [
        InvitationState(to_invite.label, counts.get(to_invite, 0), here, is_here=True),
        state(_("Invited"), _SENT),
        state(_("No reply"), AWAITING_REPLY),
        InvitationState(_("Overdue"), overdue, f"{path}?reply=overdue"),
        state(accepted.label, COMING),
        state(declined.label, (declined,)),
        state(cancelled.label, (cancelled,)),
    ]
