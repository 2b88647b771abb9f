"""Exports of lists, and the versions they stored."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.choices import ListFormat
from delegations.models.api_token import ApiToken
from delegations.querysets import ListVersionQuerySet
from events.models import Event


class ExportLog(models.Model):
    """The log of one export, written before its first byte is sent. It is never edited."""

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
    # Counts the exports of the same list of the same event: two that differ never share a number.
    version = models.PositiveIntegerField(_("version"), default=1)
    list_name = models.CharField(_("list"), max_length=60)
    file_format = models.CharField(_("format"), max_length=10, choices=ListFormat)
    filters = models.JSONField(_("filters"), default=dict)
    order = models.CharField(_("order"), max_length=60)
    columns = models.JSONField(_("columns"), default=list)
    row_count = models.PositiveIntegerField(_("rows"))
    has_sensitive_columns = models.BooleanField(_("sensitive columns"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # Of what a program reads: by which token; one row for all pages of a list in an hour.
    token = models.ForeignKey(
        ApiToken,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("access token"),
    )
    once = models.CharField(max_length=64, null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "list_name", "version"), name="delegations_export_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(has_sensitive_columns=False) | ~models.Q(reason=""),
                name="delegations_sensitive_export_has_reason",
                violation_error_message=_("Give a reason for including the sensitive columns."),
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.list_name}"


class ListVersion(models.Model):
    """What one export of a list held, for comparison with later ones; see `packed_rows`."""

    log = models.OneToOneField(
        ExportLog, models.CASCADE, related_name="kept", verbose_name=_("export")
    )
    # Cells are words: compared with those of the same language.
    language = models.CharField(_("language"), max_length=10)
    # The keys of the stored columns.
    columns = models.JSONField(_("columns"), default=list)
    # Which key the digests were made with.
    key_name = models.CharField(max_length=16, editable=False)
    rows = models.BinaryField(_("rows"))

    objects = ListVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a list")
        verbose_name_plural = _("versions of lists")
        ordering = ("-log__version", "-pk")

    def __str__(self) -> str:
        return str(self.log)
