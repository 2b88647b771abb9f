"""The placeholders and languages of a letter's text. Knows no database.

A place is a name in braces. Only those below exist; what fills one is text and is not read again
(security: "placeholders are a dict of strings; unknown name = error").
"""

import re
from collections.abc import Collection, Mapping
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

# The names allowed in braces, and what replaces them.
PLACEHOLDERS = {
    "organisation": _("the invited organization"),
    "country": _("its country"),
    "salutation": _("the form of address"),
    "event": _("title of the event"),
    "theme": _("theme of the event"),
    "dates": _("the dates, from the first to the last day"),
    "city": _("city of the event"),
    "reply_by": _("the deadline for the reply"),
    "quota": _("the delegation’s quota"),
}
# In place of a language: that of the reader.
OWN = "own"
_PLACE = re.compile(r"\{([^{}]*)\}")


class LetterPart(TypedDict):
    """The text of a letter in one language, line by line as it is printed and stored."""

    language: str
    number: str
    day: str
    to: list[str]
    salutation: str
    body: str
    closing: str
    host: str
    address: str
    signatory: str
    title: str


def placeholders_in(text: str) -> set[str]:
    """The names in braces."""
    return set(_PLACE.findall(text))


def unknown_placeholders(text: str) -> list[str]:
    """The unknown names in braces, in order, followed by unmatched braces."""
    unknown = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACEHOLDERS]
    return unknown + re.findall(r"[{}]", _PLACE.sub("", text))


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Replace the placeholders in `text` once; braces within a value are left alone."""
    return _PLACE.sub(lambda match: values[match[1]], text)


def known_placeholders() -> str:
    """All placeholders, for a message."""
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def choose_languages(first: str, second: str, own: str, written: Collection[str]) -> list[str]:
    """The languages of a letter: `first`, and a second one if the letter is written in it.

    `second` is a language, empty for none, or OWN: the reader's `own`, else English.
    """
    wanted = [own, "en"] if second == OWN else [second]
    other = next((code for code in wanted if code in written and code != first), "")
    return [first, other] if other else [first]
