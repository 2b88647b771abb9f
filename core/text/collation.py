"""The order of texts: that of the Unicode Collation Algorithm, the same on every database.

The letters of all scripts stand in the order of Unicode's default table; accents and strokes decide
only between texts that are otherwise equal. Letter case, apostrophes, quotation marks and invisible
characters do not count at all; a hyphen counts as a space. Keys are texts that are compared
character by character, as Python and, through `core.ordering.ByBytes`, the databases do. Knows no
database.
"""

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from core.text.folding import plain_signs
from core.text.languages import content_language
from core.text.own_language import script_of

if TYPE_CHECKING:
    from pyuca import Collator

# Below every weight: the end of all letters, where accents begin, comes before a further part.
_ACCENTS, _PART = "\u0001", "\u0002"
# The first weight of a letter, sign or space is above this; folded texts begin below it.
_BELOW_WEIGHTS = "\u0200"
_AFTER_LATIN = "\uffff"
# The first characters of Fiji, the Vatican and Nauru.
_OF_THE_SAME_SOUND = str.maketrans("斐梵瑙", "匪范脑")
_PLAIN_ACCENT = "\u0020"


def collation_key(*parts: str) -> str:
    """The key to sort by for texts of which the later `parts` count where the earlier are equal.

    A part that is empty comes before all others. The letters of all parts count before the accents
    of the first: Müller Anna, Muller Eva, Müller Zoe.
    """
    weights = [_weights(part) for part in parts]
    letters = _PART.join(letter_weights for letter_weights, _accents in weights).rstrip(_PART)
    accents = _PART.join(accent_weights for _letters, accent_weights in weights).rstrip(_PART)
    return f"{letters}{_ACCENTS}{accents}" if accents else letters


def reader_key(text: str) -> str:
    """The key to sort names by on a page in the reader's language: Chinese by pinyin, after Latin.

    GB 2312, the standard of simplified Chinese of 1980, puts its common characters in the order
    of their pinyin; three that begin names of countries are not among them.
    """
    if content_language() != "zh-hans" or script_of(text) != "CJK":
        return collation_key(text)
    common = text.strip().translate(_OF_THE_SAME_SOUND)
    return _AFTER_LATIN + common.encode("gb18030").decode("latin-1")


def is_collation_key(text: str) -> bool:
    """Whether `text` is a key rather than a word: keys hold no character that words begin with."""
    return not text or text >= _BELOW_WEIGHTS


@lru_cache(maxsize=1 << 14)
def _weights(text: str) -> tuple[str, str]:
    """The weights of letters and of accents as characters; accents that are usual are left out."""
    plain = plain_signs(text).replace("'", "").replace("-", " ")
    decomposed = unicodedata.normalize("NFD", " ".join(plain.casefold().split()))
    elements = _collator().collation_elements(decomposed)
    letters = "".join(_character(element[0]) for element in elements if element[0])
    accents = "".join(_character(element[1]) for element in elements if element[1])
    return letters, accents.rstrip(_PLAIN_ACCENT)


def _character(weight: int) -> str:
    # Surrogates are no characters: what would be one, and all above, moves up.
    return chr(weight if weight < 0xD800 else weight + 0x800)


@cache
def _collator() -> "Collator":
    from pyuca import Collator  # noqa: PLC0415  (80 ms that only sorting should cost)

    return Collator()
