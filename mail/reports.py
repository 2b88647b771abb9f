"""Reports of other mail servers about mail that the portal sent: RFC 3464, a dialect, or JSON.

Such a mail comes from anybody on the internet. Of all that is in it, three things are read: the
identifier of our mail, what became of it, and why.
"""

import email
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from uuid import UUID

# In bytes. A report returns the mail that it is about, or its head.
MOST_BYTES = 1_000_000
# Each level of a nested mail needs one of these. A report has nine; of a deep one every line is
# compared with every level, which took ten seconds for a megabyte.
_MOST_PARTS = 20
_PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
# Of a report in a dialect, in bytes: its words, and the head of the mail that it returns.
_MOST_WORDS = 100_000
# What a mail server replied, such as “550 5.1.1 User unknown”.
_REPLY = re.compile(r"\b[45]\d\d[ -][^\n]{1,300}")
_FAILED, _DELAYED = "failed", "delayed"


class NoReport(Exception):
    """This is no report about a mail of ours."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that another server could not deliver, at all or for now."""

    guid: UUID
    reason: str
    is_permanent: bool


def read_json(body: bytes) -> Bounce:
    """`{"message_id": …, "reason": …, "is_permanent": …}`. Raises NoReport."""
    try:
        report = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoReport from error
    if not isinstance(report, dict) or not isinstance(report.get("is_permanent"), bool):
        raise NoReport
    return Bounce(
        _our_identifier(report.get("message_id")),
        _plain(report.get("reason")),
        report["is_permanent"],
    )


def read_report(body: bytes) -> Bounce:
    """A mail with a report: by the standard (RFC 3464), or as some servers write it.

    Raises NoReport.
    """
    if len(_PART.findall(body)) > _MOST_PARTS:
        raise NoReport
    try:
        mail = email.message_from_bytes(body)
        try:
            return _read_standard(mail)
        except NoReport:
            return _read_dialect(mail, body)
    except NoReport:
        raise
    except Exception as error:
        # What a library says to a mail that is not what it claims to be.
        raise NoReport from error


def _read_standard(mail: Message) -> Bounce:
    report = _report_in(mail)
    blocks = [block for part in report if _is_status(part) for block in _messages(part)]
    return _bounce(blocks, _returned_identifier(report))


def _read_dialect(mail: Message, body: bytes) -> Bounce:
    """A report in one of the forms that old servers write. It must name our mail all the same."""
    from flufl.bounce import all_failures  # noqa: PLC0415  (used here alone)

    _headers, _line, text = body.replace(b"\r\n", b"\n").partition(b"\n\n")
    words = text[:_MOST_WORDS].decode("utf-8", "replace")
    ours = _OURS.search(words)
    if ours is None:
        raise NoReport
    temporary, permanent = all_failures(mail)
    if not temporary and not permanent:
        raise NoReport
    reply = _REPLY.search(words)
    return Bounce(UUID(ours[1]), _plain(reply[0] if reply else ""), is_permanent=bool(permanent))


def _report_in(mail: Message) -> list[Message]:
    for part in mail.walk():
        if part.get_content_type() == "multipart/report":
            return _messages(part)
    raise NoReport


def _is_status(part: Message) -> bool:
    return part.get_content_type() in ("message/delivery-status", "message/global-delivery-status")


def _messages(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [item for item in inner if isinstance(item, Message)] if isinstance(inner, list) else []


def _returned_identifier(report: Iterable[Message]) -> UUID:
    """The identifier of the returned mail, which a report holds whole or as its headers."""
    for part in report:
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            return _our_identifier(_messages(part)[0].get("Message-ID"))
        if kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            head = part.get_payload(decode=True)
            if isinstance(head, bytes):
                return _our_identifier(email.message_from_bytes(head).get("Message-ID"))
    raise NoReport


def _bounce(blocks: Iterable[Message], guid: UUID) -> Bounce:
    """The outcome. Each mail has one recipient, so the worst status is that recipient's."""
    by_action = {str(block.get("Action", "")).strip().lower(): block for block in blocks}
    worst = _FAILED if _FAILED in by_action else _DELAYED
    if worst not in by_action:
        raise NoReport
    status, diagnosis = (
        by_action[worst].get("Status", ""),
        str(by_action[worst].get("Diagnostic-Code", "")),
    )
    reason = f"{status} {diagnosis.partition(';')[2] or diagnosis}"
    return Bounce(guid, _plain(reason), is_permanent=worst == _FAILED)


def _our_identifier(message_id: object) -> UUID:
    match = _OURS.search(str(message_id)[:500])
    if match is None:
        raise NoReport
    return UUID(match[1])


def _plain(text: object) -> str:
    """One line that every database keeps and every page shows."""
    shown = "".join(
        sign if unicodedata.category(sign)[0] != "C" else " " for sign in str(text or "")[:2000]
    )
    return " ".join(shown.split())[:500]
