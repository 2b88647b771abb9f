"""Ways out of the portal that can stop at the last moment before a mail is irrevocable.

A mail server takes a mail at the full stop on a line of its own (RFC 5321, 4.1.1.4). Up to there it
forgets everything if the connection breaks; from there on it has the mail, whether or not we hear
its answer. So the outbox is told right before: `before_end`. A sender that is killed earlier sends
the mail again; one that is killed later does not.
"""

import hashlib
import os
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.utils import timezone
from django.utils.functional import cached_property

from core.protection.tls import client_context

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

BeforeEnd = Callable[[], None]


def _nothing() -> None:
    pass


class _TwoSteps(smtplib.SMTP):
    """Sends a mail without its end, asks, then sends the end."""

    before_end: BeforeEnd = staticmethod(_nothing)
    # What the server said to the last mail.
    answer: tuple[int, bytes] = (0, b"")

    def data(self, msg: "str | ReadableBuffer") -> tuple[int, bytes]:
        """Send the text of a mail as the library does, but its end separately."""
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        # The end is a small piece of its own: it must not wait for the server's next packet.
        cast("socket.socket", self.sock).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        text = msg.encode("ascii") if isinstance(msg, str) else bytes(msg)
        self.send(re.sub(rb"(?m)^\.", b"..", text.removesuffix(b"\r\n")) + b"\r\n")
        self.before_end()
        self.send(b".\r\n")
        self.answer = self.getreply()
        return self.answer


class _TwoStepsOverTLS(_TwoSteps, smtplib.SMTP_SSL):
    """The same on a connection that is encrypted from the first byte."""


class SmtpBackend(smtp.EmailBackend):
    """Django's own, on connections that know the moment before the end."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """What certificates are checked against."""
        return client_context()

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of the connections that `open` makes."""
        return _TwoStepsOverTLS if self.use_ssl else _TwoSteps

    def hand_over(self, message: EmailMessage, before_end: BeforeEnd) -> None:
        """Send one mail. Raises what the library raises; closes the line if `before_end` does."""
        if self.connection is None:
            self.open()
        line = cast("_TwoSteps", self.connection)
        line.before_end = before_end
        try:
            self._send_or_raise(line, message)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            raise  # the line is good: the server spoke
        except BaseException:
            self.abandon()
            raise
        finally:
            line.before_end = _nothing

    def send_alone(self, message: EmailMessage) -> str:
        """Send one mail; what the server answered. Raises what the library raises."""
        self.hand_over(message, _nothing)
        code, reply = cast("_TwoSteps", self.connection).answer
        return f"{code} {reply.decode(errors='replace')}"

    def abandon(self) -> None:
        """Break the line without a goodbye, so that the server forgets a mail without an end."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def _send_or_raise(self, line: smtplib.SMTP, message: EmailMessage) -> None:
        content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        sender, *recipients = (
            sanitize_address(address, "utf-8")
            for address in (message.from_email, *message.recipients())
        )
        line.sendmail(sender, recipients, content)


class FileBackend(BaseEmailBackend):
    """One `.eml` file for each mail, in EMAIL_FILE_PATH: for demonstrations and development."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them all."""
        for message in email_messages:
            self.hand_over(message, _nothing)
        return len(email_messages)

    def hand_over(self, message: EmailMessage, before_end: BeforeEnd) -> None:
        """Write beside, then put into place: a file is there whole or not at all."""
        content = message.message().as_bytes()
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.blake2b(content, digest_size=6).hexdigest()
        path = folder / f"{timezone.now():%Y%m%dT%H%M%S%f}-{digest}.eml"
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            before_end()
        except BaseException:
            beside.unlink()
            raise
        beside.rename(path)
