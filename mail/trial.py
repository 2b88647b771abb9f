"""A mail to try the mail server with, sent at once: the server's own answer is the result."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from mail.backends import FileBackend, SmtpBackend

_LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. `answer` is what the mail server or the network said, if anything."""

    is_sent: bool
    answer: str = ""
    is_file: bool = False


def send_trial(*, address: str, subject: str, body: str) -> Trial:
    """Send a mail to `address` at once, beside the outbox."""
    backend = get_connection()
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    try:
        if isinstance(backend, SmtpBackend):
            answer = backend.send_alone(message)
        else:
            backend.send_messages([message])
            answer = ""
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()))
        return Trial(is_sent=False, answer=_text(code, reply))
    except smtplib.SMTPResponseException as error:
        return Trial(is_sent=False, answer=_text(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        return Trial(is_sent=False, answer=f"{type(error).__name__}: {error}"[:_LONGEST_ANSWER])
    finally:
        with suppress(smtplib.SMTPException, OSError):
            backend.close()
    return Trial(is_sent=True, answer=answer, is_file=isinstance(backend, FileBackend))


def _text(code: int, reply: bytes | str) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {text}"[:_LONGEST_ANSWER]
