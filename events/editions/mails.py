"""Mails about an edition: in its name, answered by its office, dated by its clock."""

from typing import Any

from events.models import Event
from mail.models import OutgoingMail
from mail.services import write_mail


def write_event_mail(event: Event, **values: Any) -> OutgoingMail:
    """A mail for the outbox, not saved yet; `values` are those of `mail.services.write_mail`.

    Call it in the language of the reader: the edition is named in it.
    """
    mail = write_mail(scope=event.guid.hex, **values)
    mail.sender_name = " ".join(str(event.title).split())[:100]
    mail.reply_to = event.office_email
    mail.time_zone = event.time_zone
    return mail
