"""A seat of a person in a session that takes sign-ups, or their place on its waiting list."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from delegations.models import Attendee, FocalPoint
from programme.choices import SignUpState
from programme.models.agenda import Session
from programme.querysets import SignUpQuerySet


class SignUp(models.Model):
    """The sign-up of one person for one session. People who wait move up in the order of `at`."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="sign_ups", verbose_name=_("session")
    )
    attendee = models.ForeignKey(
        Attendee, models.CASCADE, related_name="sign_ups", verbose_name=_("attendee")
    )
    state = models.CharField(_("state"), max_length=10, choices=SignUpState)
    at = models.DateTimeField(_("asked"), auto_now_add=True)
    seated_at = models.DateTimeField(_("seated"), null=True)
    by_focal_point = models.ForeignKey(
        FocalPoint, models.SET_NULL, null=True, related_name="+", verbose_name=_("focal point")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ("session", "at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("session", "attendee"), name="programme_sign_up_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=SignUpState.values),
                name="programme_sign_up_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.attendee}: {self.get_state_display()}"
