"""Romanisations of Chinese names, learnt from attendees who gave both forms.

Knows no database, and has no table of readings: each event supplies its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from math import prod

_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
# A syllable of Chinese in Latin letters, roughly: what the sounds of the language allow.
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:i?ang?|i?ong|u?eng?|u?ang?|ing?|ung?|i?ao|uai|ai|ei|ui"
    r"|ou|iu|ie|ia|ue|ua|uo|er|[aeiou])"
)
# A name that could be written in more ways than these says nothing.
_MOST_WAYS = 12
Table = dict[str, set[str]]


def is_chinese(name: str) -> bool:
    """Whether a name is written in two to four Chinese characters."""
    return bool(_HAN.fullmatch(name))


def learn(names: Iterable[tuple[str, str, str]]) -> Table:
    """Learn readings of family names and single characters from (native, family, given) names."""
    table: Table = defaultdict(set)
    for native, family, given in names:
        if not is_chinese(native):
            continue
        syllables = re.findall(r"\w+", given)
        if len(syllables) == 1 and len(native) == 3:
            syllables = _two_syllables(syllables[0])
        place = len(native) - len(syllables)
        if family and place in (1, 2) and syllables:
            table[native[:place]].add(family)
            for character, syllable in zip(native[place:], syllables, strict=True):
                table[character].add(syllable)
    return table


def read(native: str, table: Table) -> set[str]:
    """The possible romanisations of a name in Chinese characters, family name first."""
    readings = set()
    for place in (1, 2):
        ways = [sorted(table.get(part, ())) for part in (native[:place], *native[place:])]
        if len(native) > place and prod(map(len, ways)) <= _MOST_WAYS:
            readings |= {"".join(way) for way in product(*ways)}
    return readings


def _two_syllables(word: str) -> list[str]:
    """Split “Xiaoming” into “Xiao” and “Ming”; return nothing if it can be split in another way."""
    ways = [
        [word[:at], word[at:]]
        for at in range(1, len(word))
        if _SYLLABLE.fullmatch(word[:at]) and _SYLLABLE.fullmatch(word[at:])
    ]
    return ways[0] if len(ways) == 1 else []
