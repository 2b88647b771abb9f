"""Quotas for each function of a delegation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored
from delegations.choices import AttendeeFunction
from delegations.models.delegation import Delegation
from events.models import Event


class EventQuota(Authored):
    """A quota for every delegation of an event. A function without a row has no limit."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="function_quotas", verbose_name=_("event")
    )
    function = models.CharField(_("function"), max_length=20, choices=AttendeeFunction)
    number = models.PositiveIntegerField(_("maximum number of people"))

    history = record_history()

    class Meta:
        verbose_name = _("quota for a function")
        verbose_name_plural = _("quotas for functions")
        ordering = ("event", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "function"),
                name="delegations_event_quota_once",
                violation_error_message=_("This function already has a quota."),
            ),
            models.CheckConstraint(
                condition=Q(function__in=AttendeeFunction.values),
                name="delegations_event_quota_function_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.number}"


class DelegationQuota(Authored):
    """A quota of one delegation, in place of that of the event."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="function_quotas", verbose_name=_("delegation")
    )
    function = models.CharField(_("function"), max_length=20, choices=AttendeeFunction)
    number = models.PositiveIntegerField(
        _("maximum number of people"),
        null=True,
        blank=True,
        help_text=_("Leave empty for no limit."),
    )

    history = record_history()

    class Meta:
        verbose_name = _("quota for a function")
        verbose_name_plural = _("quotas for functions")
        ordering = ("delegation", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("delegation", "function"),
                name="delegations_delegation_quota_once",
                violation_error_message=_("This function already has a quota."),
            ),
            models.CheckConstraint(
                condition=Q(function__in=AttendeeFunction.values),
                name="delegations_delegation_quota_function_known",
            ),
        )

    def __str__(self) -> str:
        number = "–" if self.number is None else self.number
        return f"{self.get_function_display()}: {number}"
