"""The team of an edition: members, invitations, changes."""

from datetime import datetime, timedelta
from typing import Unpack

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.history import record_history
from core.models import Authored, Guided, SaveOptions
from events.choices import TeamChangeKind
from events.models.event import Event
from events.querysets import InvitationQuerySet

INVITATION_AGE = timedelta(days=7)


def invitation_end() -> datetime:
    """When an invitation created now expires."""
    return timezone.now() + INVITATION_AGE


class TeamMember(Authored):
    """The role of somebody in an event. Rights follow from the role (`accounts.roles`)."""

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

    history = record_history()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ("event", "role", "user__email")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "user"),
                name="events_team_member_once",
                violation_error_message=_("This person is already in the team of the event."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class Invitation(Guided):
    """An invitation to the team for the owner of an e-mail address. Its link works once."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="invitations", verbose_name=_("event")
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    # For a sub-forum editor, by guid: the sub-forums are rows of an app above this one.
    sub_forums = models.JSONField(default=list, editable=False)
    language = models.CharField(_("language of the e-mail"), max_length=10)
    note = models.CharField(_("personal message"), max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    expires_at = models.DateTimeField(_("valid until"), default=invitation_end)
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="events_invitation_one_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}"

    @property
    def has_run_out(self) -> bool:
        """Whether its link has expired."""
        return self.expires_at <= timezone.now()


class TeamChange(models.Model):
    """A change in a team: who, what, when. Written by services, shown on the team page."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="team_changes", editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    kind = models.CharField(_("change"), max_length=20, choices=TeamChangeKind)
    about = models.CharField(_("person"), max_length=254, blank=True)
    before = models.CharField(max_length=200, blank=True, editable=False)
    after = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("change of the team")
        verbose_name_plural = _("changes of the team")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save once: a record is never changed."""
        if not self._state.adding:
            raise TypeError("A change of the team is a record.")
        super().save(**options)

    @property
    def before_words(self) -> list[str | Promise]:
        """The state before, in the language of the reader."""
        return _words(self.before)

    @property
    def after_words(self) -> list[str | Promise]:
        """The state after, in the language of the reader."""
        return _words(self.after)


def _words(text: str) -> list[str | Promise]:
    names = dict(Role.choices)
    return [names.get(word, word) for word in text.split()]
