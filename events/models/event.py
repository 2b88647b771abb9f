"""An edition of the forum."""

import zoneinfo
from datetime import date, tzinfo
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.roles import Role
from core.history import record_history
from core.models import Authored, Guided, SaveOptions
from core.text.languages import content_languages
from core.text.zones import validate_time_zone
from core.translated_field import TranslatedField
from events.choices import EventStatus
from events.former_slugs import keep_former_addresses
from events.models.edition_picture import EditionPicture
from events.querysets import EventQuerySet, initial_revision

# First parts of addresses that lead elsewhere: no event may take one.
RESERVED_SLUGS = frozenset(
    {"admin", "accounts", "staff", "static", "preview", "media", "join", "delegation", "style"}
    | {"api"}
    | {"healthz", "readyz", "mail"}
    # What follows /admin/: an edition stands there too (forum_portal/workspace/edition_urls.py).
    | {"programme", "delegations", "events", "team", "readiness", "translations", "editions"}
    | {"login", "logout", "password_change", "autocomplete", "jsi18n", "search"}
    | set(content_languages())
)


def default_languages() -> list[str]:
    """English alone, until the office adds others."""
    return ["en"]


def default_second_factor_roles() -> list[str]:
    """The roles that see private data, or decide who does."""
    return [Role.ADMINISTRATOR.value, Role.DELEGATIONS_OFFICER.value]


def validate_languages(codes: object) -> None:
    """Refuse anything but a list of different languages that the portal knows."""
    known = content_languages()
    if not isinstance(codes, list) or not codes:
        raise ValidationError(_("Choose at least one language."))
    if unknown := [str(code) for code in codes if code not in known]:
        raise ValidationError(
            _("Not a language of this portal: %(codes)s."), params={"codes": ", ".join(unknown)}
        )
    if len(set(codes)) != len(codes):
        raise ValidationError(_("A language can be listed only once."))


def validate_event_slug(slug: str) -> None:
    """Refuse a slug with which other URLs of the portal begin."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is used by the portal itself. Choose another."),
            params={"slug": slug},
        )


class Event(EditionPicture, Guided, Authored):
    """One edition of the forum, for example the Global Mayors' Forum of 2023."""

    slug = models.SlugField(
        _("short name in URLs"),
        unique=True,
        validators=[validate_event_slug],
        help_text=_("For example gmf-2023. Links with a former name continue to work."),
    )
    title = TranslatedField(_("title"), max_length=200)
    theme = TranslatedField(_("theme"), max_length=300, blank=True)
    description = TranslatedField(_("description"), multiline=True, blank=True)
    notice = TranslatedField(
        _("notice on every page"),
        max_length=300,
        blank=True,
        help_text=_("For example that the programme is provisional."),
    )
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        validators=[validate_time_zone],
        help_text=_("Choose a city in the time zone of the forum."),
    )
    city = TranslatedField(_("city"), max_length=100)
    country = CountryField(verbose_name=_("country"))
    languages = models.JSONField(
        _("languages"),
        default=default_languages,
        validators=[validate_languages],
        help_text=_(
            "The first is the source language. A missing text is shown in the next language of "
            "the list."
        ),
    )
    office_email = models.EmailField(
        _("e-mail address of the office"),
        blank=True,
        help_text=_("Receives replies to e-mails of this event and notices for the office."),
    )
    minutes_between_venues = models.PositiveSmallIntegerField(
        _("minutes between venues"),
        default=30,
        help_text=_("Door to door, for two venues whose distance has not been entered."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=EventStatus, default=EventStatus.DRAFT
    )
    needs_second_eyes = models.BooleanField(
        _("approval by a second person"),
        default=False,
        help_text=_("A new agenda becomes public only when a second person has approved it."),
    )
    # Anyone who has such a role logs in with a second factor. Chosen on the page of the team.
    second_factor_roles = models.JSONField(default=default_second_factor_roles, editable=False)
    revision = models.PositiveBigIntegerField(
        _("revision"), default=initial_revision, editable=False
    )

    # As of rows within an event: the way to the event whose addresses carry the slug.
    event_path = "pk"

    objects = EventQuerySet.as_manager()
    # The file of a replaced picture is deleted, so no earlier state can bring it back.
    history = record_history("picture", "picture_digest")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-start_date", "slug")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")),
                name="events_event_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=EventStatus.values), name="events_event_status_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.title) or self.slug

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save, and raise the revision: the loaded one is never written back."""
        if not self._state.adding and options.get("update_fields") is None:
            fields = (field.name for field in self._meta.concrete_fields if not field.primary_key)
            options["update_fields"] = [name for name in fields if name != "revision"]
        with transaction.atomic(savepoint=False):
            own = type(self).objects.filter(pk=self.pk)
            has_left = not self._state.adding and not own.filter(slug=self.slug).exists()
            with keep_former_addresses(type(self), [self.pk] if has_left else []):
                super().save(**options)
            _ = own.begin_revisions() if has_left else own.raise_revision()

    def get_absolute_url(self) -> str:
        """The front page of this edition, in the language of the reader."""
        return reverse("home", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether visitors may see this edition."""
        return self.status in (EventStatus.PUBLISHED, EventStatus.ARCHIVED)

    @property
    def zone(self) -> tzinfo:
        """The time zone in which all times of this edition are shown."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def source_language(self) -> str:
        """The language that texts are written in first."""
        return str(self.languages[0]) if self.languages else "en"

    def covers(self, day: date) -> bool:
        """Whether `day` lies within the dates of this edition."""
        return self.start_date <= day <= self.end_date
