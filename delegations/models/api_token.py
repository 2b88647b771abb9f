"""Access tokens, with which programs read lists."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Guided
from delegations.querysets import ApiTokenQuerySet
from events.models import Event


class ApiToken(Guided):
    """A token for some columns of one event. It never opens more than its owner may see."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="api_tokens", verbose_name=_("event"), editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("owner"),
        editable=False,
    )
    name = models.CharField(pgettext_lazy("of a token", "name"), max_length=80)
    # The token itself is shown once and not stored.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Columns of the attendee list, by their keys; none for a key to the delegations alone.
    columns = models.JSONField(_("columns"), default=list)
    with_delegations = models.BooleanField(_("list of delegations"), default=False)
    has_sensitive_columns = models.BooleanField(_("sensitive columns"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # What ends all sessions of the owner (another role, leaving the team) ends their keys too.
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    # How often it was used in which minute, counted since 1970.
    minute = models.PositiveIntegerField(default=0, editable=False)
    used_in_minute = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(has_sensitive_columns=False) | ~models.Q(reason=""),
                name="delegations_sensitive_token_has_reason",
                violation_error_message=_("Give a reason for including the sensitive columns."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def is_good(self, at: datetime) -> bool:
        """Whether the token is valid at `at`. Needs `owner` loaded."""
        owner = self.owner
        is_theirs = owner.is_active and owner.session_generation == self.session_generation
        return is_theirs and self.revoked_at is None and self.expires_at > at
