"""Changes of submitted people that a delegation asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Guided
from delegations.choices import AmendmentState
from delegations.models.attendee import Attendee
from delegations.models.focal_point import FocalPoint
from delegations.querysets import AmendmentQuerySet


class Amendment(Guided):
    """New values for fields of one person, by name; `before` holds their values at that time."""

    attendee = models.ForeignKey(
        Attendee, models.CASCADE, related_name="amendments", verbose_name=_("attendee")
    )
    changes = models.JSONField(_("changes"), default=dict)
    before = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey(
        FocalPoint, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    # Asked for by the person, through a link of their own; `by` is empty then.
    by_person = models.BooleanField(default=False, editable=False)
    at = models.DateTimeField(_("at"), auto_now=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AmendmentState, default=AmendmentState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    note = models.TextField(_("note for the delegation"), blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("attendee",),
                condition=Q(state=AmendmentState.WAITING),
                name="delegations_one_waiting_amendment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AmendmentState.values),
                name="delegations_amendment_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.attendee}: {self.get_state_display()}"

    @property
    def author(self) -> str:
        """The focal point or the person who asks for the change."""
        return str(self.attendee if self.by_person else self.by or "")
