"""Focal points: people in the city who register its delegation by a link, without an account."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text.fields import TidyCharField
from delegations.models.delegation import Delegation
from delegations.models.mailed_link import MailedLink
from delegations.querysets import MailedLinkQuerySet


class FocalPoint(MailedLink):
    """A person who may enter and submit the people of one delegation."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="focal_points", verbose_name=_("delegation")
    )
    name = TidyCharField(pgettext_lazy("of a person", "name"), max_length=200)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    named_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("named by"),
    )

    objects = MailedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ("delegation", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                "delegation",
                Lower("email"),
                condition=Q(revoked_at=None),
                name="delegations_focal_point_once",
                violation_error_message=_(
                    "This address already belongs to a focal point of the delegation."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name
