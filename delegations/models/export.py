"""Who took which list out of the portal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from delegations.choices import ListFormat
from events.models import Event


class ExportLog(models.Model):
    """One export, written before its first byte leaves. Nobody changes or deletes it."""

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="export_logs", verbose_name=_("event")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="export_logs",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    list_name = models.CharField(_("list"), max_length=60)
    file_format = models.CharField(_("format"), max_length=10, choices=ListFormat)
    filters = models.JSONField(_("filters"), default=dict)
    order = models.CharField(_("order"), max_length=20)
    columns = models.JSONField(_("columns"), default=list)
    row_count = models.PositiveIntegerField(_("rows"))
    has_sensitive_columns = models.BooleanField(_("sensitive columns"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(has_sensitive_columns=False) | ~models.Q(reason=""),
                name="delegations_sensitive_export_has_reason",
                violation_error_message=_("Say what the sensitive columns are needed for."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.list_name}"
