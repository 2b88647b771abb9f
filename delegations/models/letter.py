"""The invitation letter: the template of the office, and each letter as it was sent.

This is the ceremonial invitation from the host to the head of a city or body, not a letter for
a visa, which names people and their passports (domain notes, section 3.6).
"""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored, Guided
from core.text.languages import own_name
from core.translated_field import TranslatedField
from delegations.choices import LetterLayout
from delegations.models.delegation import Delegation
from delegations.protocol.letter_texts import known_placeholders, unknown_placeholders
from delegations.querysets import LetterQuerySet
from events.models import Event


def validate_placeholders(texts: Mapping[str, str]) -> None:
    """Refuse unknown placeholders, and name the known ones. Raises ValidationError."""
    for code, text in texts.items():
        if unknown := unknown_placeholders(text):
            message = _("%(language)s: %(unknown)s cannot be filled in. Available: %(known)s.")
            raise ValidationError(
                message,
                params={
                    "language": own_name(code),
                    "unknown": ", ".join(unknown),
                    "known": known_placeholders(),
                },
            )


class LetterTemplate(Authored):
    """The template of the invitation letter: its texts in each language, and its signatory."""

    event = models.OneToOneField(
        Event, models.CASCADE, related_name="letter_template", verbose_name=_("event")
    )
    number_prefix = models.CharField(
        _("prefix of the number"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*\Z")],
        help_text=_("For example GMF-2023. Leave empty to use the short name of the event."),
    )
    layout = models.CharField(
        _("two languages"), max_length=20, choices=LetterLayout, default=LetterLayout.SIDE_BY_SIDE
    )
    salutation = TranslatedField(
        _("form of address"),
        max_length=200,
        validators=[validate_placeholders],
        help_text=_(
            "Used where the delegation has no form of address of its own. For "
            "example “Your Excellency,”."
        ),
    )
    body = TranslatedField(
        _("text of the letter"),
        multiline=True,
        max_length=6000,
        validators=[validate_placeholders],
        help_text=_(
            "An empty line starts a new paragraph. These are filled in: "
            "{organisation}, {country}, {event}, {theme}, {dates}, {city}, "
            "{reply_by}, {quota}, {salutation}."
        ),
    )
    event_name = TranslatedField(
        _("name of the event in the letter"),
        max_length=200,
        blank=True,
        db_default={},
        help_text=_(
            "What {event} becomes, as the sentence needs it: “the 2027 Global Mayors’ Forum”. "
            "Leave empty to use the title."
        ),
    )
    closing = TranslatedField(_("closing phrase"), max_length=200, blank=True)
    host_name = TranslatedField(_("name of the host"), max_length=200)
    host_address = TranslatedField(
        _("address of the host"), multiline=True, max_length=500, blank=True
    )
    signatory_name = TranslatedField(_("signatory"), max_length=200, blank=True)
    signatory_title = TranslatedField(_("title of the signatory"), max_length=200, blank=True)

    history = record_history()

    class Meta:
        verbose_name = _("invitation letter")
        verbose_name_plural = _("invitation letters")
        ordering = ("event",)
        constraints = (
            models.CheckConstraint(
                condition=Q(layout__in=LetterLayout.values),
                name="delegations_letter_layout_known",
            ),
        )

    def __str__(self) -> str:
        return str(self.event)

    @property
    def prefix(self) -> str:
        """The prefix of the numbers of letters."""
        return self.number_prefix or self.event.slug.upper()


class Letter(Guided):
    """A letter as it was sent. Its text never changes; a correction is a separate letter."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="letters", verbose_name=_("event")
    )
    # Letters are never deleted while their event is there, so that no number is given twice.
    delegation = models.ForeignKey(
        Delegation,
        models.SET_NULL,
        null=True,
        related_name="letters",
        verbose_name=_("delegation"),
    )
    organisation = models.CharField(_("organization"), max_length=200)
    serial = models.PositiveIntegerField(_("running number"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    number = models.CharField(_("number"), max_length=40)
    layout = models.CharField(_("two languages"), max_length=20, choices=LetterLayout)
    dated_on = models.DateField(_("date"))
    # One part for each language, all its words filled in; empty once they were erased.
    texts = models.JSONField(_("text"), default=list)
    languages = models.JSONField(_("languages"), default=list)
    # Name and address of everybody it was mailed to.
    recipients = models.JSONField(_("sent to"), default=list)
    reason = models.CharField(_("what was corrected"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("event", "-serial", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "serial", "version"), name="delegations_letter_serial_once"
            ),
            models.UniqueConstraint(
                fields=("event", "number"), name="delegations_letter_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def names(self) -> list[str]:
        """The names of the recipients."""
        return [recipient["name"] for recipient in self.recipients]
