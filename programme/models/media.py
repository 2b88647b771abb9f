"""What visitors see of a session besides its text: a live stream, a recording, a picture."""

from secrets import token_hex

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.optional_file import OptionalFile
from core.files.uploads import PrivateStorage
from core.text.translated import TranslatedText
from core.translated_field import TranslatedField

_validate_https = URLValidator(
    schemes=["https"], message=_("Enter a URL that begins with https://.")
)


def picture_name(_row: object, _name: str) -> str:
    """Return a file name that nobody can guess; the public URL is another one."""
    return f"sessions/{token_hex(16)}.jpg"


class SessionMedia(OptionalFile):
    """The fields of a session that visitors see beside its text, once they are released."""

    file_field = "picture"

    stream = models.URLField(
        _("live stream"),
        max_length=500,
        blank=True,
        validators=[_validate_https],
        help_text=_("Shown until the session ends."),
    )
    recording = models.URLField(
        _("recording"),
        max_length=500,
        blank=True,
        validators=[_validate_https],
        help_text=_("Shown once the session has ended."),
    )
    picture = models.FileField(
        _("picture"),
        storage=PrivateStorage(),
        upload_to=picture_name,
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

    class Meta:
        abstract = True

    def clear_media(self) -> None:
        """Empty these fields in a copy of the session."""
        self.stream = self.recording = self.picture = self.picture_digest = ""
        self.picture_alt = TranslatedText()
