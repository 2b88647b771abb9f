"""What only few may see, in tables of its own: erased first, left out of every default list.

Diet, health, belief and whereabouts are sensitive personal information (PIPL art. 28, GDPR art. 9).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.models import Authored
from delegations.choices import ConsentPurpose, TransportMode
from delegations.models.attendee import Attendee
from events.models import Venue


class SensitiveData(Authored):
    """Passport, diet, health and belief of one person."""

    attendee = models.OneToOneField(
        Attendee,
        models.CASCADE,
        primary_key=True,
        related_name="sensitive_data",
        verbose_name=_("attendee"),
    )
    passport_name = models.CharField(_("name as in the passport"), max_length=200, blank=True)
    passport_number = models.CharField(_("passport number"), max_length=30, blank=True)
    passport_expires_on = models.DateField(_("passport expires on"), null=True, blank=True)
    nationality = CountryField(verbose_name=_("nationality"), blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    diet = models.CharField(_("diet"), max_length=60, blank=True)
    diet_note = models.CharField(_("diet, in words"), max_length=300, blank=True)
    health_note = models.CharField(_("health"), max_length=300, blank=True)
    religious_needs = models.CharField(_("religious needs"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sensitive data")
        verbose_name_plural = _("sensitive data")

    def __str__(self) -> str:
        return str(self.attendee)


class Travel(Authored):
    """How one person comes, stays and leaves. Moments are stored in UTC."""

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
    arrival_number = models.CharField(_("arrival number"), max_length=20, blank=True)
    arrival_point = models.CharField(_("arrives at"), max_length=100, blank=True)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    departure_mode = models.CharField(
        _("leaves by"), max_length=10, choices=TransportMode, blank=True
    )
    departure_number = models.CharField(_("departure number"), max_length=20, blank=True)
    departure_point = models.CharField(_("leaves from"), max_length=100, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    hotel = models.ForeignKey(
        Venue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guests",
        verbose_name=_("hotel"),
    )

    class Meta:
        verbose_name = _("travel")
        verbose_name_plural = _("travel")

    def __str__(self) -> str:
        return str(self.attendee)


class Consent(models.Model):
    """What a person agreed to or refused: the text they saw, in which language, who ticked."""

    attendee = models.ForeignKey(
        Attendee, models.CASCADE, related_name="consents", verbose_name=_("attendee")
    )
    purpose = models.CharField(_("purpose"), max_length=30, choices=ConsentPurpose)
    given = models.BooleanField(_("given"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    given_by = models.CharField(
        _("given by"), max_length=200, help_text=_("The person, or who ticked on their behalf.")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("attendee", "purpose", "-at")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.given}"
