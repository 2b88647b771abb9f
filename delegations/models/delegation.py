"""Organisations, and the delegations they send."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.history import record_history
from core.models import Authored, Guided
from core.text.fields import TidyCharField
from core.translated_field import TranslatedField
from delegations.choices import COMING, WAITS_FOR, Actor, InvitationStatus, OrganisationKind
from delegations.querysets import DelegationQuerySet, OrganisationQuerySet
from events.models import Event
from events.public import PublicModel

if TYPE_CHECKING:
    from delegations.models.attendee import Attendee


class Organisation(PublicModel, Guided, Authored):
    """A city or body that sends delegations to one edition or several."""

    event_path = "delegations__event_id"

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = TranslatedField(_("name"), max_length=200)
    local_name = TidyCharField(_("name in its own language"), max_length=200, blank=True)
    acronym = TidyCharField(_("acronym"), max_length=30, blank=True)
    country = CountryField(
        verbose_name=_("country"),
        blank=True,
        help_text=_("Leave empty for an international organization."),
    )
    website = models.URLField(_("website"), blank=True)

    objects: ClassVar = OrganisationQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("name__en", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="delegations_organisation_kind_known",
            ),
        )

    def __str__(self) -> str:
        return str(self.name)


class Delegation(PublicModel, Guided, Authored):
    """The people whom one organisation sends to one edition, the unit of the desk's work."""

    # Set by DelegationQuerySet.with_headcount().
    counted_count: int
    other_count: int
    heads: "list[Attendee]"
    # Set by DelegationQuerySet.with_reply_deadline().
    reply_due_on: "date | None"

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="delegations", verbose_name=_("event")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="delegations", verbose_name=_("organization")
    )
    code = models.CharField(
        _("code"), max_length=20, help_text=_("As on cars and badges, for example CO-BOG.")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=InvitationStatus, default=InvitationStatus.TO_INVITE
    )
    is_host = models.BooleanField(_("host’s delegation"), default=False)
    is_public = models.BooleanField(
        _("shown to visitors"),
        default=False,
        help_text=_("The delegation appears only once it has accepted."),
    )
    quota = models.PositiveIntegerField(
        _("quota"),
        null=True,
        blank=True,
        help_text=_("Number of people who are counted. Leave empty for no limit."),
    )
    reply_by = models.DateField(
        _("last day for the reply"),
        null=True,
        blank=True,
        help_text=_("Leave empty for the deadline of the event."),
    )
    liaison_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="liaised_delegations",
        verbose_name=_("liaison officer"),
    )
    liaison_phone = models.CharField(_("liaison officer’s phone number"), max_length=40, blank=True)
    liaison_languages = TidyCharField(
        _("liaison officer’s languages"),
        max_length=200,
        blank=True,
        help_text=_("For example English, Spanish."),
    )
    interpretation_language = models.CharField(
        _("language of interpretation"), max_length=10, blank=True
    )
    salutation = TranslatedField(
        _("form of address in letters"),
        max_length=200,
        blank=True,
        help_text=_(
            "For example “Dear Lord Mayor”. Leave empty to use the form of address "
            "of the event’s letters."
        ),
    )
    office_note = models.TextField(_("note for the office"), blank=True)

    manual_position = models.PositiveIntegerField(
        _("position set by hand"), null=True, blank=True, help_text=_("Position in the whole list.")
    )
    manual_reason = models.CharField(_("reason"), max_length=300, blank=True)
    manual_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("set by"),
    )
    # Both orders are worked out once, by services.refresh_order, and read by every list.
    alphabetical_position = models.PositiveIntegerField(default=0, editable=False)
    precedence_position = models.PositiveIntegerField(_("precedence"), default=0, editable=False)

    objects: ClassVar = DelegationQuerySet.as_manager()
    # The status has a record of its own, with its reasons; positions are worked out.
    history = record_history("status", "alphabetical_position", "precedence_position")

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ("event", "alphabetical_position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "organisation"),
                name="delegations_delegation_once",
                violation_error_message=_(
                    "This organization already has a delegation to the event."
                ),
            ),
            models.UniqueConstraint(
                fields=("event", "code"),
                name="delegations_delegation_code_unique",
                violation_error_message=_("Another delegation already has this code."),
            ),
            models.CheckConstraint(
                condition=Q(manual_position=None) | ~Q(manual_reason=""),
                name="delegations_manual_position_has_reason",
                violation_error_message=_("State why the position is set by hand."),
            ),
            models.CheckConstraint(
                condition=Q(manual_position=None) | Q(manual_position__gte=1),
                name="delegations_manual_position_from_one",
                violation_error_message=_("Positions start at 1."),
            ),
        )

    @property
    def key(self) -> str:
        """A short name for addresses that does not change with the organization."""
        return self.guid.hex[:8]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.code})"

    @property
    def waits_for(self) -> tuple[Actor, str | Promise]:
        """The party that must act next, and what it must do."""
        return WAITS_FOR[InvitationStatus(self.status)]

    @property
    def is_coming(self) -> bool:
        """Whether the delegation has accepted and not cancelled."""
        return self.status in COMING
