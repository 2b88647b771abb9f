"""The draft of the agenda."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored, Guided
from core.translated_field import TranslatedField
from delegations.models import Attendee
from events.models import Event, Room
from events.public import AddressedModel
from programme.choices import (
    AppearanceRole,
    AppearanceState,
    SessionKind,
    SessionStatus,
    SubForumColour,
    Visibility,
)
from programme.models.media import SessionMedia
from programme.querysets import AppearanceQuerySet, SessionQuerySet, SubForumQuerySet

# No vowels or look-alikes: codes are read out over the telephone and must spell nothing.
_CODE_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"


def new_code() -> str:
    """Return a new session code of six characters, as the exchange formats demand.

    It never begins with Z, so that as a number in base 36 it fits into 31 bits.
    """
    first = secrets.choice(_CODE_LETTERS.replace("Z", ""))
    return first + "".join(secrets.choice(_CODE_LETTERS) for _ in range(5))


def validate_language_codes(codes: object) -> None:
    """Refuse anything but a list of distinct language codes such as zh or ar."""
    if not isinstance(codes, list) or not all(
        isinstance(code, str) and code.isascii() and 2 <= len(code) <= 10 for code in codes
    ):
        raise ValidationError(_("Enter language codes such as zh, en, fr."))
    if len(set(codes)) != len(codes):
        raise ValidationError(_("A language can be listed only once."))


class SubForum(AddressedModel, Authored):
    """A sub-forum of an edition."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="sub_forums", verbose_name=_("event")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    title = TranslatedField(_("title"), max_length=200)
    slug = models.SlugField(_("short name in the URL"), max_length=80)
    description = TranslatedField(_("description"), multiline=True, blank=True)
    questions = TranslatedField(
        _("guiding questions"), multiline=True, blank=True, help_text=_("One on each line.")
    )
    host = TranslatedField(_("host"), max_length=200, blank=True)
    colour = models.CharField(
        _("colour"), max_length=10, choices=SubForumColour, default=SubForumColour.PETAL_1
    )
    quota = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="sub_forums",
        verbose_name=_("editors"),
        help_text=_("Sub-forum editors who can change this sub-forum and its sessions."),
    )

    objects: ClassVar = SubForumQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("sub-forum")
        verbose_name_plural = _("sub-forums")
        ordering = ("event", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "number"),
                name="programme_sub_forum_number_unique",
                violation_error_message=_("Another sub-forum has this number."),
            ),
            models.UniqueConstraint(
                fields=("event", "slug"),
                name="programme_sub_forum_slug_unique",
                violation_error_message=_("Another sub-forum has this URL."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return the public URL, in the language of the reader."""
        return reverse("programme:sub-forum", args=[self.event.slug, self.slug])


class Session(SessionMedia, Guided, Authored):
    """A session in the draft of the agenda. Visitors see the newest release instead."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="sessions", verbose_name=_("event")
    )
    code = models.CharField(
        _("code"),
        max_length=6,
        default=new_code,
        editable=False,
        validators=[RegexValidator(r"^[0-9A-Z]{6}$")],
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=SessionKind, default=SessionKind.PANEL
    )
    title = TranslatedField(_("title"), max_length=250)
    abstract = TranslatedField(_("abstract"), multiline=True, blank=True)
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    sub_forum = models.ForeignKey(
        SubForum,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("sub-forum"),
    )
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    in_all_rooms = models.BooleanField(
        _("in all rooms"), default=False, help_text=_("For example a break. Leave the room empty.")
    )
    floor_languages = models.JSONField(
        _("languages spoken"), default=list, blank=True, validators=[validate_language_codes]
    )
    interpretation_languages = models.JSONField(
        _("interpreted into"), default=list, blank=True, validators=[validate_language_codes]
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Leave empty for the capacity of the room.")
    )
    needs_sign_up = models.BooleanField(_("by sign-up"), default=False)
    sign_up_closes_at = models.DateTimeField(
        _("sign-up closes"),
        null=True,
        blank=True,
        help_text=_("Leave empty to close when the session begins."),
    )
    seats_per_delegation = models.PositiveIntegerField(
        _("seats per delegation"),
        null=True,
        blank=True,
        help_text=_("Leave empty for no limit."),
    )
    is_major = models.BooleanField(_("major event"), default=False)
    visibility = models.CharField(
        _("visible to"), max_length=20, choices=Visibility, default=Visibility.INTERNAL
    )
    status = models.CharField(
        _("status"), max_length=20, choices=SessionStatus, default=SessionStatus.PLANNED
    )
    office_note = models.TextField(_("note for the office"), blank=True)
    stage_contacts = models.TextField(
        _("contacts on the day"),
        blank=True,
        help_text=_("Name, task and telephone, one person per line. Shown in the run of show."),
    )

    # How many people have a seat and how many wait for one; set by `with_seats`.
    seated_count: int
    waiting_count: int

    objects = SessionQuerySet.as_manager()
    # The file of a replaced picture is deleted, so no earlier state can bring it back.
    history = record_history("picture", "picture_digest")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("event", "start", "end", "pk")
        indexes = (models.Index(fields=("event", "start"), name="programme_session_start"),)
        constraints = (
            models.UniqueConstraint(fields=("event", "code"), name="programme_session_code_unique"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="programme_session_ends_after_start",
                violation_error_message=_("The end must be after the start."),
            ),
            models.CheckConstraint(
                condition=Q(in_all_rooms=False) | Q(room=None),
                name="programme_session_one_or_all_rooms",
                violation_error_message=_("Choose one room or all rooms, not both."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Refuse a room or a sub-forum of another event."""
        errors: dict[str, object] = {}
        if self.room and self.room.venue.event_id != self.event_id:
            errors["room"] = _("This room belongs to another event.")
        if self.sub_forum and self.sub_forum.event_id != self.event_id:
            errors["sub_forum"] = _("This sub-forum belongs to another event.")
        if errors:
            raise ValidationError(errors)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete the session, its documents and all files."""
        with transaction.atomic(savepoint=False):
            self.documents.all().delete()
            return super().delete(using, keep_parents)

    def get_absolute_url(self) -> str:
        """Return the public URL, in the language of the reader."""
        return reverse("programme:session", args=[self.event.slug, self.code])


class Appearance(Authored):
    """An attendee on stage in one session, or a placeholder until the name is known."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="appearances", verbose_name=_("session")
    )
    attendee = models.ForeignKey(
        Attendee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("attendee"),
    )
    placeholder = TranslatedField(
        _("placeholder"),
        max_length=200,
        blank=True,
        help_text=_(
            "For example “Mayor of Bogotá, to be confirmed”. Only if no attendee is chosen."
        ),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=AppearanceRole, default=AppearanceRole.SPEAKER
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    state = models.CharField(
        _("state"), max_length=20, choices=AppearanceState, default=AppearanceState.INVITED
    )

    objects = AppearanceQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ("session", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "attendee", "role"),
                name="programme_appearance_once",
                violation_error_message=_("This person already has this role in the session."),
            ),
        )

    def __str__(self) -> str:
        return str(self.attendee or self.placeholder)

    def clean(self) -> None:
        """Refuse an appearance of nobody, of both at once, or of a person of another event."""
        if not self.attendee and not self.placeholder:
            raise ValidationError(
                {"attendee": _("Choose an attendee, or write a placeholder below.")}
            )
        if self.attendee and self.placeholder:
            raise ValidationError(
                {"placeholder": _("Clear the placeholder: an attendee has been chosen.")}
            )
        if self.attendee and self.attendee.delegation.event_id != self.session.event_id:
            raise ValidationError({"attendee": _("This person belongs to another event.")})
