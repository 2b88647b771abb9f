"""Names of organisations that are nearly the same: “Institut für …” and “Institute for …”.

Knows no database.
"""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from core.text.folding import fold_words

# From here on two names are likely to be those of one organisation.
_ALIKE = 0.85
# Shorter words, such as “of” and “für”, do not tell organisations apart.
_SHORTEST_WORD = 4
_BEGINNING = 4


class SimilarNames:
    """The names of organisations by country, and those that resemble a new one."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        # By country and the beginning of a word: a thousand names are not all compared.
        self._by_word: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for name, country in names:
            self._add(name, country)

    def find_and_add(self, name: str, country: str) -> str:
        """A name that resembles `name` in its country, or the empty text. Then add it."""
        key = _key(name)
        pool: dict[str, str] = {}
        for word in key.split():
            pool |= self._by_word.get((country, word[:_BEGINNING]), {})
        similar = next((pool[other] for other in pool if _are_alike(key, other)), "")
        self._add(name, country)
        return similar

    def _add(self, name: str, country: str) -> None:
        key = _key(name)
        for word in key.split():
            self._by_word[country, word[:_BEGINNING]].setdefault(key, name)


def _key(name: str) -> str:
    words = fold_words(name)
    return " ".join(sorted(word for word in words if len(word) >= _SHORTEST_WORD) or words)


def _are_alike(key: str, other: str) -> bool:
    matcher = SequenceMatcher(None, key, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
