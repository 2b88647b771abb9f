"""Who works for an edition."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.history import kept_history
from core.models import Authored
from events.models.event import Event


class TeamMember(Authored):
    """What somebody is in an event. Rights follow from the role (`accounts.roles`)."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="team_members", verbose_name=_("event")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("user"),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)

    history = kept_history()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ("event", "role", "user__email")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "user"),
                name="events_team_member_once",
                violation_error_message=_("This person is in the team of the event already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"
