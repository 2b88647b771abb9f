"""Merges of two records of one person, and pairs of people who only look alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.protection.encrypted import SealedTextField
from delegations.models.attendee import Attendee
from delegations.querysets import MergeQuerySet
from events.models import Event


class Merge(models.Model):
    """A merge of one record into another: its author, and the data for undoing it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="merges", verbose_name=_("event"))
    # The keys of the merged record in the history of people; erased with the person.
    kept = models.ForeignKey(
        Attendee, models.CASCADE, related_name="merges", verbose_name=_("person kept")
    )
    merged_pk = models.BigIntegerField(editable=False)
    merged_guid = models.UUIDField(db_index=True, editable=False)
    merged_name = models.CharField(_("person merged"), max_length=400)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    # Names of the fields whose value came from the merged record; the values are in the history.
    taken = models.JSONField(default=list, editable=False)
    # Rows as they were. Passports may be among them: encrypted, and gone with their time.
    undo = SealedTextField(longest=1_000_000, blank=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("merged_guid",),
                condition=Q(undone_at=None),
                name="delegations_merged_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept}"

    @property
    def can_be_undone(self) -> bool:
        """Whether the data for undoing the merge still exist."""
        return self.undone_at is None and bool(self.undo)

    @property
    def taken_labels(self) -> list[str]:
        """The labels of the fields whose value came from the merged record."""
        fields = {field.name: field for field in Attendee._meta.concrete_fields}
        return [str(fields[name].verbose_name) for name in self.taken if name in fields]


class NotSame(models.Model):
    """Two similar people who are not the same person: the pair is not suggested again."""

    first = models.ForeignKey(
        Attendee, models.CASCADE, related_name="+", verbose_name=_("attendee")
    )
    second = models.ForeignKey(
        Attendee, models.CASCADE, related_name="+", verbose_name=_("attendee")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("pair of different people")
        verbose_name_plural = _("pairs of different people")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="delegations_not_same_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="delegations_not_same_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
