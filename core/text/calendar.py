"""Which days a person can mean: those of a forum, and of everybody's birth.

At the ends of the calendar a moment has no other time zone: in the year 1 it is still the year
before in another one, which no computer knows.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2199


def within_calendar(value: date) -> None:
    """Refuse a day or a moment outside the years that we know. Raises ValidationError."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Choose a year between %(first)d and %(last)d."),
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


def names_known_year(text: str) -> bool:
    """Whether a text that begins with a year begins with one that we know: 2030-05-01, 2030."""
    match = re.match(r"\s*([0-9]{4})(?![0-9])", text)
    return match is not None and FIRST_YEAR <= int(match[1]) <= LAST_YEAR
