"""Short notes of the office on people, such as “called” or “awaiting visa”."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text.fields import TidyCharField
from delegations.models.attendee import Attendee

LONGEST_TAG = 40


class Tag(models.Model):
    """One tag of one person. A tag exists in an edition as long as somebody there has it."""

    attendee = models.ForeignKey(
        Attendee, models.CASCADE, related_name="tags", verbose_name=_("attendee")
    )
    name = TidyCharField(_("tag"), max_length=LONGEST_TAG)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("attendee", "name"), name="delegations_tag_once"),
        )

    def __str__(self) -> str:
        return self.name
