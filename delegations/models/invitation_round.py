"""Invitations that are sent together: the worker writes their letters, one after the other."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Guided
from delegations.choices import RoundState
from delegations.querysets import InvitationRoundQuerySet
from events.models import Event

_UNFINISHED = (RoundState.WAITING, RoundState.RUNNING)


class InvitationRound(Guided):
    """The invitations of one press of the button, and what came of each.

    `delegations` holds the keys of those to invite. `results` holds for each of them, in this
    order, the number of its letter, or why there is none.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="invitation_rounds", editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    first = models.CharField(max_length=10, editable=False)
    second = models.CharField(max_length=10, blank=True, editable=False)
    note = models.CharField(max_length=300, blank=True, editable=False)
    # The language of the reasons.
    language = models.CharField(max_length=10, editable=False)
    delegations = models.JSONField(default=list, editable=False)
    results = models.JSONField(default=list, editable=False)
    state = models.CharField(
        max_length=10, choices=RoundState, default=RoundState.WAITING, editable=False
    )
    # The claim of the worker that writes the letters; it expires without signs of life.
    claim = models.UUIDField(null=True, editable=False)
    seen_at = models.DateTimeField(default=timezone.now, editable=False)
    # Workers in a row that were killed at the same letter.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = InvitationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of invitations")
        verbose_name_plural = _("rounds of invitations")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("id",),
                condition=models.Q(state__in=_UNFINISHED),
                name="delegations_round_next",
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"

    @property
    def waiting(self) -> list[int]:
        """The keys of the delegations that are still to be invited."""
        keys: list[int] = self.delegations[len(self.results) :]
        return keys

    @property
    def is_unfinished(self) -> bool:
        """Whether letters are still to be written."""
        return self.state in _UNFINISHED
