"""What visitors see of a session besides its text: a live stream and a recording."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_validate_https = URLValidator(
    schemes=["https"], message=_("Enter a URL that begins with https://.")
)


class SessionMedia(models.Model):
    """The fields of a session that visitors see beside its text, once they are released."""

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

    class Meta:
        abstract = True

    def clear_media(self) -> None:
        """Empty these fields in a copy of the session."""
        self.stream = self.recording = ""
