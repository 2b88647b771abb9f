"""What a password must be, beside what Django refuses in words that all languages have."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Django's rule; its own words for it are not in all languages of the interface."""

    def get_error_message(self) -> str:
        """How long a password is at least."""
        text = ngettext(
            "The password is too short: it needs at least %d character.",
            "The password is too short: it needs at least %d characters.",
            self.min_length,
        )
        return text % self.min_length
