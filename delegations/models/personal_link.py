"""Links by which people complete their own entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from delegations.models.attendee import Attendee
from delegations.models.delegation import Delegation
from delegations.models.focal_point import FocalPoint
from delegations.models.mailed_link import MailedLink
from delegations.querysets import PersonalLinkQuerySet


class PersonalLink(MailedLink):
    """The link of a person to their own entry, and to nothing else of the delegation.

    It stops working when they move to another delegation or are not coming.
    """

    attendee = models.OneToOneField(
        Attendee, models.CASCADE, related_name="personal_link", verbose_name=_("attendee")
    )
    # The delegation that the person was in when the link was sent.
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="+", verbose_name=_("delegation")
    )
    sent_by = models.ForeignKey(
        FocalPoint,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("focal point"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    objects = PersonalLinkQuerySet.as_manager()
    with_rows = (*MailedLink.with_rows, "attendee__delegation__organisation")

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ("attendee",)

    def __str__(self) -> str:
        return str(self.attendee)
