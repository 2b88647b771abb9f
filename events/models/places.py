"""Where an edition takes place."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import kept_history
from core.models import Authored, Guided
from core.translated import TranslatedField
from events.choices import VenueKind
from events.models.event import Event
from events.public import PublicModel


class Venue(PublicModel, Guided, Authored):
    """A place where the forum meets or its guests stay."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="venues", verbose_name=_("event"))
    kind = models.CharField(
        _("kind"), max_length=20, choices=VenueKind, default=VenueKind.CONGRESS_CENTRE
    )
    name = TranslatedField(_("name"), max_length=200)
    address = TranslatedField(_("address"), max_length=300, blank=True)
    directions = TranslatedField(_("how to get there"), multiline=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = kept_history()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("event", "position", "pk")

    def __str__(self) -> str:
        return str(self.name)


class Room(PublicModel, Guided, Authored):
    """A room of a venue, in the order in which the grid shows them."""

    event_path = "venue__event_id"

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms", verbose_name=_("venue"))
    name = TranslatedField(_("name"), max_length=100)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    capacity = models.PositiveIntegerField(
        _("capacity"), validators=[MinValueValidator(1)], help_text=_("Seats, in people.")
    )
    booths = models.PositiveSmallIntegerField(
        _("interpreters' booths"), default=0, help_text=_("How many languages it can take.")
    )
    use = models.CharField(_("use"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = kept_history()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("venue", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="events_room_has_seats",
                violation_error_message=_("A room has at least one place."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)
