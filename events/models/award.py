"""The award: its shortlist, its winners, and when each becomes public."""

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.history import record_history
from core.models import Authored, Guided
from core.translated_field import TranslatedField
from events.models.event import Event
from events.public import PublicModel
from events.querysets import AwardQuerySet


class Award(PublicModel, Guided, Authored):
    """An award that is given at the forum. Nothing about it is public before its date."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="awards", verbose_name=_("event"))
    title = TranslatedField(_("title"), max_length=200)
    description = TranslatedField(
        _("description"), multiline=True, blank=True, help_text=_("Plain text or Markdown.")
    )
    website = models.URLField(_("website"), blank=True)
    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_(
            "Publishes the title and description. Names follow at the dates and times below."
        ),
    )
    shortlist_at = models.DateTimeField(
        _("shortlist public from"), null=True, blank=True, help_text=_("If empty, never.")
    )
    results_at = models.DateTimeField(
        _("results public from"),
        null=True,
        blank=True,
        help_text=_("The embargo: until this date and time, only the team can see who won."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar = AwardQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ("event", "position", "pk")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Results come with the shortlist or after it."""
        if self.results_at and self.shortlist_at and self.results_at < self.shortlist_at:
            raise ValidationError(
                {"results_at": _("Results cannot become public before the shortlist.")}
            )

    def shows_shortlist(self, at: datetime) -> bool:
        """Whether the shortlist is public at `at`."""
        return self.shows_results(at) or (self.shortlist_at is not None and self.shortlist_at <= at)

    def shows_results(self, at: datetime) -> bool:
        """Whether the results are public at `at`."""
        return self.results_at is not None and self.results_at <= at


class AwardEntry(PublicModel, Guided, Authored):
    """A shortlisted city with its initiative, and its result."""

    event_path = "award__event_id"

    award = models.ForeignKey(
        Award, models.CASCADE, related_name="entries", verbose_name=_("award")
    )
    city = TranslatedField(_("city or region"), max_length=150)
    country = CountryField(verbose_name=_("country"), blank=True)
    initiative = TranslatedField(_("initiative"), max_length=300, blank=True)
    summary = TranslatedField(_("summary"), multiline=True, blank=True)
    is_winner = models.BooleanField(_("winner"), default=False)
    is_city_of_your_choice = models.BooleanField(
        _("City of Your Choice"), default=False, help_text=_("Chosen by public vote.")
    )

    history = record_history()

    class Meta:
        verbose_name = _("award entry")
        verbose_name_plural = _("award entries")
        ordering = ("award", "pk")

    def __str__(self) -> str:
        return str(self.city)
