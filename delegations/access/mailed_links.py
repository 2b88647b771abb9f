"""Private links of people without an account: renew, read, use once, and end them.

A token is in one mail only; what is kept of it is its digest (security: S6). The text of the mail
leaves the outbox when it is sent; that it was sent stays.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from core.protection.tokens import new_token, token_digest
from core.text.languages import in_language
from core.text.numbers import read_guid
from core.text.translated import fallback_order
from delegations.models import MAILBOX, FocalPoint, PersonalLink
from delegations.querysets import MailedLinkQuerySet
from events.editions.mails import write_event_mail
from mail.choices import Urgency
from mail.models import OutgoingMail
from mail.services import post, withdraw_mails

Link: TypeAlias = FocalPoint | PersonalLink
_L = TypeVar("_L", FocalPoint, PersonalLink)
_Locked = TypeVar("_Locked", FocalPoint, PersonalLink, Link)
_KINDS: tuple[type[Link], ...] = (FocalPoint, PersonalLink)

LINK_AGE = timedelta(days=14)


class LinkUnknown(Exception):
    """The link was used or revoked, has expired, or never existed. Visitors are not told which."""


def read_link(token_hash: str) -> Link:
    """The row whose link has this digest, if it still works. Raises LinkUnknown."""
    now = timezone.now()
    for kind in _KINDS:
        links = kind.objects.with_link(token_hash, now).select_related(*kind.with_rows)
        if (link := links.first()) is not None:
            return link
    raise LinkUnknown


def was_sent(token_hash: str) -> bool:
    """Whether this link was ever sent, even if it no longer works; a guessed link was not."""
    return any(kind.objects.knowing(token_hash).exists() for kind in _KINDS)


@transaction.atomic
def use_link(*, token_hash: str) -> Link:
    """Use up a link. Of several attempts at once one succeeds; the others raise LinkUnknown."""
    kind = type(read_link(token_hash))
    now = timezone.now()
    rows: MailedLinkQuerySet[Link] = kind.objects.with_link(token_hash, now)
    link = lock_link(rows)
    link.spent_hash, link.token_hash, link.token_expires_at = link.token_hash, None, None
    link.opened_at = now
    # Opening the link proves that mail arrives.
    link.bounced_at, link.bounce_reason = None, ""
    link.save(
        update_fields=[
            "spent_hash",
            "token_hash",
            "token_expires_at",
            "opened_at",
            "bounced_at",
            "bounce_reason",
            "updated_at",
        ]
    )
    return link


def choose_language(*, link: Link, language: str) -> None:
    """Write and mail to the person who has the link in `language` from now on."""
    type(link).objects.filter(pk=link.pk).update(language=language)


def open_link(kind: type[_L], guid: UUID | str, generation: int) -> _L | None:
    """The row whose link was opened earlier, or None if access has been revoked since."""
    rows = kind.objects.active(timezone.now()).filter(guid=guid, generation=generation)
    return rows.select_related(*kind.with_rows).first()


def lock_link(rows: MailedLinkQuerySet[_Locked]) -> _Locked:
    """Lock the one row in `rows` until the transaction ends. Raises LinkUnknown."""
    link = rows.select_for_update(of=("self",)).select_related(*rows.model.with_rows).first()
    if link is None:
        raise LinkUnknown
    return link


def post_new_link(
    link: Link,
    *,
    subject: str,
    template: str,
    context: Mapping[str, object],
    urgency: Urgency = Urgency.NOW,
    attachment: str = "",
) -> None:
    """E-mail a new link for a locked row; an older, unused one stops working.

    `subject` is given as `%(organisation)s at %(event)s`, in words of the reader's language.
    """
    token, now = new_token(), timezone.now()
    link.spent_hash = link.token_hash or link.spent_hash
    link.token_hash = token_digest(token)
    link.token_expires_at = min(now + LINK_AGE, _end_of(link))
    link.link_sent_at = now
    link.save(
        update_fields=["spent_hash", "token_hash", "token_expires_at", "link_sent_at", "updated_at"]
    )
    withdraw_mails(recipient=link.mailbox)
    mail = _write_mail(link, token, subject, template, context)
    mail.urgency, mail.attachment = urgency, attachment
    post(mail)


def mark_undelivered(mail: OutgoingMail, reason: str) -> None:
    """Record that e-mail to the owner of a link bounces."""
    guid = read_guid(mail.recipient.removeprefix(MAILBOX))
    if guid is None:
        return  # of somebody else
    for kind in _KINDS:
        mine = kind.objects.filter(guid=guid, email__iexact=mail.address)
        mine.filter(bounced_at=None).update(bounced_at=timezone.now())
        mine.update(bounce_reason=reason[:500])


def _write_mail(
    link: Link, token: str, subject: str, template: str, context: Mapping[str, object]
) -> OutgoingMail:
    event, organisation = link.delegation.event, link.delegation.organisation
    with in_language(link.language), fallback_order(event.languages):
        shared = {
            "event": event,
            "organisation": organisation,
            "link": f"{settings.PUBLIC_ORIGIN}{reverse('focal-link', args=[token])}",
            "renew": f"{settings.PUBLIC_ORIGIN}{reverse('focal-renew')}",
        }
        values = {"organisation": organisation, "event": event.title}
        return write_event_mail(
            event,
            key=f"focal-link/{link.token_hash}",
            address=link.email,
            subject=translation.gettext(subject) % values,
            body=render_to_string(template, {**shared, **context}),
            recipient=link.mailbox,
            # The link is stored only in the mail.
            is_secret=True,
        )


def _end_of(link: Link) -> datetime:
    """No link is good for longer than the forum."""
    event = link.delegation.event
    end = datetime.combine(event.end_date, time.max, tzinfo=event.zone)
    return end.astimezone(UTC)
