"""Saved lists that colleagues are sent every day at a time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Authored
from events.models import SavedList


class ScheduledList(Authored):
    """One colleague who gets a link to a saved list, if it has changed since the last time."""

    saved_list = models.ForeignKey(
        SavedList, models.CASCADE, related_name="schedules", verbose_name=_("saved list")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="scheduled_lists",
        verbose_name=_("recipient"),
    )
    # On the clock of the event.
    at = models.TimeField(_("time"))
    # The last day on which it was looked at, and that on which a link was sent.
    checked_on = models.DateField(_("checked on"), null=True, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, editable=False)
    # Of the rows that the last link led to, as the recipient may see them.
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("scheduled list")
        verbose_name_plural = _("scheduled lists")
        ordering = ("saved_list", "recipient")
        constraints = (
            models.UniqueConstraint(
                fields=("saved_list", "recipient"), name="delegations_scheduled_list_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.saved_list} → {self.recipient}"
