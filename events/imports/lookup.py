"""Values by their names in any language, and the closest known name."""

import difflib
import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.db.models.enums import ChoicesType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import normalise_header
from core.tables.mapping import in_every_language

_Value = TypeVar("_Value")
# At most so many are named where nothing is close.
_NAMED = 12
_COMPARED = 500
_BETWEEN = re.compile(r"[,;/|+&、，；\n]+|\s+(?:and|et|y|和|及|и|و)\s+")


# So much of a value is compared with what was chosen before.
_LONGEST_VALUE = 200


def value_key(text: str) -> str:
    """The key for comparing a value; the text itself if it has no letters."""
    return (normalise_header(text) or text)[:_LONGEST_VALUE]


class Lookup(Generic[_Value]):
    """Values by the names that people give them; two may share a name."""

    def __init__(self, pairs: Iterable[tuple[str, _Value]]) -> None:
        self._values: dict[str, list[_Value]] = {}
        self._names: dict[str, str] = {}
        self._close: dict[str, str] = {}
        for name, value in pairs:
            self.add(name, value)

    def add(self, name: str, value: _Value) -> None:
        """Let a value be found by another name as well."""
        if key := normalise_header(name):
            self._names.setdefault(key, name)
            values = self._values.setdefault(key, [])
            if value not in values:
                values.append(value)

    def find(self, text: str) -> list[_Value]:
        """Every value with this name."""
        return self._values.get(normalise_header(text), [])

    def unknown(self, text: str, *, is_short: bool = True) -> str:
        """A message that nothing has this name, with the closest one; for a short list, all names.

        For people, only the closest name is revealed.
        """
        closest = self._closest(normalise_header(text)[:80])
        if closest:
            values = {"text": text[:80], "closest": self._names[closest]}
            return _("“%(text)s” is not known. Did you mean “%(closest)s”?") % values
        # Of each value one name: the first that it was given.
        seen: list[_Value] = []
        names: list[str] = []
        for key, (value, *_more) in self._values.items():
            if is_short and value not in seen and len(names) <= _NAMED:
                seen.append(value)
                names.append(self._names[key])
        if not is_short or len(names) > _NAMED:
            message = _("“%(text)s” is not known. Check the spelling.")
            return message % {"text": text[:80]}
        values = {"text": text[:80], "known": ", ".join(names) or "–"}
        return _("“%(text)s” is not known. Use one of: %(known)s.") % values

    def _closest(self, key: str) -> str:
        if key not in self._close:
            # Among the names of a thousand people only those with the same first letter: comparing
            # with all takes a tenth of a second for each row.
            is_many = len(self._names) > _COMPARED
            pool = [name for name in self._names if not is_many or name[:1] == key[:1]]
            self._close[key] = next(iter(difflib.get_close_matches(key, pool, n=1)), "")
        return self._close[key]


def choice_words(choices: ChoicesType) -> Lookup[str]:
    """The choices of a field, by their labels in every language."""
    pairs = [(str(label), value) for value, label in choices.choices]
    pairs += [(str(value), value) for value in choices.values]
    for value, label in choices.choices:
        pairs += [(name, value) for name in in_every_language(label)]
    return Lookup(pairs)


def language_words(languages: Iterable[tuple[str, object]]) -> Lookup[str]:
    """Languages by code and by name in each language of the portal."""
    pairs = [(str(label), code) for code, label in languages]
    pairs += [(code, code) for code, _label in languages]
    for code, label in languages:
        pairs += [(name, code) for name in in_every_language(label)]
    aliases = {"zh-hans": "zh", "cn": "zh", "汉语": "zh", "英文": "en", "法文": "fr"}
    return Lookup([*pairs, *aliases.items()])


def yes_no_words() -> Lookup[bool]:
    """Yes and no."""
    yes = [*in_every_language(gettext_lazy("yes")), "true", "1", "x", "y", "是", "需要"]
    no = [*in_every_language(gettext_lazy("no")), "false", "0", "n", "否", "不需要"]
    return Lookup([*((word, True) for word in yes), *((word, False) for word in no)])


def split_items(text: str) -> list[str]:
    """The items of a list in a cell."""
    return [item for part in _BETWEEN.split(text) if (item := part.strip())]
