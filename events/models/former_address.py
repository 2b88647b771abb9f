"""Addresses that rows once had."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.querysets import FormerAddressQuerySet


class FormerAddress(models.Model):
    """A former slug of a row of an event, or of the event itself: it redirects permanently.

    The row is named by its guid and not by a foreign key, because it may belong to any app, and
    because a row that was deleted and restored is found again.
    """

    kind = models.CharField(max_length=30, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="former_addresses", editable=False
    )
    slug = models.SlugField(max_length=80, db_index=False, editable=False)
    guid = models.UUIDField(editable=False)
    left_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        # The last one that had an address comes first.
        ordering = ("-left_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "slug", "event", "guid"), name="events_former_address_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
