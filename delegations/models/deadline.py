"""Deadlines of delegations and the office."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored
from delegations.choices import DeadlineKind
from delegations.querysets import DeadlineQuerySet
from events.models import Event


class Deadline(Authored):
    """A deadline: the end of a day in the time zone of the event."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="deadlines", verbose_name=_("event")
    )
    kind = models.CharField(_("deadline for"), max_length=20, choices=DeadlineKind)
    due_on = models.DateField(_("last day"))
    remind_days = models.PositiveSmallIntegerField(
        _("reminder, days before"),
        default=7,
        help_text=_(
            "Focal points who still have to act receive one e-mail. Enter 0 for no reminder."
        ),
    )

    objects = DeadlineQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("event", "due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "kind"),
                name="delegations_deadline_once",
                violation_error_message=_("The event already has a deadline for this."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DeadlineKind.values),
                name="delegations_deadline_kind_known",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
