"""The outbox: each mail is a row before it is a mail, written in the transaction that causes it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Guided
from mail.choices import MailState, Urgency
from mail.querysets import OutgoingMailQuerySet


class OutgoingMail(Guided):
    """One mail to one address. Its `guid` is its Message-ID, its `key` says what it is about."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    # What it belongs to and whom it is for, as identifiers of the apps that wrote it.
    scope = models.CharField(_("scope"), max_length=64, blank=True, db_index=True)
    recipient = models.CharField(_("recipient"), max_length=64, blank=True, db_index=True)
    address = models.EmailField(_("address"))
    # In whose name it goes out, who answers to it, and whose clock it is dated by.
    sender_name = models.CharField(_("sender"), max_length=100, blank=True)
    reply_to = models.EmailField(_("reply-to address"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    headers = models.JSONField(_("headers"), default=dict)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.NOW)
    # Nothing of it stays once it is sent: the address belongs to nobody we know yet.
    is_transient = models.BooleanField(_("erased when sent"), default=False)
    # A link that is for one person alone stands in the text: that it was sent stays, the text not.
    is_secret = models.BooleanField(_("text erased when sent"), default=False)
    # What goes with it, as `kind/identifier`: made when the mail is sent (`mail.attachments`).
    attachment = models.CharField(_("attachment"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=MailState, default=MailState.WAITING
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(_("claim"), null=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.CharField(_("reply of the mail server"), max_length=500, blank=True)
    bounced_at = models.DateTimeField(_("bounced"), null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing e-mail")
        verbose_name_plural = _("outgoing e-mail")
        ordering = ("-pk",)
        indexes = (
            # Read every second by the sender; what is sent is not in it.
            models.Index(
                fields=("urgency", "id"),
                condition=models.Q(state__in=(MailState.WAITING, MailState.SENDING)),
                name="mail_outgoing_next",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="mail_outgoing_state_known"
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_undelivered(self) -> bool:
        """Whether it did not reach its address, as far as anybody has told us."""
        return self.state in (MailState.FAILED, MailState.BOUNCED)


class BounceMailbox(models.Model):
    """How far a mailbox with returned mail has been read.

    `name` is a digest of its server, account and folder. The server numbers the messages of a
    folder upwards; if its `uid_validity` changes, it has begun again (RFC 9051, 2.3.1.1).
    """

    name = models.CharField(max_length=64, unique=True, editable=False)
    uid_validity = models.PositiveBigIntegerField(editable=False)
    last_uid = models.PositiveBigIntegerField(default=0, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("mailbox of returned e-mail")
        verbose_name_plural = _("mailboxes of returned e-mail")

    def __str__(self) -> str:
        return self.name
