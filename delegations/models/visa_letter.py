"""The register of letters for visa applications (working document L22)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Guided
from core.text.fields import TidyCharField
from delegations.choices import VisaOutcome
from delegations.models.attendee import Attendee
from delegations.models.export import ExportLog
from events.models import Event


class VisaLetter(Guided):
    """A letter as it was printed: its number, for whom, in which language, and what became of it.

    Who printed it and when is in the log of the export. It holds no passport data: those go after
    the forum, and the number of the letter stays.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="visa_letters", verbose_name=_("event")
    )
    # A number that was given is never given again, so the row outlives the person.
    attendee = models.ForeignKey(
        Attendee,
        models.SET_NULL,
        null=True,
        related_name="visa_letters",
        verbose_name=_("attendee"),
    )
    log = models.ForeignKey(
        ExportLog, models.CASCADE, related_name="visa_letters", verbose_name=_("export")
    )
    serial = models.PositiveIntegerField(_("running number"))
    number = models.CharField(_("number"), max_length=80)
    language = models.CharField(_("language"), max_length=10)
    stamped_by = TidyCharField(_("stamped by"), max_length=120, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    visa = models.CharField(
        pgettext_lazy("outcome of an application", "visa"),
        max_length=10,
        choices=VisaOutcome,
        blank=True,
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revocation_reason = models.CharField(_("reason for revoking"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter for a visa")
        verbose_name_plural = _("letters for visas")
        ordering = ("event", "-serial")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "serial"), name="delegations_visa_letter_serial_once"
            ),
            models.CheckConstraint(
                condition=Q(visa__in=["", *VisaOutcome.values]),
                name="delegations_visa_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revocation_reason=""),
                name="delegations_visa_letter_revoked_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.number
