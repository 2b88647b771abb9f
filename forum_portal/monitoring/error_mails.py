"""Errors by mail to the operators: where it happened, never what somebody had typed."""

import logging
import threading
import traceback
from types import TracebackType

from django.conf import settings
from django.core.mail import mail_admins
from django.db import Error, connection

from core.protection.throttle import take_turn
from core.work.logs import CURRENT_REQUEST, without_tokens

# Of errors at one place, one mail in so many seconds.
_SECONDS = 600
_THREAD = "error-mail"


class ErrorMails(logging.Handler):
    """Mails each error to ADMINS, unless the same was mailed lately."""

    def emit(self, record: logging.LogRecord) -> None:
        """Mail `record`, in a thread of its own: the mail server may be slow."""
        status = getattr(record, "status_code", 500)
        # A request that is refused is no error of ours, nor is a portal that is only busy.
        if not settings.ADMINS or status < 500 or status == 503:
            return
        place, text = _describe(record)
        threading.Thread(target=_send, args=(place, text), name=_THREAD, daemon=True).start()


def _describe(record: logging.LogRecord) -> tuple[str, str]:
    """The place of an error, and the mail about it.

    Messages of exceptions are left out, and what is filled into others: they may quote what
    somebody has typed. A text without places to fill in may be the message of the exception.
    """
    is_template = bool(record.args) or not record.exc_info
    text = without_tokens(str(record.msg)) if is_template else "–"
    lines = [f"{record.levelname} {record.name}", text]
    if request := CURRENT_REQUEST.get():
        lines += [f"Request: {request.identifier}", f"View: {request.view or '–'}"]
    place = f"{record.name} at {record.pathname}:{record.lineno}"
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        frames = _frames(error.__traceback__)
        place = f"{type(error).__qualname__} at {frames[-1] if frames else record.name}"
        lines += ["", *frames, f"{type(error).__module__}.{type(error).__qualname__}"]
    return without_tokens(place), "\n".join(lines)


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]


def _send(place: str, text: str) -> None:
    try:
        if not take_turn("error-mail", place, most=1, seconds=_SECONDS):
            return
    except Error:
        pass  # The database is what is broken: better a mail too many.
    finally:
        connection.close()
    subject = f"[{settings.PUBLIC_ORIGIN}] {place}"[:200]
    more = f"Others at this place within {_SECONDS // 60} minutes are in the log alone."
    mail_admins(subject, f"{text}\n\n{more}\n", fail_silently=True)
