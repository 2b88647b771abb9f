"""Planned releases, and links that show the draft to people outside the team."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from programme.choices import PlanState
from programme.models.release import ScheduleRelease
from programme.querysets import PlanQuerySet

_ACTIVE = (PlanState.WAITING, PlanState.PLANNED)


class ReleasePlan(models.Model):
    """A reviewed release that waits for approval by a second person, for its date, or for both.

    What becomes public is the agenda as it was reviewed (`payload`), not the draft at that time.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="release_plans", verbose_name=_("event")
    )
    base_version = models.PositiveIntegerField(_("based on version"))
    back_to_version = models.PositiveIntegerField(_("restores version"), null=True, blank=True)
    payload = models.JSONField(_("agenda"), editable=False)
    changes = models.JSONField(_("changes"), editable=False, default=list)
    open_errors = models.JSONField(_("errors published anyway"), editable=False, default=list)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("public from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=PlanState)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("approved or withdrawn by"),
    )
    settled_at = models.DateTimeField(_("approved or withdrawn"), null=True)
    release = models.OneToOneField(
        ScheduleRelease,
        models.SET_NULL,
        null=True,
        related_name="plan",
        verbose_name=_("release"),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned release")
        verbose_name_plural = _("planned releases")
        ordering = ("event", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event",), condition=Q(state__in=_ACTIVE), name="programme_one_active_plan"
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} – {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        """Whether the plan can still become public."""
        return self.state in _ACTIVE


class PreviewLink(models.Model):
    """A link that shows the draft to people outside the team until it expires."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="preview_links", verbose_name=_("event")
    )
    label = models.CharField(_("for whom"), max_length=100)
    # SHA-256 of the token, so that the database does not give the link away.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ("event", "-pk")

    def __str__(self) -> str:
        return self.label
