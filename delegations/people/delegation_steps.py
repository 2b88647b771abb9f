"""The steps of an invitation."""

from django.db import transaction

from accounts.models import User
from delegations.choices import INVITATION_STEPS, NEEDS_REASON, InvitationStatus
from delegations.models import Delegation, FocalPoint, StatusChange
from delegations.people.delegation_order import lock_order
from delegations.people.person_steps import TransitionRefused


class ReasonMissing(Exception):
    """The reason why the delegation is not coming is missing."""


@transaction.atomic
def change_delegation_status(
    *,
    delegation: Delegation,
    to: InvitationStatus,
    by: User | None,
    by_focal_point: FocalPoint | None = None,
    delegation_note: str = "",
    office_note: str = "",
) -> StatusChange | None:
    """Change the status of an invitation and record it; return None if it already has that status.

    Raises TransitionRefused, or ReasonMissing if it is not coming and no note says why.
    """
    lock_order(delegations=delegation.pk)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    delegation = rows.get(pk=delegation.pk)
    before = InvitationStatus(delegation.status)
    if before == to:
        return None
    if to not in INVITATION_STEPS[before]:
        raise TransitionRefused(f"{before} → {to}")
    if to in NEEDS_REASON and not (delegation_note or office_note):
        raise ReasonMissing(to)
    delegation.status = to
    delegation.updated_by = by
    delegation.save(update_fields=["status", "updated_by", "updated_at"])
    return StatusChange.objects.create(
        delegation=delegation,
        by=by,
        by_focal_point=by_focal_point,
        from_status=before,
        to_status=to,
        delegation_note=delegation_note,
        office_note=office_note,
    )


def way_back(now: InvitationStatus, before: InvitationStatus) -> list[InvitationStatus]:
    """The steps from one status back to another: one, or two by way of a third; else none."""
    if before in INVITATION_STEPS[now]:
        return [before]
    between = (step for step in InvitationStatus if step in INVITATION_STEPS[now] - NEEDS_REASON)
    return next(([step, before] for step in between if before in INVITATION_STEPS[step]), [])
