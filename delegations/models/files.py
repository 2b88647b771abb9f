"""Files that delegations hand in: photographs for badges, letters that nominate."""

from secrets import token_hex
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Authored
from core.uploads import PrivateStorage, described, remove_after_commit
from delegations.models.attendee import Attendee
from delegations.querysets import FileQuerySet


def photograph_name(_row: Any, _name: str) -> str:
    """A name that nobody can guess, below what is served by no address of its own."""
    return f"photographs/{token_hex(16)}.jpg"


class StoredFile(models.Model):
    """A row with a file, which goes with the row or when another takes its place."""

    file: models.FileField
    digest = models.CharField(max_length=64, editable=False)

    objects: ClassVar[Any] = FileQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, describe a new file, and remove the one that it replaces."""
        before = None
        if not self.file._committed:  # type: ignore[attr-defined]  # a new one
            self.digest = described(self.file)[2]
            before = type(self).objects.filter(pk=self.pk).values_list("file", flat=True).first()
        super().save(*args, **kwargs)
        if before:
            remove_after_commit(before)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and its file."""
        name = self.file.name
        result = super().delete(*args, **kwargs)
        if name:
            remove_after_commit(name)
        return result


class Photograph(StoredFile, Authored):
    """What one person looks like, for the badge. Never public: the portrait is another picture."""

    attendee = models.OneToOneField(
        Attendee,
        models.CASCADE,
        primary_key=True,
        related_name="photograph",
        verbose_name=_("attendee"),
    )
    file = models.FileField(_("photograph"), storage=PrivateStorage(), upload_to=photograph_name)

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self) -> str:
        return str(self.attendee)
