"""The words of a letter: places to be filled, and what fills them. Knows no database.

A place is a name in braces. Only those below exist; what fills one is text and is not read again
(security: "placeholders are a dict of strings; unknown name = error").
"""

import re
from collections.abc import Collection, Mapping
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

# What can stand in braces, and what takes its place.
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
    """The names that stand in braces."""
    return set(_PLACE.findall(text))


def unknown_in(text: str) -> list[str]:
    """What stands in braces and is no place, in order; a brace without its other half, too."""
    unknown = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACEHOLDERS]
    return unknown + re.findall(r"[{}]", _PLACE.sub("", text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled, once: braces within a value stay what they are."""
    return _PLACE.sub(lambda found: values[found[1]], text)


def known_placeholders() -> str:
    """All of them, for a message."""
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def chosen_languages(first: str, second: str, own: str, written: Collection[str]) -> list[str]:
    """The languages of a letter: the host's, and a second one in which it is written.

    `second` is a language, empty for none, or OWN: the reader's own, else English.
    """
    wanted = [own, "en"] if second == OWN else [second]
    other = next((code for code in wanted if code in written and code != first), "")
    return [first, other] if other else [first]
