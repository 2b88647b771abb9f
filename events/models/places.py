"""Where an edition takes place."""

from typing import Unpack

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored, Guided, SaveOptions
from core.translated_field import TranslatedField
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

    history = record_history()

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
        _("capacity"), validators=[MinValueValidator(1)], help_text=_("Number of seats.")
    )
    booths = models.PositiveSmallIntegerField(
        _("interpretation booths"),
        default=0,
        help_text=_("Number of languages that can be interpreted."),
    )
    use = models.CharField(_("use"), max_length=200, blank=True)
    opens_at = models.TimeField(
        _("opens at"),
        null=True,
        blank=True,
        help_text=_("Every day. Leave empty if it is open all day."),
    )
    closes_at = models.TimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("A time before the opening time means after midnight."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = record_history()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("venue", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="events_room_has_seats",
                violation_error_message=_("A room must have at least one seat."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None)
                | (
                    Q(opens_at__isnull=False, closes_at__isnull=False) & ~Q(opens_at=F("closes_at"))
                ),
                name="events_room_has_both_hours",
                violation_error_message=_("Enter both times, and different ones, or neither."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)


class VenueDistance(Authored):
    """The time from one venue to another, door to door, in minutes. The same both ways."""

    from_venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="+", verbose_name=_("from venue")
    )
    to_venue = models.ForeignKey(
        Venue, models.CASCADE, related_name="+", verbose_name=_("to venue")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), help_text=_("Door to door, in either direction.")
    )

    history = record_history()

    class Meta:
        verbose_name = _("distance between venues")
        verbose_name_plural = _("distances between venues")
        ordering = ("from_venue", "to_venue")
        constraints = (
            models.UniqueConstraint(
                fields=("from_venue", "to_venue"),
                name="events_venue_distance_once",
                violation_error_message=_(
                    "The distance between these two venues has already been entered."
                ),
            ),
            models.CheckConstraint(
                condition=Q(from_venue__lt=F("to_venue")),
                name="events_venue_distance_in_order",
                violation_error_message=_("Choose two different venues."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_venue} – {self.to_venue}"

    def clean(self) -> None:
        """Refuse venues of two events; put the pair into its stored order."""
        if not self.from_venue_id or not self.to_venue_id:
            return  # the form says so already
        self._put_in_order()
        if self.from_venue.event_id != self.to_venue.event_id:
            raise ValidationError({"to_venue": _("Both venues must belong to the same event.")})

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save in the stored order of a pair: the way back is the same row."""
        self._put_in_order()
        super().save(**options)

    def _put_in_order(self) -> None:
        if self.from_venue_id and self.to_venue_id and self.from_venue_id > self.to_venue_id:
            self.from_venue, self.to_venue = self.to_venue, self.from_venue
