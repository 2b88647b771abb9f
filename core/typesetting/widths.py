"""The texts by which a template finds out how wide a column must be.

A template can measure any text, but not a hundred thousand cells: here the few are chosen that are
likely to be the widest.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

# So many words are measured: their real width depends on the font.
_CANDIDATES = 8
# Ideographs and syllables break anywhere; up to four stay together, as the names of people do.
_WORD = re.compile(
    r"[\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]{1,4}"
    r"|[^\s\u200b\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_WIDE = frozenset("WF")
# Nine of ten cells of a column are no wider than its typical text.
_SHARE = 0.9


def longest_words(texts: Iterable[str]) -> list[str]:
    """The few words in `texts` that are likely to be the widest."""
    all_words = {word for text in set(texts) for word in _WORD.findall(text)}
    return sorted(all_words, key=_estimate, reverse=True)[:_CANDIDATES]


def typical_text(texts: Sequence[str]) -> str:
    """A text at least as wide as nine of ten in `texts`; empty if there are none."""
    ordered = sorted(texts, key=_estimate)
    return ordered[min(int(len(ordered) * _SHARE), len(ordered) - 1)] if ordered else ""


def _estimate(text: str) -> float:
    """Roughly how wide `text` is, in small letters."""
    if text.isascii():
        return len(text) + 0.3 * sum(map(str.isupper, text))
    return sum(
        2 if unicodedata.east_asian_width(character) in _WIDE else 1 + 0.3 * character.isupper()
        for character in text
    )
