"""Reading the mailbox to which mail is returned: each message once, and none is lost.

How far it was read is written down in the transaction that records what a message says: killed
before, the message is read again; killed after, it is not. Nothing in the mailbox is deleted.
Reports about our mail are marked as read there; everything else stays unread for a person.
"""

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.protection.tls import client_context
from mail.models import BounceMailbox, OutgoingMail
from mail.reports import MOST_BYTES, Bounce, NoReport, read_report
from mail.services import record_bounce

logger = logging.getLogger(__name__)

# In one turn of the worker: between two turns it can be stopped.
_TURN = 50
# A server that says nothing for so long is treated as lost.
_SECONDS = 20
_PORT, _TLS_PORT = 143, 993


def read_bounces() -> int:
    """Read what has come since; return the number of messages. A background job."""
    if not settings.BOUNCE_MAILBOX:
        return 0
    try:
        with open_mailbox(urlsplit(settings.BOUNCE_MAILBOX)) as mailbox:
            return _read_new(mailbox, urlsplit(settings.BOUNCE_MAILBOX))
    except (imaplib.IMAP4.error, OSError) as error:
        logger.warning("The mailbox of returned mail cannot be read (%s).", type(error).__name__)
        return 0


@contextmanager
def open_mailbox(parts: SplitResult) -> Iterator[imaplib.IMAP4]:
    """Log in to the mailbox of a URL. Raises IMAP4.error, OSError."""
    host, context = str(parts.hostname), client_context()
    mailbox: imaplib.IMAP4
    if parts.scheme == "imaps":
        port = parts.port or _TLS_PORT
        mailbox = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=_SECONDS)
    else:
        mailbox = imaplib.IMAP4(host, parts.port or _PORT, timeout=_SECONDS)
    try:
        if parts.scheme == "imap+tls":
            mailbox.starttls(context)
        mailbox.login(unquote(str(parts.username)), unquote(str(parts.password)))
        yield mailbox
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()
        with suppress(OSError):
            mailbox.shutdown()


def _read_new(mailbox: imaplib.IMAP4, parts: SplitResult) -> int:
    folder, _count = select_folder(mailbox, parts)
    name = sha256(f"{parts.username}@{parts.hostname}/{folder}".encode()).hexdigest()
    row = _load_state(name, _validity(mailbox))
    uids = _new_uids(mailbox, row.last_uid)[:_TURN]
    for uid in uids:
        if _take(row, uid, _read_message(mailbox, uid)):
            mailbox.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
    BounceMailbox.objects.filter(pk=row.pk).update(read_at=timezone.now())
    return len(uids)


def select_folder(mailbox: imaplib.IMAP4, parts: SplitResult) -> tuple[str, int]:
    """Open the folder that a URL names; return it, and how many messages it holds."""
    folder = unquote(parts.path.strip("/")) or "INBOX"
    quoted = folder.replace("\\", r"\\").replace('"', r"\"")
    (count, *_more) = _answer(mailbox.select(f'"{quoted}"'))
    return folder, int(count or 0)


@transaction.atomic
def _load_state(name: str, validity: int) -> BounceMailbox:
    rows = BounceMailbox.objects.select_for_update()
    row, _is_new = rows.get_or_create(name=name, defaults={"uid_validity": validity})
    if row.uid_validity != validity:
        # Numbered from the beginning: what is recorded already is not recorded again.
        row.uid_validity, row.last_uid = validity, 0
        row.save()
    return row


@transaction.atomic
def _take(row: BounceMailbox, uid: int, bounce: Bounce | None) -> bool:
    """Record a message; return whether it is a report about mail of ours."""
    current = BounceMailbox.objects.select_for_update().get(pk=row.pk)
    if current.uid_validity != row.uid_validity or current.last_uid >= uid:
        return False  # another worker was quicker
    current.last_uid = uid
    current.save(update_fields=["last_uid"])
    if bounce is None:
        return False
    record_bounce(guid=bounce.guid, reason=bounce.reason, is_permanent=bounce.is_permanent)
    return OutgoingMail.objects.filter(guid=bounce.guid).exists()


def _read_message(mailbox: imaplib.IMAP4, uid: int) -> Bounce | None:
    """What a message reports; None if it is no report, or was deleted in the meantime."""
    # What counts is at its beginning; reading alone must not mark it as read.
    parts = _answer(mailbox.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    body = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    try:
        return read_report(body)
    except NoReport:
        return None


def _new_uids(mailbox: imaplib.IMAP4, last: int) -> list[int]:
    numbers, *_more = _answer(mailbox.uid("SEARCH", "UID", f"{last + 1}:*"))
    # “*” is the last message, also where that is an old one.
    return sorted(uid for uid in map(int, (numbers or b"").split()) if uid > last)


def _validity(mailbox: imaplib.IMAP4) -> int:
    _name, values = mailbox.response("UIDVALIDITY")
    if not values or values[0] is None:
        raise imaplib.IMAP4.error("No UIDVALIDITY.")
    return int(values[0])


def _answer(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"{status}")
    return data
