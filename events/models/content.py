"""What visitors read about an edition: figures, partners, pages."""

from secrets import token_hex
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.files.optional_file import OptionalFile
from core.files.uploads import PrivateStorage
from core.history import record_history
from core.models import Authored
from core.translated_field import TranslatedField
from events.choices import FigureKey, PartnerRole
from events.models.event import Event
from events.public import AddressedModel, PublicModel
from events.querysets import PartnerQuerySet


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


def logo_name(_row: object, _name: str) -> str:
    """Return a file name that nobody can guess; the public URL is another one."""
    return f"logos/{token_hex(16)}.png"


class Partner(OptionalFile, PublicModel, Authored):
    """An organization that supports the forum, in the order of protocol."""

    file_field = "logo"

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="partners", verbose_name=_("event")
    )
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole)
    name = TranslatedField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = models.FileField(
        _("logo"),
        storage=PrivateStorage(),
        upload_to=logo_name,
        blank=True,
        help_text=_("JPEG or PNG, best with a transparent background."),
    )
    logo_digest = models.CharField(max_length=64, editable=False, blank=True)
    logo_alt = TranslatedField(
        _("what the logo shows"),
        max_length=200,
        blank=True,
        help_text=_("Leave empty if the logo shows the name alone: the name is beside it."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar = PartnerQuerySet.as_manager()
    # The file of a replaced logo is deleted, so no earlier state can bring it back.
    history = record_history("logo", "logo_digest")

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("event", "position", "pk")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def logo_url(self) -> str:
        """The URL of the logo, which changes with it; empty if there is none."""
        if not self.logo:
            return ""
        return reverse("partner-logo", args=[self.event.slug, self.pk, self.logo_digest])


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
