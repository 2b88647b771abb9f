"""Which mail is next."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from mail.choices import MailState

if TYPE_CHECKING:
    from mail.models import OutgoingMail


# A sender that was killed before it handed the mail over has lost it after this time.
LEASE = timedelta(seconds=30)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Rows of the outbox."""

    def due(self, at: datetime) -> "OutgoingMailQuerySet":
        """Mails that may be sent at `at`, urgent ones first: waiting, or left by a killed sender.

        What was handed over is not among it: it would arrive twice.
        """
        waiting = Q(state=MailState.WAITING, not_before__lte=at)
        left = Q(state=MailState.SENDING, claimed_at__lte=at - LEASE)
        return self.filter(waiting | left).order_by("urgency", "pk")

    def to_any_of(self, recipients: Iterable[str]) -> "OutgoingMailQuerySet":
        """Mails to these people, the newest first, without their texts."""
        return self.filter(recipient__in=list(recipients)).defer("body").order_by("-pk")

    def unfinished(self) -> "OutgoingMailQuerySet":
        """Mails that have not been sent and may still be."""
        return self.filter(state__in=(MailState.WAITING, MailState.SENDING))
