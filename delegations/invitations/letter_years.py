"""Years in the texts of a letter that are not those of its edition, as after copying one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.text.languages import own_name
from core.text.translated import TranslatedText
from delegations.models import LetterTemplate

# Digits of any script; a year stands next to letters where nothing divides words.
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class OtherYear:
    """A text that names other years than those of its edition; the language may be none."""

    where: str
    language: str
    years: tuple[int, ...]


def find_other_years(template: LetterTemplate) -> list[OtherYear]:
    """The texts of the letter, and of the title in it, that name other years."""
    event = template.event
    own = {event.start_date.year, event.end_date.year}
    return [
        OtherYear(where, language, years)
        for where, language, text in _texts(template)
        if (years := tuple(sorted({year for year in _years_in(text) if year not in own})))
    ]


def _years_in(text: str) -> Iterator[int]:
    for digits in _YEAR.findall(text):
        if int(digits) in _YEARS:
            yield int(digits)


def _texts(template: LetterTemplate) -> Iterator[tuple[str, str, str]]:
    """Each text that a letter may hold: what it is, its language, and the text."""
    fields = {field.name: field for field in LetterTemplate._meta.concrete_fields}
    yield str(fields["number_prefix"].verbose_name), "", template.number_prefix
    for name in ("body", "salutation", "event_name", "closing"):
        texts: TranslatedText = getattr(template, name)
        for code, text in texts.items():
            yield str(fields[name].verbose_name), own_name(code), text
    # It takes the place of {event}.
    for code, text in template.event.title.items():
        yield str(template.event._meta.verbose_name), own_name(code), text
