"""Files that delegations upload: photographs for badges, and nomination letters."""

from pathlib import PurePosixPath
from secrets import token_hex

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.stored_file import StoredFile
from core.files.uploads import PrivateStorage
from core.models import Authored, Guided
from delegations.models.attendee import Attendee
from delegations.models.delegation import Delegation
from delegations.models.focal_point import FocalPoint
from delegations.querysets import FileQuerySet


def photograph_name(_row: object, _name: str) -> str:
    """A name that nobody can guess, for a file that has no URL of its own."""
    return f"photographs/{token_hex(16)}.jpg"


def letter_name(_row: object, name: str) -> str:
    """A name that nobody can guess, with the extension of the uploaded file."""
    return f"letters/{token_hex(16)}{PurePosixPath(name.lower()).suffix}"


class NominationLetter(StoredFile, Guided):
    """The signed letter in which a delegation names its people. Former versions remain."""

    delegation = models.ForeignKey(
        Delegation,
        models.CASCADE,
        related_name="nomination_letters",
        verbose_name=_("delegation"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), storage=PrivateStorage(), upload_to=letter_name)
    file_name = models.CharField(_("file name"), max_length=120)
    size = models.PositiveIntegerField(_("size"))
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    by = models.ForeignKey(
        FocalPoint, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination letter")
        verbose_name_plural = _("nomination letters")
        ordering = ("delegation", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("delegation", "version"), name="delegations_letter_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegation}, {self.version}"


class Photograph(StoredFile, Authored):
    """The photograph of a person for the badge. It is never public, unlike a portrait."""

    attendee = models.OneToOneField(
        Attendee,
        models.CASCADE,
        primary_key=True,
        related_name="photograph",
        verbose_name=_("attendee"),
    )
    file = models.FileField(_("photograph"), storage=PrivateStorage(), upload_to=photograph_name)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self) -> str:
        return str(self.attendee)
