"""Trying the mail server at once, beside the outbox: its own answer is the result, with advice."""

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mail.backends import FileBackend, SmtpBackend

_LONGEST_ANSWER = 500
_AGAIN_LATER = range(400, 500)  # RFC 5321, 4.2.1

# The first that fits; a class stands before those that it inherits from.
_ADVICE: tuple[tuple[type[Exception], Promise], ...] = (
    (
        ssl.SSLCertVerificationError,
        _(
            "The certificate of the mail server is not trusted. If your organization has its "
            "own authority, name the file with its certificate in CA_FILE. The host in "
            "EMAIL_URL must be the one that the certificate names."
        ),
    ),
    (
        ssl.SSLError,
        _(
            "The encryption does not fit the port: use smtp+tls:// with port 587 and "
            "smtp+ssl:// with port 465."
        ),
    ),
    (
        socket.gaierror,
        _("The host in EMAIL_URL is unknown. Check its spelling, and the DNS of this server."),
    ),
    (
        ConnectionRefusedError,
        _("Nothing answers at this port. The usual ports are 587, 465 and 25."),
    ),
    (
        TimeoutError,
        _("The mail server does not answer. Check host, port and firewall."),
    ),
    (
        smtplib.SMTPAuthenticationError,
        _(
            "User or password in EMAIL_URL is wrong. Their special characters must be "
            "percent-encoded."
        ),
    ),
    (
        smtplib.SMTPNotSupportedError,
        _(
            "The mail server does not offer this. Check the scheme and the port of EMAIL_URL; "
            "many servers take a password only on an encrypted connection."
        ),
    ),
    (
        smtplib.SMTPSenderRefused,
        _(
            "The mail server does not let this account send as DEFAULT_FROM_EMAIL. Use an "
            "address of its own, or have it allowed there."
        ),
    ),
    (
        smtplib.SMTPRecipientsRefused,
        _(
            "The mail server does not accept messages for this address. It may want a user and "
            "a password in EMAIL_URL, or this server on the list of those it relays for."
        ),
    ),
    (
        smtplib.SMTPServerDisconnected,
        _(
            "The mail server hung up. Port 465 needs smtp+ssl://; some servers hang up on "
            "machines that they do not know."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. `answer` is what the mail server or the network said, if anything.

    `advice` says what to correct where it failed, if that is known. `protocol` is how the
    connection was encrypted; empty if it was not.
    """

    is_sent: bool = False
    has_failed: bool = False
    is_file: bool = False
    answer: str = ""
    advice: str = ""
    protocol: str = ""


def send_trial(*, address: str, subject: str, body: str) -> Trial:
    """Send a mail to `address` at once; without an address, connect and log in alone."""
    backend = get_connection()
    protocol = ""
    try:
        if isinstance(backend, SmtpBackend):
            backend.open()
            protocol = _protocol(backend)
        answer = _send(backend, address, subject, body) if address else ""
    except (smtplib.SMTPException, OSError) as error:
        answer = _answer(error)[:_LONGEST_ANSWER]
        return Trial(has_failed=True, answer=answer, advice=advice_on(error), protocol=protocol)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            backend.close()
    is_file = isinstance(backend, FileBackend)
    return Trial(is_sent=bool(address), answer=answer, is_file=is_file, protocol=protocol)


def advice_on(error: Exception) -> str:
    """What to correct after this error; empty where nothing is likely."""
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in _AGAIN_LATER:
        return gettext("The mail server asks to try again later.")
    return next((str(text) for kind, text in _ADVICE if isinstance(error, kind)), "")


def _send(backend: object, address: str, subject: str, body: str) -> str:
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    if isinstance(backend, SmtpBackend):
        return backend.send_alone(message)
    message.connection = backend  # type: ignore[assignment]
    message.send()
    return ""


def _protocol(backend: SmtpBackend) -> str:
    sock = getattr(backend.connection, "sock", None)
    return sock.version() or "" if isinstance(sock, ssl.SSLSocket) else ""


def _answer(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _text(code, reply)
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _text(code: int, reply: bytes | str) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {text}"
