"""Whether two written names are the same in any order, spelling or script. Knows no database.

Beside what `core.text.folding` makes one, punctuation does not count, and ä may be written as ae.
One script is never turned into another: 王伟 and Wang Wei are one only for somebody of whom both
are known.
"""

import re
from collections.abc import Iterable

from core.text.folding import fold_words, searchable

_UMLAUT = re.compile("([aou])e")


def keys_of(text: str) -> frozenset[str]:
    """The keys of a name. Names that share one have the same words, in any order, or letters."""
    lines = searchable(text).split("\n")
    return frozenset(key for line in lines for key in _keys_of_spelling(line))


def _keys_of_spelling(text: str) -> Iterable[str]:
    words = fold_words(text)
    if words:
        in_order = " ".join(sorted(words))
        yield from (in_order, "".join(words), _UMLAUT.sub(r"\1", in_order))


def keys_of_person(person: object) -> frozenset[str]:
    """The keys of every stored form of a name, with and without the honorific."""
    parts = {name: str(getattr(person, name)) for name in _FORMS}
    given, family, honorific = parts.pop("given"), parts.pop("family"), parts.pop("honorific")
    forms = [*parts.values(), f"{given} {family}", f"{family} {given}"]
    titled = [f"{honorific} {form}" for form in forms if honorific and form.strip()]
    return frozenset(key for form in dict.fromkeys([*forms, *titled]) for key in keys_of(form))


# What of a row or of its record is a form of the name.
_FORMS = (
    "given",
    "family",
    "honorific",
    "display_name",
    "native_name",
    "list_name",
    "badge_name",
)


def are_written_alike(text: str, other: str) -> bool:
    """Whether two texts are the same name; an empty text equals none."""
    return bool(keys_of(text) & keys_of(other))


def is_swapped(given: str, family: str, known_given: str, known_family: str) -> bool:
    """Whether given and family name are exchanged, compared with the stored ones."""
    if are_written_alike(given, family):
        return False
    return are_written_alike(given, known_family) and are_written_alike(family, known_given)
