"""People with a badge."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored, Guided
from core.ordering import ByBytes
from core.text.fields import TidyCharField
from delegations.choices import (
    COUNTED_FUNCTIONS,
    NOT_COMING,
    AttendeeFunction,
    AttendeeStatus,
    Courtesy,
    InvitationStatus,
    NameOrder,
    RankClass,
)
from delegations.models.delegation import Delegation
from delegations.models.focal_point import FocalPoint
from delegations.protocol import names
from delegations.protocol.derived_fields import DERIVED, LONGEST_FORM, derive_forms, name_of
from delegations.querysets import AttendeeQuerySet


class Attendee(Guided, Authored):
    """A person in exactly one delegation: delegate, speaker, interpreter, guard, press."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="attendees", verbose_name=_("delegation")
    )
    given = TidyCharField(_("given name"), max_length=120, blank=True)
    family = TidyCharField(_("family name"), max_length=120, blank=True)
    name_order = models.CharField(
        _("order of names"), max_length=20, choices=NameOrder, default=NameOrder.GIVEN_FIRST
    )
    # False while given and family name are a proposal made of the whole name.
    parts_known = models.BooleanField(
        _("parts of the name are confirmed"),
        default=True,
        help_text=_("Given name, family name and their order are right."),
    )
    display_name = TidyCharField(_("preferred name"), max_length=200, blank=True)
    native_name = TidyCharField(_("name in native script"), max_length=200, blank=True)
    list_name = TidyCharField(
        _("name in lists"), max_length=200, blank=True, help_text=_("Only if it is different.")
    )
    badge_name = TidyCharField(
        _("name on the badge"), max_length=200, blank=True, help_text=_("Only if it is different.")
    )
    pronunciation = TidyCharField(_("pronunciation"), max_length=200, blank=True)
    honorific = TidyCharField(
        _("honorific"), max_length=40, blank=True, help_text=_("For example H.E., Dr, Prof.")
    )
    courtesy = models.CharField(_("courtesy title"), max_length=10, choices=Courtesy, blank=True)
    function = models.CharField(
        _("function"), max_length=20, choices=AttendeeFunction, default=AttendeeFunction.DELEGATE
    )
    is_head = models.BooleanField(_("leads the delegation"), default=False, editable=False)
    rank_class = models.CharField(_("rank class"), max_length=1, choices=RankClass, blank=True)
    vip = models.BooleanField(_("VIP"), default=False)
    is_incumbent = models.BooleanField(_("governor or mayor in office"), default=False)
    office_title = TidyCharField(_("office title in own language"), max_length=200, blank=True)
    office_title_en = TidyCharField(_("office title in English"), max_length=200, blank=True)
    institution = TidyCharField(_("affiliation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=AttendeeStatus,
        default=AttendeeStatus.DRAFT,
        editable=False,
    )
    office_note = models.TextField(_("note for the office"), blank=True)
    # The same person at an earlier edition, where the entry was taken from there.
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    # Worked out from the fields above by derive(), so that lists sort and search in the database.
    listed_name = models.CharField(
        pgettext_lazy("of a person", "name"), max_length=LONGEST_FORM, editable=False, default=""
    )
    sort_key = models.CharField(max_length=LONGEST_FORM, editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    function_order = models.PositiveSmallIntegerField(editable=False, default=0)

    objects = AttendeeQuerySet.as_manager()
    # Status and head change by services, which keep a record of their own.
    history = record_history("status", "is_head", "copied_from", *DERIVED)

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ("delegation", "function_order", ByBytes("sort_key"), "pk")
        indexes = (
            models.Index(fields=("delegation", "function_order"), name="delegations_att_order"),
            models.Index(fields=("status",), name="delegations_att_status"),
            # Of a hundred thousand people a page by function reads one function.
            models.Index(fields=("function_order", "delegation"), name="delegations_att_function"),
            # What lists count by: a hundred thousand people are counted without their rows.
            models.Index(
                fields=("delegation", "id", "status", "function", "rank_class", "vip"),
                name="delegations_att_counting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~(Q(given="") & Q(family="") & Q(display_name="") & Q(native_name="")),
                name="delegations_attendee_has_a_name",
                violation_error_message=_("Enter the name in at least one form."),
            ),
            models.UniqueConstraint(
                fields=("delegation",),
                condition=Q(is_head=True),
                name="delegations_one_head",
                violation_error_message=_("The delegation already has a head."),
            ),
            models.UniqueConstraint(
                fields=("delegation", "copied_from"), name="delegations_copied_once"
            ),
            models.CheckConstraint(
                condition=Q(is_head=False)
                | (Q(function=AttendeeFunction.HEAD) & ~Q(status__in=NOT_COMING)),
                name="delegations_head_is_head_and_comes",
                violation_error_message=_("Name another head of delegation first."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AttendeeStatus.values),
                name="delegations_attendee_status_known",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the derived fields up to date, unless `update_fields` is given."""
        if kwargs.get("update_fields") is None:
            self.derive()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse to move or demote a head of delegation before another head is named."""
        led = type(self).objects.filter(pk=self.pk, is_head=True)
        now = {"delegation": self.delegation_id, "function": self.function}
        for stored in led.values(*now):
            if moved := [name for name in now if now[name] != stored[name]]:
                message = _("Name another head of delegation first.")
                raise ValidationError(dict.fromkeys(moved, message))

    def derive(self) -> None:
        """Work out the derived fields. Call it for each row before a bulk creation."""
        if not self.has_parts:
            self.parts_known = False
        derive_forms(self)

    @property
    def person_name(self) -> names.PersonName:
        """The parts of the name, for `delegations.protocol.names`."""
        return name_of(self)

    @property
    def parts(self) -> dict[str, str]:
        """Given name, family name and their order, by field."""
        return {name: getattr(self, name) for name in ("given", "family", "name_order")}

    @property
    def has_parts(self) -> bool:
        """Whether the family name is known, or that there is none."""
        return bool(self.given or self.family) or self.name_order == NameOrder.SINGLE

    @property
    def full_name(self) -> str:
        """The name as the person writes it."""
        return self.display_name or names.full_name(
            names.PersonName(
                given=self.given, family=self.family, order=self.name_order, native=self.native_name
            )
        )

    def refuses(self, purpose: str) -> bool:
        """Whether the person's last answer to `purpose` was no. No answer is not a no."""
        return type(self).objects.filter(pk=self.pk).refusing(purpose).exists()

    @property
    def counted(self) -> bool:
        """Whether the person counts towards the number of representatives."""
        return self.function in COUNTED_FUNCTIONS


class StatusChange(models.Model):
    """One step in the life of a delegation or, with `attendee`, of one of its people."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="status_changes", verbose_name=_("delegation")
    )
    attendee = models.ForeignKey(
        Attendee,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="status_changes",
        verbose_name=_("attendee"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    # Null but for what the delegation itself did.
    by_focal_point = models.ForeignKey(
        FocalPoint, models.SET_NULL, null=True, related_name="+", verbose_name=_("focal point")
    )
    from_status = models.CharField(_("from"), max_length=20)
    to_status = models.CharField(_("to"), max_length=20)
    delegation_note = models.TextField(_("note for the delegation"), blank=True)
    office_note = models.TextField(_("note for the office"), blank=True)

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")),
                name="delegations_status_change_changes",
            ),
        )

    def __str__(self) -> str:
        before, after = self.status_labels
        values = {"field": self.attendee or self.delegation, "old": before, "new": after}
        return gettext("%(field)s: %(old)s → %(new)s") % values

    @property
    def author(self) -> str:
        """The member of the office or the focal point who did it."""
        return str(self.by or self.by_focal_point or "")

    @property
    def status_labels(self) -> tuple[str, str]:
        """The status before and after, in the language of the reader."""
        labels = dict((AttendeeStatus if self.attendee_id else InvitationStatus).choices)
        return (
            str(labels.get(self.from_status, self.from_status)),
            str(labels.get(self.to_status, self.to_status)),
        )
