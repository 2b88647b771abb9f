"""Findings of the checks that have been accepted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event


class AcceptedFinding(models.Model):
    """An accepted finding, with the reason. It can be withdrawn but not deleted: it is a record.

    It holds for exactly the facts that were accepted (`fingerprint`): if one changes, the finding
    is open again.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="accepted_findings", verbose_name=_("event")
    )
    check_key = models.CharField(_("check"), max_length=60)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    sentence = models.TextField(
        _("finding"), help_text=_("The text when it was accepted, without sensitive data.")
    )
    reason = models.CharField(_("reason"), max_length=300)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        ordering = ("-accepted_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "check_key", "fingerprint"),
                condition=Q(withdrawn_at=None),
                name="programme_finding_accepted_once",
                violation_error_message=_("This finding has already been accepted."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="programme_accepted_finding_has_reason",
                violation_error_message=_("Give a reason for accepting it."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="programme_withdrawal_has_author",
            ),
        )

    def __str__(self) -> str:
        return self.sentence
