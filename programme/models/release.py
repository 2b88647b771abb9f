"""The releases of the agenda that visitors see."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.public import PublicModel
from programme.querysets import ReleaseQuerySet


class ScheduleRelease(PublicModel):
    """The agenda as it was published at one moment. Never changed or deleted by hand."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="releases", verbose_name=_("event")
    )
    version = models.PositiveIntegerField(_("version"))
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    released_at = models.DateTimeField(_("released at"), auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("released by"),
    )
    payload = models.JSONField(_("agenda"), editable=False)
    # When somebody was last erased from it.
    scrubbed_at = models.DateTimeField(null=True, editable=False)
    changes = models.JSONField(_("changes"), editable=False, default=list)
    open_errors = models.JSONField(
        _("errors published anyway"),
        editable=False,
        default=list,
        help_text=_("Errors found by the checks that nobody had accepted."),
    )

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("event", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "version"), name="programme_release_version_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} – {self.version}"
