"""Accepting a finding of the checks, with a reason, and withdrawing the acceptance."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from events.models import Event
from events.permissions import has_right
from programme.checks.finding import Finding
from programme.models import AcceptedFinding


class NotAllowedToAccept(Exception):
    """Only people who can publish the agenda can accept a finding."""


class AcceptanceNeedsReason(Exception):
    """A finding cannot be accepted without a reason."""


class AlreadyAccepted(Exception):
    """Another member of the team has just accepted this finding."""


def accept_finding(*, event: Event, finding: Finding, by: User, reason: str) -> AcceptedFinding:
    """Accept a finding for as long as its facts do not change, and record who did so and why.

    Raises NotAllowedToAccept, AcceptanceNeedsReason, AlreadyAccepted.
    """
    if not has_right(by, event, Right.RELEASE):
        raise NotAllowedToAccept
    if not reason.strip():
        raise AcceptanceNeedsReason
    try:
        with transaction.atomic():
            return AcceptedFinding.objects.create(
                event=event,
                check_key=finding.check.key,
                fingerprint=finding.fingerprint,
                sentence=str(finding.hit.sentence),
                reason=reason.strip(),
                accepted_by=by,
            )
    except IntegrityError as error:
        raise AlreadyAccepted from error


@transaction.atomic
def withdraw_acceptance(*, accepted: AcceptedFinding, by: User) -> bool:
    """Reopen an accepted finding; return False if its acceptance was already withdrawn.

    The row is not deleted: it records who withdrew the acceptance. Raises NotAllowedToAccept.
    """
    if not has_right(by, accepted.event, Right.RELEASE):
        raise NotAllowedToAccept
    rows = AcceptedFinding.objects.filter(pk=accepted.pk, withdrawn_at=None)
    return bool(rows.update(withdrawn_at=timezone.now(), withdrawn_by=by))
