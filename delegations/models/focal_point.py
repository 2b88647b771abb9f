"""Who registers a delegation: somebody in its city, without an account, by a link of their own."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Authored, Guided
from delegations.models.delegation import Delegation
from delegations.querysets import FocalPointQuerySet


class FocalPoint(Guided, Authored):
    """One person who may enter and submit the people of one delegation.

    The link is mailed and works once; what it opened stays open until it is revoked or the event is
    over. `generation` grows when access is taken away: whatever is open then is closed.
    """

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="focal_points", verbose_name=_("delegation")
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10)
    # Null once it was used: only its digest was ever kept.
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    token_expires_at = models.DateTimeField(_("link good until"), null=True, editable=False)
    link_sent_at = models.DateTimeField(_("link sent"), null=True, editable=False)
    opened_at = models.DateTimeField(_("last opened"), null=True, editable=False)
    # Since when mail to this address comes back; opening the link proves that some arrives.
    bounced_at = models.DateTimeField(_("mail comes back since"), null=True, editable=False)
    bounce_reason = models.CharField(
        _("why mail comes back"), max_length=500, blank=True, editable=False
    )
    revoked_at = models.DateTimeField(_("access taken away"), null=True, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = FocalPointQuerySet.as_manager()

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
                violation_error_message=_("This address is a focal point of the delegation."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether nobody has taken the access away."""
        return self.revoked_at is None

    @property
    def has_waiting_link(self) -> bool:
        """Whether a link was sent that still opens."""
        expires = self.token_expires_at
        return self.token_hash is not None and expires is not None and expires > timezone.now()
