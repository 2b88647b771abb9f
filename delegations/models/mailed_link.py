"""The base of rows with a private link, which admits somebody without an account."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Authored, Guided

# What the names begin with under which the outbox keeps mails that hold a link.
MAILBOX = "link-"


class MailedLink(Guided, Authored):
    """A link that is e-mailed and works once; its session stays open until access is revoked.

    Revoking access raises `generation`, which closes all open sessions.
    """

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    # Null once the link is used. Only the digest of a link is stored.
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    # The former link, used or replaced: it no longer works, but is not counted as a guess.
    spent_hash = models.CharField(
        max_length=64, null=True, blank=True, editable=False, db_index=True
    )
    token_expires_at = models.DateTimeField(_("link valid until"), null=True, editable=False)
    link_sent_at = models.DateTimeField(_("link sent"), null=True, editable=False)
    opened_at = models.DateTimeField(_("last opened"), null=True, editable=False)
    # Since when mail to this address comes back; opening the link proves that some arrives.
    bounced_at = models.DateTimeField(_("e-mail bounces since"), null=True, editable=False)
    bounce_reason = models.CharField(
        _("why e-mail bounces"), max_length=500, blank=True, editable=False
    )
    revoked_at = models.DateTimeField(_("access revoked"), null=True, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)

    # What a service must have at hand to write the mail.
    with_rows: ClassVar[tuple[str, ...]] = ("delegation__event", "delegation__organisation")

    class Meta:
        abstract = True

    @property
    def is_active(self) -> bool:
        """Whether access has not been revoked."""
        return self.revoked_at is None

    @property
    def mailbox(self) -> str:
        """The mailbox of waiting links in the outbox, separate from other mails to this person."""
        return f"{MAILBOX}{self.guid.hex}"
