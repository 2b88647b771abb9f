"""What visitors read about an edition: figures, partners, pages."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored
from core.translated_field import TranslatedField
from events.choices import FigureKey, PartnerRole
from events.models.event import Event
from events.public import AddressedModel, PublicModel


class PublishedFigure(PublicModel, Authored):
    """A figure as published by the office, for example "over 800". Never a live count."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="figures", verbose_name=_("event")
    )
    key = models.CharField(_("figure"), max_length=30, choices=FigureKey)
    label = TranslatedField(_("label"), max_length=100)
    value = TranslatedField(
        _("value as displayed"),
        max_length=50,
        help_text=_("Exactly as published, for example “over 800”."),
    )
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_headline = models.BooleanField(_("on the front page"), default=True)

    history = record_history()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ("event", "position", "pk")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class Partner(PublicModel, Authored):
    """An organization that supports the forum, in the order of protocol."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="partners", verbose_name=_("event")
    )
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole)
    name = TranslatedField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = record_history()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("event", "position", "pk")

    def __str__(self) -> str:
        return str(self.name)


class Page(AddressedModel, Authored):
    """Practical information: visa, airport, hotels, weather, emergency numbers."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="pages", verbose_name=_("event"))
    slug = models.SlugField(
        _("short name in the URL"),
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("Use a–z, 0–9 and hyphens."))],
    )
    title = TranslatedField(_("title"), max_length=150)
    body = TranslatedField(
        _("text"), multiline=True, blank=True, help_text=_("Plain text or Markdown.")
    )
    is_published = models.BooleanField(_("published"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = record_history()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("event", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "slug"),
                name="events_page_slug_unique",
                violation_error_message=_("This event already has a page with this name."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The public address, in the language of the reader."""
        return reverse("events:page", args=[self.event.slug, self.slug])
