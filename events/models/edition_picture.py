"""The picture on the front page of an edition."""

from secrets import token_hex

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.files.optional_file import OptionalFile
from core.files.uploads import PrivateStorage
from core.translated_field import TranslatedField
from events.choices import PictureFocus

# In pixels: for a phone, and for a desk.
PICTURE_WIDTHS = (800, 1600)


def edition_picture_name(_row: object, _name: str) -> str:
    """Return a file name that nobody can guess; the public URL is another one."""
    return f"editions/{token_hex(16)}.jpg"


class EditionPicture(OptionalFile):
    """The fields of an edition for its picture, which visitors see as soon as it is saved."""

    file_field = "picture"

    slug: "models.SlugField[str, str]"
    picture = models.FileField(
        _("picture"),
        storage=PrivateStorage(),
        upload_to=edition_picture_name,
        blank=True,
        help_text=_("JPEG or PNG. The place and time at which it was taken are removed."),
    )
    picture_digest = models.CharField(max_length=64, editable=False, blank=True)
    picture_alt = TranslatedField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("Read to visitors who do not see the picture."),
    )
    picture_focus = models.CharField(
        _("what must stay in view"),
        max_length=10,
        choices=PictureFocus,
        default=PictureFocus.CENTRE,
        help_text=_("On a narrow screen the sides of the picture are cut off."),
    )

    class Meta:
        abstract = True

    @property
    def picture_urls(self) -> list[tuple[int, str]]:
        """Each width with its URL, which changes with the picture; none without a picture."""
        if not self.picture:
            return []
        return [
            (width, reverse("edition-picture", args=[self.slug, width, self.picture_digest]))
            for width in PICTURE_WIDTHS
        ]
