"""Sensitive data in separate tables: erased first, and left out of every default list.

Diet, health, belief and whereabouts are sensitive personal information (PIPL art. 28, GDPR art. 9).
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.models import Authored
from core.protection.encrypted import SealedDateField, SealedTextField
from core.text.fields import TidyCharField
from delegations.choices import AccessKind, ConsentPurpose, RoomPayer, RoomType, TransportMode
from delegations.models.attendee import Attendee
from events.models import Event, Venue

_MOST_BAGS = 99


def validate_country(code: str) -> None:
    """Refuse what is not the code of a country (ISO 3166-1 alpha-2). Raises ValidationError."""
    if code not in dict(countries):
        raise ValidationError(_("Choose a country."))


class SensitiveData(Authored):
    """Passport, diet, health and belief of one person, encrypted in the database."""

    attendee = models.OneToOneField(
        Attendee,
        models.CASCADE,
        primary_key=True,
        related_name="sensitive_data",
        verbose_name=_("attendee"),
    )
    passport_name = SealedTextField(_("name as in the passport"), longest=200, blank=True)
    passport_number = SealedTextField(_("passport number"), longest=30, blank=True)
    passport_expires_on = SealedDateField(_("passport expires on"), null=True, blank=True)
    document_kind = SealedTextField(_("kind of travel document"), longest=20, blank=True)
    issuing_country = SealedTextField(
        _("issuing country"), longest=2, blank=True, validators=[validate_country]
    )
    document_sex = SealedTextField(_("sex as in the document"), longest=1, blank=True)
    nationality = SealedTextField(
        _("nationality"), longest=2, blank=True, validators=[validate_country]
    )
    born_on = SealedDateField(_("date of birth"), null=True, blank=True)
    diet = SealedTextField(_("diet"), longest=60, blank=True)
    diet_note = SealedTextField(_("dietary note"), blank=True)
    health_note = SealedTextField(_("health"), blank=True)
    religious_needs = SealedTextField(_("religious needs"), blank=True)

    class Meta:
        verbose_name = _("sensitive data")
        verbose_name_plural = _("sensitive data")

    def __str__(self) -> str:
        return str(self.attendee)


class Travel(Authored):
    """The journey and hotel of one person. Times are stored in UTC."""

    attendee = models.OneToOneField(
        Attendee,
        models.CASCADE,
        primary_key=True,
        related_name="travel",
        verbose_name=_("attendee"),
    )
    arrival_mode = models.CharField(
        _("arrives by"), max_length=10, choices=TransportMode, blank=True
    )
    arrival_number = models.CharField(_("arrival flight or train"), max_length=20, blank=True)
    arrival_point = models.CharField(_("arrives at"), max_length=100, blank=True)
    arrival_from = models.CharField(_("arrives from"), max_length=100, blank=True)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    bags = models.PositiveSmallIntegerField(
        _("number of bags"), null=True, blank=True, validators=[MaxValueValidator(_MOST_BAGS)]
    )
    departure_mode = models.CharField(
        _("departs by"), max_length=10, choices=TransportMode, blank=True
    )
    departure_number = models.CharField(_("departure flight or train"), max_length=20, blank=True)
    departure_point = models.CharField(_("departs from"), max_length=100, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    hotel = models.ForeignKey(
        Venue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guests",
        verbose_name=_("hotel"),
    )
    room_type = models.CharField(_("room type"), max_length=10, choices=RoomType, blank=True)
    shares_with = TidyCharField(_("shares the room with"), max_length=200, blank=True)
    room_payer = models.CharField(_("room paid by"), max_length=12, choices=RoomPayer, blank=True)
    confirmation_number = models.CharField(
        _("hotel confirmation number"), max_length=40, blank=True
    )

    class Meta:
        verbose_name = _("travel")
        verbose_name_plural = _("travel")
        indexes = (
            models.Index(fields=("arrives_at",), name="delegations_travel_arrives"),
            models.Index(fields=("departs_at",), name="delegations_travel_departs"),
        )

    def __str__(self) -> str:
        return str(self.attendee)


class Consent(models.Model):
    """One answer to one purpose: the version and language of the text, and who gave it."""

    attendee = models.ForeignKey(
        Attendee, models.CASCADE, related_name="consents", verbose_name=_("attendee")
    )
    purpose = models.CharField(_("purpose"), max_length=30, choices=ConsentPurpose)
    given = models.BooleanField(_("given"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    given_by = models.CharField(
        _("given by"),
        max_length=200,
        help_text=_("The person, or the user who answered on their behalf."),
    )
    # Given by the person, through their own link: nobody else can change it.
    by_person = models.BooleanField(_("stated by the person"), default=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("attendee", "purpose", "-at")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.given}"


class SensitiveAccess(models.Model):
    """The log of one access to sensitive data: who, whose, and the reason. It is never edited."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="sensitive_accesses", verbose_name=_("event")
    )
    # Survives the erasure of the person: the record then names nobody.
    attendee = models.ForeignKey(
        Attendee, models.SET_NULL, null=True, related_name="+", verbose_name=_("attendee")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    kind = models.CharField(_("what"), max_length=10, choices=AccessKind)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("access to sensitive data")
        verbose_name_plural = _("records of access to sensitive data")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="delegations_sensitive_access_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_kind_display()}"
