"""Changes of the head of a delegation, and what happened to the former head's engagements."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from delegations.models.attendee import Attendee
from delegations.models.delegation import Delegation


class HeadChange(models.Model):
    """One change of head. It is never edited."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="head_changes", verbose_name=_("delegation")
    )
    former = models.ForeignKey(
        Attendee, models.SET_NULL, null=True, related_name="+", verbose_name=_("former head")
    )
    new = models.ForeignKey(
        Attendee, models.SET_NULL, null=True, related_name="+", verbose_name=_("new head")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.TextField(_("note for the office"), blank=True)
    place_before = models.PositiveIntegerField(_("precedence before"))
    place_after = models.PositiveIntegerField(_("precedence after"))

    class Meta:
        verbose_name = _("change of head")
        verbose_name_plural = _("changes of head")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.former or '–'} → {self.new or '–'}"
