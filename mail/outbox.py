"""Sending what the outbox holds: each mail once, whatever is killed when.

Each mail goes through three commits: claimed, handed over, sent. Killed before the second, the
claim runs out and the mail is sent by the next sender. Killed after it, the mail server has the
mail; the row stays "handed over" and is never sent again by itself. A claim that somebody else has
taken over meanwhile cannot hand over: several senders may run.
"""

import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from core.work import claims
from core.work.claims import ClaimLost, while_claimed
from core.work.hold import not_held
from mail.attachments import CannotAttach, make_attachment
from mail.backends import BeforeEnd
from mail.choices import MailState
from mail.models import OutgoingMail
from mail.plain_text import wrapped
from mail.services import tell_undelivered

logger = logging.getLogger(__name__)

# One turn of the sender, in mails: between two turns it can be stopped.
TURN = 50
# After this many attempts (about a day) a mail is given up.
MOST_ATTEMPTS = 12
# How long the text and the address of a mail that was sent are kept.
KEPT = timedelta(days=30)


class Unreachable(Exception):
    """The mail server cannot be reached or lets nobody in: no mail has a chance now."""


@dataclass(frozen=True, slots=True)
class MailRefused(Exception):
    """The mail server said no. `for_good`: trying again is no use (5xx)."""

    reason: str
    for_good: bool


def send_due() -> int:
    """Send what is due, at most one turn of it; how many mails were tried."""
    tried = 0
    backend = None
    try:
        while tried < TURN and (mail := claim_next(timezone.now())) is not None:
            backend = backend or get_connection()
            tried += 1
            send_one(mail, backend)
    except Unreachable as error:
        logger.warning("The mail server cannot be reached (%s). Mail waits.", error)
        return 0
    finally:
        if backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                backend.close()
    return tried


def claim_next(at: datetime) -> OutgoingMail | None:
    """Take the next mail that is due and not held, so that no other sender takes it."""

    def values_of(mail: OutgoingMail) -> dict[str, object]:
        attempts = mail.attempts + 1
        return {
            "state": MailState.SENDING,
            "claim": uuid4(),
            "claimed_at": at,
            "attempts": attempts,
        }

    due = OutgoingMail.objects.due(at).filter(not_held("created_at"))
    return claims.claim_next(due, values_of)


def send_one(mail: OutgoingMail, backend: BaseEmailBackend) -> None:
    """Send a claimed mail and write down what became of it. Raises Unreachable."""

    def before_end() -> None:
        if not _move(mail, MailState.SENDING, MailState.HANDED_OVER):
            raise ClaimLost

    try:
        _hand_over(backend, message_of(mail), before_end)
    except ClaimLost:
        return
    except CannotAttach as error:
        _refused(mail, MailRefused(str(error), for_good=False))
    except MailRefused as answer:
        _refused(mail, answer)
    except Unreachable as error:
        # Not the mail's fault, unless it was handed over: then nobody knows, and it stays so.
        values = {"attempts": mail.attempts - 1, "not_before": timezone.now()}
        _move(mail, MailState.SENDING, MailState.WAITING, error=str(error)[:500], **values)
        raise
    else:
        _sent(mail)


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The mail as it goes out: plain text, from the portal, with an identifier that stays.

    Raises CannotAttach.
    """
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": f"<{mail.guid}@{host}>",
        "Auto-Submitted": "auto-generated",
        "From": formataddr((mail.sender_name or name, sender)),
        "Reply-To": mail.reply_to or sender,
        "Date": format_datetime(timezone.now().astimezone(ZoneInfo(mail.time_zone or "UTC"))),
        **mail.headers,
    }
    message = EmailMessage(
        mail.subject, wrapped(mail.body), sender, [mail.address], headers=headers
    )
    if mail.attachment:
        made = make_attachment(mail.attachment)
        message.attach(made.name, made.content, made.content_type)
    return message


def give_up_waiting(before: datetime) -> int:
    """Never send the mails that were written before `before` and wait; return their number."""
    waiting = OutgoingMail.objects.unfinished().filter(created_at__lt=before)
    reason = "Not sent: it waited in a backup that was restored."
    return waiting.update(state=MailState.FAILED, claim=None, error=reason)


def forget_old() -> int:
    """Erase mails that were sent a month ago: their addresses serve nobody any more."""
    old = OutgoingMail.objects.exclude(state__in=(MailState.WAITING, MailState.SENDING))
    deleted, _models = old.filter(created_at__lt=timezone.now() - KEPT).delete()
    return int(deleted)


def _hand_over(backend: BaseEmailBackend, message: EmailMessage, before_end: BeforeEnd) -> None:
    try:
        if hasattr(backend, "hand_over"):
            backend.hand_over(message, before_end)
        else:
            before_end()
            backend.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise MailRefused(_words(code, text), for_good=code >= 500) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        reply = _words(error.smtp_code, error.smtp_error)
        raise MailRefused(reply, for_good=error.smtp_code >= 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(type(error).__name__) from error


def _words(code: int, text: bytes | str) -> str:
    reply = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {reply}"[:500]


def _refused(mail: OutgoingMail, answer: MailRefused) -> None:
    if answer.for_good or mail.attempts >= MOST_ATTEMPTS:
        logger.warning("Mail %s was refused: %s", mail.guid, answer.reason.split(" ", 1)[0])
        with transaction.atomic():
            if while_claimed(mail).update(error=answer.reason, state=MailState.FAILED):
                tell_undelivered(mail=mail, reason=answer.reason)
        return
    pause = timedelta(minutes=min(2**mail.attempts, 180))
    later = {"state": MailState.WAITING, "not_before": timezone.now() + pause}
    while_claimed(mail).update(error=answer.reason, **later)


def _sent(mail: OutgoingMail) -> None:
    if mail.is_transient:
        while_claimed(mail).delete()
        return
    values = {"body": ""} if mail.is_secret else {}
    # Unless it has come back by now: mail servers are quicker than we write.
    handed_over = while_claimed(mail).filter(state=MailState.HANDED_OVER)
    handed_over.update(state=MailState.SENT, sent_at=timezone.now(), error="", **values)


def _move(mail: OutgoingMail, before: MailState, after: MailState, **values: object) -> bool:
    return bool(while_claimed(mail).filter(state=before).update(state=after, **values))
