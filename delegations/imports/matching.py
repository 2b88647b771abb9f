"""When two written names are one, in whatever order, spelling or script. Knows no database.

Folded are case, accents, full-width forms, punctuation and spaces, the marks and variants of
Arabic letters, and ä written as ae. One script is never turned into another: 王伟 and Wang Wei are
one only for somebody of whom both are known.
"""

import re
import unicodedata
from collections.abc import Iterable

from delegations.names import fold

# Marks above and below Arabic letters, and the line that draws a word out.
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_ARABIC_LETTERS = str.maketrans({"\u0649": "\u064a", "\u0629": "\u0647", "\u0671": "\u0627"})
# Apostrophes that count as letters: Oʻahu is O'ahu.
_MODIFIERS = re.compile("[\u02b0-\u02ff]")
_BETWEEN = re.compile(r"[\W_]+")
_UMLAUT = re.compile("([aou])e")


def keys_of(text: str) -> frozenset[str]:
    """Two names that share a key are written alike: all words in any order, or all letters."""
    folded = unicodedata.normalize("NFD", fold(_MODIFIERS.sub("", text)))
    plain = _ARABIC_MARKS.sub("", folded).translate(_ARABIC_LETTERS)
    words = [word for word in _BETWEEN.split(plain) if word]
    if not words:
        return frozenset()
    in_order, letters = " ".join(sorted(words)), "".join(words)
    return frozenset({in_order, letters, _UMLAUT.sub(r"\1", in_order)})


def keys_of_person(person: object) -> frozenset[str]:
    """The keys of every form of the name that is entered, with and without the honorific."""
    parts = {name: str(getattr(person, name)) for name in _FORMS}
    given, family, honorific = parts.pop("given"), parts.pop("family"), parts.pop("honorific")
    forms = [*parts.values(), f"{given} {family}", f"{family} {given}"]
    titled = [f"{honorific} {form}" for form in forms if honorific and form.strip()]
    return _all_keys([*forms, *titled])


# What of a row or of its record is a form of the name.
_FORMS = (
    "given", "family", "honorific", "display_name", "native_name", "list_name", "badge_name",
)  # fmt: skip


def _all_keys(forms: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for form in dict.fromkeys(forms):
        found |= keys_of(form)
    return frozenset(found)


def are_written_alike(one: str, other: str) -> bool:
    """Whether two texts are one name. An empty one is like none."""
    return bool(keys_of(one) & keys_of(other))


def is_swapped(given: str, family: str, known_given: str, known_family: str) -> bool:
    """Whether given and family name stand the other way round from what is known."""
    if are_written_alike(given, family):
        return False
    return are_written_alike(given, known_family) and are_written_alike(family, known_given)
