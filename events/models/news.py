"""News releases, and who reads them by e-mail."""

from typing import ClassVar, Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored, Guided, SaveOptions
from core.text.languages import content_choices
from events.models.event import Event
from events.public import AddressedModel, PublicModel
from events.querysets import NewsQuerySet, PublicQuerySet


class NewsItem(AddressedModel, Authored):
    """A news release in one language, as it was issued. Translations are items of their own."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="news", verbose_name=_("event"))
    language = models.CharField(_("language"), max_length=10, choices=content_choices)
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The original news release. Leave empty if this is the original."),
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("short name in the URL"),
        max_length=80,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("Use a–z, 0–9 and hyphens."))],
        help_text=_("Leave empty to derive it from the title."),
    )
    summary = models.TextField(_("summary"), max_length=500, help_text=_("One or two sentences."))
    body = models.TextField(_("text"), blank=True, help_text=_("Plain text or Markdown."))
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Who issued it.")
    )
    source_url = models.URLField(_("URL at the source"), blank=True)
    published_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Published automatically at this date and time. If empty, it is a draft."),
    )

    objects: ClassVar = NewsQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("news release")
        verbose_name_plural = _("news releases")
        ordering = ("event", "-published_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "slug"),
                name="events_news_slug_unique",
                violation_error_message=_("This event already has a news release with this name."),
            ),
            models.UniqueConstraint(
                fields=("translation_of", "language"),
                name="events_news_translated_once",
                violation_error_message=_("There is already a translation into this language."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Require that a translation has an original of the same event, in another language."""
        self.slug = self.slug or self._made_slug()
        original = self.translation_of
        if original is None:
            return
        if original.event_id != self.event_id:
            raise ValidationError(
                {"translation_of": _("This news release belongs to another event.")}
            )
        if original.pk == self.pk or original.translation_of_id:
            raise ValidationError({"translation_of": _("Choose the original news release.")})
        if original.language == self.language:
            raise ValidationError({"language": _("The original is already in this language.")})

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save, with a slug."""
        self.slug = self.slug or self._made_slug()
        super().save(**options)

    def get_absolute_url(self) -> str:
        """The public URL, in the language of the reader."""
        return reverse("events:news-item", args=[self.event.slug, self.slug])

    @property
    def story_pk(self) -> int:
        """The same number for a release and all its translations."""
        return self.translation_of_id or self.pk

    def _made_slug(self) -> str:
        # A Chinese or Arabic title leaves nothing: then the identifier names it.
        return slugify(self.title)[:60].strip("-") or f"news-{self.guid.hex[:8]}"


class RelatedNews(PublicModel):
    """Two related news releases, linked by an editor in both directions."""

    event_path = "item__event_id"

    item = models.ForeignKey(
        NewsItem, models.CASCADE, related_name="related_links", verbose_name=_("news release")
    )
    other = models.ForeignKey(
        NewsItem, models.CASCADE, related_name="linked_from", verbose_name=_("related")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("related news release")
        verbose_name_plural = _("related news releases")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("item", "other"), name="events_related_news_once"),
            models.CheckConstraint(
                condition=~models.Q(item=models.F("other")),
                name="events_related_news_not_itself",
                violation_error_message=_("A news release cannot be related to itself."),
            ),
        )

    def __str__(self) -> str:
        return str(self.other)


class Subscriber(Guided):
    """A confirmed subscriber to the newsletter. Unconfirmed addresses are never stored."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="subscribers", verbose_name=_("event")
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=content_choices)
    confirmed_at = models.DateTimeField(_("confirmed"), auto_now_add=True)

    class Meta:
        verbose_name = _("newsletter subscriber")
        verbose_name_plural = _("newsletter subscribers")
        ordering = ("event", "email")
        constraints = (
            models.UniqueConstraint("event", Lower("email"), name="events_subscriber_once"),
        )

    def __str__(self) -> str:
        return self.email


class NewsMailing(models.Model):
    """The sending of a news release to the subscribers of its language: once, and by whom."""

    item = models.OneToOneField(
        NewsItem, models.CASCADE, related_name="mailing", verbose_name=_("news release")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    recipient_count = models.PositiveIntegerField(_("recipients"), default=0)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")

    def __str__(self) -> str:
        return str(self.item)
