"""Lists that are too long to wait for: the worker makes them, and they are stored for a day."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Guided
from delegations.choices import ListFormat
from delegations.choices.exports import ExportFailure, ExportState
from delegations.models.export import ExportLog
from delegations.querysets import EXPORT_KEPT, BackgroundExportQuerySet
from events.models import Event


class BackgroundExport(Guided):
    """A file that one user requested. No other user sees the file or the request."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="background_exports", editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False
    )
    # The filled-in form with its reason: it is judged again when the file is made.
    query = models.TextField(editable=False)
    title = models.CharField(max_length=200, editable=False)
    file_format = models.CharField(max_length=10, choices=ListFormat, editable=False)
    language = models.CharField(max_length=10, editable=False)
    # Rights that the columns, filters and orders need; a user who loses one gets no file.
    needs = models.JSONField(default=list, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        max_length=10, choices=ExportState, default=ExportState.WAITING, editable=False
    )
    failure = models.CharField(max_length=20, choices=ExportFailure, blank=True, editable=False)
    # The claim of the worker that makes the file; it expires without reports.
    claim = models.UUIDField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    rows_total = models.PositiveIntegerField(default=0, editable=False)
    rows_done = models.PositiveIntegerField(default=0, editable=False)
    # The record of what is in the file; an attempt that was killed has one of its own.
    log = models.ForeignKey(ExportLog, models.SET_NULL, null=True, related_name="+", editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    stored = models.CharField(max_length=100, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)

    objects = BackgroundExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("file in preparation")
        verbose_name_plural = _("files in preparation")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("id",),
                condition=models.Q(state__in=(ExportState.WAITING, ExportState.RUNNING)),
                name="delegations_export_next",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=ExportState.values),
                name="delegations_export_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ExportState.DONE) ^ models.Q(stored=""),
                name="delegations_export_file_when_done",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def address_query(self) -> str:
        """The choices as a query string, without the reason."""
        chosen = QueryDict(self.query, mutable=True)
        chosen.pop("reason", None)
        return chosen.urlencode()

    @property
    def gone_at(self) -> datetime | None:
        """The date and time at which the file is deleted."""
        return self.finished_at + EXPORT_KEPT if self.finished_at else None

    @property
    def is_unfinished(self) -> bool:
        """Whether the worker has not finished with it."""
        return self.state in (ExportState.WAITING, ExportState.RUNNING)
