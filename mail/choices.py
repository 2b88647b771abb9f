"""Choices of the outbox, stored in the database as words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Sending")
    # The mail server has all of it; its answer was not seen, because the portal was killed or the
    # connection broke in that moment. Never sent again by itself.
    HANDED_OVER = "handed-over", _("Handed over, no reply received")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Rejected or given up")
    # Another mail server has told us later that it could not be delivered.
    BOUNCED = "bounced", _("Bounced")


class Urgency(models.IntegerChoices):
    """Order of sending: e-mails that somebody is waiting for go before e-mails to many."""

    NOW = 0, _("Somebody is waiting for it")
    BULK = 1, _("To many recipients")
