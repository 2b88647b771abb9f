"""Focal points and their links: made, mailed, used once, taken away, handed on.

A token is in one mail only; what is kept of it is its digest (security: S6). The text of the mail
leaves the outbox when it is sent; that it was sent stays.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.translated import fallback_order
from delegations.models import Delegation, FocalPoint, Letter
from events.services import digest
from mail.choices import Urgency
from mail.models import OutgoingMail
from mail.services import forget_recipient, post, withdraw_mails, write_mail

LINK_AGE = timedelta(days=14)
_LINKS = "link-"


class LinkUnknown(Exception):
    """The link was used, taken away, is too old or never was ours. It is not said which."""


class FocalPointExists(Exception):
    """This address is a focal point of the delegation already."""


@transaction.atomic
def name_focal_point(
    *,
    delegation: Delegation,
    name: str,
    email: str,
    language: str,
    phone: str = "",
    by: User | None,
) -> FocalPoint:
    """Let somebody register a delegation, and mail them their link.

    Raises FocalPointExists, and LinkUnknown where no link would open: the forum is over.
    """
    _lock_delegation(delegation.pk)
    address = email.strip().lower()
    current = FocalPoint.objects.filter(delegation=delegation, revoked_at=None)
    if current.filter(email__iexact=address).exists():
        raise FocalPointExists
    focal_point: FocalPoint = FocalPoint.objects.create(
        delegation=delegation, name=name, email=address, phone=phone, language=language,
        updated_by=by,
    )  # fmt: skip
    send_link(focal_point=focal_point)
    return focal_point


@transaction.atomic
def send_link(*, focal_point: FocalPoint, letter: Letter | None = None) -> None:
    """Mail a new link; an older one that was not used is dead. Raises LinkUnknown.

    With a `letter`, the mail is the invitation and carries it.
    """
    now = timezone.now()
    current = _locked(FocalPoint.objects.active(now).filter(pk=focal_point.pk))
    token = secrets.token_urlsafe(32)
    current.token_hash = digest(token)
    current.token_expires_at = min(now + LINK_AGE, _end_of(current))
    current.link_sent_at = now
    current.save(update_fields=["token_hash", "token_expires_at", "link_sent_at", "updated_at"])
    withdraw_mails(recipient=_mailbox(current))
    _post_link(current, token, letter)


def renew_links(*, email: str) -> None:
    """Mail a new link to a focal point who asks for one, for each delegation of theirs."""
    mine = FocalPoint.objects.active(timezone.now()).filter(email__iexact=email.strip())
    for focal_point in mine.order_by("pk"):
        send_link(focal_point=focal_point)


def read_link(token_hash: str) -> FocalPoint:
    """The focal point behind a link that still opens. Raises LinkUnknown."""
    found = FocalPoint.objects.with_link(token_hash, timezone.now()).select_related(
        "delegation__event", "delegation__organisation"
    )
    focal_point: FocalPoint | None = found.first()
    if focal_point is None:
        raise LinkUnknown
    return focal_point


@transaction.atomic
def use_link(*, token_hash: str) -> FocalPoint:
    """Use a link up. Of many at once one succeeds; the others raise LinkUnknown."""
    now = timezone.now()
    focal_point = _locked(FocalPoint.objects.with_link(token_hash, now))
    focal_point.token_hash = focal_point.token_expires_at = None
    focal_point.opened_at = now
    # Whoever opens it has got a mail.
    focal_point.bounced_at, focal_point.bounce_reason = None, ""
    focal_point.save(
        update_fields=[
            "token_hash", "token_expires_at", "opened_at", "bounced_at", "bounce_reason",
            "updated_at",
        ]
    )  # fmt: skip
    return focal_point


def open_focal_point(guid: UUID | str, generation: int) -> FocalPoint | None:
    """Who opened a link earlier and still has access; None once it was taken away."""
    rows = FocalPoint.objects.active(timezone.now()).filter(guid=guid, generation=generation)
    found: FocalPoint | None = rows.select_related(
        "delegation__event", "delegation__organisation"
    ).first()
    return found


@transaction.atomic
def revoke_focal_point(*, focal_point: FocalPoint, by: User | None) -> None:
    """Take the access away, at once: link and open pages are dead. Raises LinkUnknown."""
    current = _locked(FocalPoint.objects.filter(pk=focal_point.pk, revoked_at=None))
    current.revoked_at = timezone.now()
    current.token_hash = current.token_expires_at = None
    current.generation += 1
    current.updated_by = by
    current.save()
    withdraw_mails(recipient=_mailbox(current))


@transaction.atomic
def hand_over(*, focal_point: FocalPoint, name: str, email: str) -> FocalPoint:
    """Another person takes the role; who had it has no access any more. Raises FocalPointExists."""
    other = name_focal_point(
        delegation=focal_point.delegation,
        name=name,
        email=email,
        language=focal_point.language,
        by=None,
    )
    revoke_focal_point(focal_point=focal_point, by=None)
    return other


def forget_focal_points(focal_points: Iterable[FocalPoint]) -> None:
    """Erase them, with every mail to them: links that wait are under another name."""
    for focal_point in focal_points:
        forget_recipient(recipient=focal_point.guid.hex)
        forget_recipient(recipient=_mailbox(focal_point))
        focal_point.delete()


def mark_undelivered(mail: OutgoingMail, reason: str) -> None:
    """Write down with a focal point that mail to their address comes back."""
    try:
        guid = UUID(hex=mail.recipient.removeprefix(_LINKS))
    except ValueError:
        return  # of somebody else
    mine = FocalPoint.objects.filter(guid=guid, email__iexact=mail.address)
    mine.filter(bounced_at=None).update(bounced_at=timezone.now())
    mine.update(bounce_reason=reason[:500])


def mailboxes(focal_point: FocalPoint) -> tuple[str, str]:
    """Under what the outbox finds mails to a focal point: their links, and all else."""
    return _mailbox(focal_point), focal_point.guid.hex


def _mailbox(focal_point: FocalPoint) -> str:
    """Under what the outbox finds links that wait: not under what else this person is sent."""
    return f"{_LINKS}{focal_point.guid.hex}"


def _lock_delegation(pk: int) -> None:
    Delegation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _locked(rows: Any) -> FocalPoint:
    found: FocalPoint | None = (
        rows.select_for_update(of=("self",))
        .select_related("delegation__event", "delegation__organisation")
        .first()
    )
    if found is None:
        raise LinkUnknown
    return found


def _end_of(focal_point: FocalPoint) -> datetime:
    """No link is good for longer than the forum."""
    event = focal_point.delegation.event
    end = datetime.combine(event.end_date, time.max, tzinfo=event.zone)
    return end.astimezone(UTC)


def _post_link(focal_point: FocalPoint, token: str, letter: Letter | None) -> None:
    delegation = focal_point.delegation
    event = delegation.event
    link = f"{settings.PUBLIC_ORIGIN}{reverse('focal-link', args=[token])}"
    with translation.override(focal_point.language), fallback_order(event.languages):
        context = {
            "event": event,
            "focal_point": focal_point,
            "organisation": delegation.organisation,
            "link": link,
            "renew": f"{settings.PUBLIC_ORIGIN}{reverse('focal-renew')}",
            "letter": letter,
        }
        said = {"organisation": delegation.organisation, "event": event.title}
        mail = write_mail(
            key=f"focal-link/{focal_point.token_hash}",
            address=focal_point.email,
            subject=_("%(event)s invites %(organisation)s") % said
            if letter
            else _("%(organisation)s at %(event)s: your link") % said,
            body=render_to_string("mail/letter.txt" if letter else "mail/focal_link.txt", context),
            scope=event.guid.hex,
            recipient=_mailbox(focal_point),
            urgency=Urgency.BULK if letter else Urgency.NOW,
            # The link is kept nowhere but in the mail.
            is_secret=True,
            attachment=f"letter/{letter.guid.hex}" if letter else "",
        )
    post(mail)
