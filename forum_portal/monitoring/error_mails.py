"""Errors by mail to the operators."""

import logging
import threading

from django.conf import settings
from django.core.mail import mail_admins
from django.db import Error, connection

from core.protection.throttle import take_turn
from forum_portal.monitoring.errors import as_text, report_of

# Of errors at one place, one mail in so many seconds.
_SECONDS = 600
_THREAD = "error-mail"


class ErrorMails(logging.Handler):
    """Mails each error to ADMINS, unless the same was mailed lately."""

    def emit(self, record: logging.LogRecord) -> None:
        """Mail `record`, in a thread of its own: the mail server may be slow."""
        report = report_of(record) if settings.ADMINS else None
        if report is not None:
            facts = (report.place, as_text(report))
            threading.Thread(target=_send, args=facts, name=_THREAD, daemon=True).start()


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
