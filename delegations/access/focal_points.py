"""Name focal points, send them their links, revoke their access, and hand their role over."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from delegations.access.mailed_links import lock_link, post_new_link
from delegations.access.office_mails import tell_office_of_colleague
from delegations.models import Delegation, FocalPoint, Letter
from mail.choices import Urgency
from mail.services import forget_recipient, hold_mails, withdraw_mails


class FocalPointExists(Exception):
    """The e-mail address already belongs to a focal point of the delegation."""


class TooManyFocalPoints(Exception):
    """The delegation already has as many focal points as the settings allow it to name."""


@transaction.atomic
def name_focal_point(
    *,
    delegation: Delegation,
    name: str,
    email: str,
    language: str,
    phone: str = "",
    by: User | None = None,
    by_focal_point: FocalPoint | None = None,
) -> FocalPoint:
    """Let somebody register a delegation, and mail them their link.

    The office is notified if a focal point names somebody. Raises FocalPointExists,
    TooManyFocalPoints, or LinkUnknown if the forum is over.
    """
    _lock_delegation(delegation.pk)
    address = email.strip().lower()
    current = FocalPoint.objects.filter(delegation=delegation, revoked_at=None)
    if current.filter(email__iexact=address).exists():
        raise FocalPointExists
    if by is None and current.count() >= settings.MOST_FOCAL_POINTS:
        raise TooManyFocalPoints
    focal_point = FocalPoint.objects.create(
        delegation=delegation,
        name=name,
        email=address,
        phone=phone,
        language=language,
        updated_by=by,
        named_by=by_focal_point,
    )
    send_link(focal_point=focal_point)
    if by_focal_point is not None:
        tell_office_of_colleague(focal_point=focal_point)
    return focal_point


@transaction.atomic
def send_link(*, focal_point: FocalPoint, letter: Letter | None = None) -> None:
    """E-mail a new link; an older, unused one stops working. Raises LinkUnknown.

    With a `letter`, the mail is the invitation and carries it.
    """
    hold_mails(recipient=focal_point.mailbox)
    current = lock_link(FocalPoint.objects.active(timezone.now()).filter(pk=focal_point.pk))
    if letter is None:
        post_new_link(
            current,
            subject=gettext_noop("%(organisation)s at %(event)s: your link to the delegation"),
            template="mail/focal_link.txt",
            context={"focal_point": current},
        )
        return
    post_new_link(
        current,
        subject=gettext_noop("%(organisation)s: invitation to %(event)s"),
        template="mail/letter.txt",
        context={"focal_point": current, "letter": letter},
        urgency=Urgency.BULK,
        attachment=f"letter/{letter.guid.hex}",
    )


@transaction.atomic
def revoke_focal_point(*, focal_point: FocalPoint, by: User | None) -> None:
    """Revoke access at once: the link and open pages stop working. Raises LinkUnknown."""
    hold_mails(recipient=focal_point.mailbox)
    current = lock_link(FocalPoint.objects.filter(pk=focal_point.pk, revoked_at=None))
    current.revoked_at = timezone.now()
    current.token_hash = current.token_expires_at = None
    current.generation += 1
    current.updated_by = by
    current.save()
    withdraw_mails(recipient=current.mailbox)


@transaction.atomic
def hand_over(*, focal_point: FocalPoint, name: str, email: str) -> FocalPoint:
    """Pass the role on to another person. Raises FocalPointExists."""
    _lock_delegation(focal_point.delegation_id)
    revoke_focal_point(focal_point=focal_point, by=None)
    return name_focal_point(
        delegation=focal_point.delegation,
        name=name,
        email=email,
        language=focal_point.language,
        by_focal_point=focal_point,
    )


def forget_focal_points(focal_points: Iterable[FocalPoint]) -> None:
    """Erase focal points with every mail to them; waiting links have a mailbox of their own."""
    for focal_point in focal_points:
        forget_recipient(recipient=focal_point.guid.hex)
        forget_recipient(recipient=focal_point.mailbox)
        focal_point.delete()


def mailboxes(focal_point: FocalPoint) -> tuple[str, str]:
    """The mailboxes of a focal point in the outbox: one for links, one for all other mails."""
    return focal_point.mailbox, focal_point.guid.hex


def _lock_delegation(pk: int) -> None:
    Delegation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
