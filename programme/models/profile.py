"""Biography and photograph of people on stage."""

from secrets import token_hex
from typing import ClassVar, Unpack

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.uploads import PrivateStorage, describe_file, remove_after_commit
from core.history import record_history
from core.models import Authored, SaveOptions
from core.ordering import ByBytes
from core.translated_field import TranslatedField
from delegations.choices import ConsentPurpose
from delegations.models import Attendee
from events.public import PublicModel
from programme.querysets import ProfileQuerySet


def portrait_name(_row: object, _name: str) -> str:
    """Return a file name that nobody can guess; the public URL is another one."""
    return f"portraits/{token_hex(16)}.jpg"


class Profile(PublicModel, Authored):
    """Biography and photograph of one person, public once a release has them on stage."""

    event_path = "attendee__delegation__event_id"
    file_field = "portrait"

    attendee = models.OneToOneField(
        Attendee, models.CASCADE, related_name="profile", verbose_name=_("person")
    )
    biography = TranslatedField(
        _("biography"), multiline=True, blank=True, help_text=_("Plain text or Markdown.")
    )
    portrait = models.FileField(
        _("photograph"),
        storage=PrivateStorage(),
        upload_to=portrait_name,
        blank=True,
        help_text=_("JPEG or PNG. The place and time at which it was taken are removed."),
    )
    portrait_digest = models.CharField(max_length=64, editable=False, blank=True)
    portrait_credit = models.CharField(
        _("photographer"), max_length=120, blank=True, help_text=_("Shown beside the photograph.")
    )

    objects: ClassVar = ProfileQuerySet.as_manager()
    # The file of a replaced photograph is deleted, so no earlier state can bring it back.
    history = record_history("portrait", "portrait_digest")

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = (ByBytes("attendee__sort_key"), "pk")

    def __str__(self) -> str:
        return str(self.attendee)

    def clean(self) -> None:
        """Refuse the photograph of a person who has not agreed to photographs."""
        if self.portrait and self.attendee_id and self.attendee.refuses(ConsentPurpose.IMAGES):
            message = _("This person has not agreed to photographs. Remove the photograph.")
            raise ValidationError({"portrait": message})

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save the row and delete the file of a photograph that has been replaced."""
        before = type(self).objects.filter(pk=self.pk).values_list("portrait", flat=True).first()
        if not self.portrait:
            self.portrait_digest = ""
        elif not self.portrait._committed:  # type: ignore[attr-defined]  # a new one
            self.portrait_digest = describe_file(self.portrait)[2]
        super().save(**options)
        if before and before != self.portrait.name:
            remove_after_commit(before)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete the row and its photograph."""
        name = self.portrait.name
        result = super().delete(using, keep_parents)
        if name:
            remove_after_commit(name)
        return result
