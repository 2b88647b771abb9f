"""A proposal which words of a whole name are the family name, and in which order they stand.

Knows no database. A proposal is shown as such and waits for somebody to confirm it: names are not
split without a person. It is made of, in this order: a comma, capitals (“MÜLLER Hans”), the script
(“张伟”), patronymics, frequent family names, and what is usual in the country (`name_customs`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text.folding import fold, fold_solid
from delegations.protocol import name_customs as customs
from delegations.protocol.capital_letters import PARTICLES
from delegations.protocol.names import FAMILY_FIRST, GIVEN_FIRST, SINGLE

_HAN = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff]+")
_HANGUL = re.compile("[\uac00-\ud7af]+")
_BETWEEN_FOREIGN = re.compile("[·‧•・]")
_PATRONYMIC = re.compile(
    r"(?:ович|евич|ич|овна|евна|ична|инична|ovich|evich|ovna|evna|ichna)$", re.IGNORECASE
)
_SLAVIC_FAMILY = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|ская|цкий|цкая|енко|чук|швили|дзе|ян)$",
    re.IGNORECASE,
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "filho", "neto", "junior", "sobrinho", "phd"})
_JOINING = frozenset({"y", "e", "i", "und", "och"})
_MORE_PARTICLES = frozenset({"san", "santa", "mac", "abu", "ben", "bou", "ait", "al", "el", "ter"})
_ARABIC_PARTICLES = frozenset(
    map(fold_solid, ("بن", "ابن", "بنت", "آل", "ال", "أبو", "ابو", "بو", "عبد", "أبي"))
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """Given and family name as they were written, and the order of the two."""

    given: str
    family: str
    order: str


def propose_parts(name: str, country: str = "") -> NameParts | None:
    """The likely parts of a whole name; None if nothing is likely.

    `country` is an ISO 3166-1 alpha-2 code, usually that of the delegation.
    """
    name = " ".join(name.split())
    if not name:
        return None
    if re.search(r"\S[,،，]\s*\S", name):
        return _by_comma(name, country)
    words = name.split(" ")
    if len(words) == 1 and _BETWEEN_FOREIGN.search(name):
        return _of_foreigner(name)
    solid = "".join(words)
    if _HAN.fullmatch(solid):
        return _of_characters(words, customs.TWO_CHARACTERS, is_japanese=country == "JP")
    if _HANGUL.fullmatch(solid):
        return _of_characters(words, customs.TWO_SYLLABLES, is_japanese=False)
    return _by_capitals(words) or _by_country(words, country)


def _by_comma(name: str, country: str) -> NameParts | None:
    family, _comma, given = (part.strip() for part in re.split("([,،，])", name, maxsplit=1))
    is_first = country in customs.FAMILY_FIRST
    return NameParts(given, family, FAMILY_FIRST if is_first else GIVEN_FIRST)


def _by_capitals(words: Sequence[str]) -> NameParts | None:
    """The words in capitals, if they stand at one end and the others are not in capitals."""
    large = [at for at, word in enumerate(words) if _is_large(word)]
    if not large or len(large) == len(words):
        return None
    first, last = large[0], large[-1]
    while first > 0 and _is_particle(words[first - 1]) and words[first - 1].islower():
        first -= 1
    if len(large) != last - large[0] + 1 and not all(
        _is_large(word) or _is_particle(word) for word in words[first : last + 1]
    ):
        return None
    if first == 0 and last < len(words) - 1:
        return _family_first(words, last + 1)
    return _given_first(words, first) if last == len(words) - 1 else None


def _is_large(word: str) -> bool:
    """Whether a word is in capitals; an initial alone does not say."""
    letters = [char for char in word if char.isalpha() and char.lower() != char.upper()]
    return len(letters) > 1 and not word.endswith(".") and word == word.upper()


def _of_foreigner(name: str) -> NameParts | None:
    """A foreign name written in Chinese or Japanese: 安娜·里韦拉."""
    given, _mark, family = re.split("([·‧•・])(?!.*[·‧•・])", name)[:3]
    return NameParts(given, family, GIVEN_FIRST) if given and family else None


def _of_characters(
    words: Sequence[str], double: frozenset[str], *, is_japanese: bool
) -> NameParts | None:
    if len(words) > 1:
        return NameParts("".join(words[1:]), words[0], FAMILY_FIRST)
    (name,) = words
    if is_japanese:
        # Four characters are usually two and two; of others nobody can tell.
        return NameParts(name[2:], name[:2], FAMILY_FIRST) if len(name) == 4 else None
    if not 2 <= len(name) <= 4:
        return None
    length = 2 if len(name) > 2 and name[:2] in double else 1
    return NameParts(name[length:], name[:length], FAMILY_FIRST)


def _by_country(words: Sequence[str], country: str) -> NameParts | None:
    if len(words) == 1 or country in customs.NO_FAMILY_NAME:
        return NameParts(" ".join(words), "", SINGLE)
    return (
        _by_patronymic(words)
        or _by_surname(words, country)
        or (_family_first(words, 1) if country in customs.FAMILY_FIRST else None)
        or _family_last(words, country)
    )


def _by_patronymic(words: Sequence[str]) -> NameParts | None:
    if len(words) == 3 and _PATRONYMIC.search(words[2]) and not _PATRONYMIC.search(words[1]):
        return _family_first(words, 1)
    if len(words) == 3 and _PATRONYMIC.search(words[1]):
        return _given_first(words, 2)
    is_slavic = [bool(_SLAVIC_FAMILY.search(word)) for word in words]
    return _family_first(words, 1) if is_slavic == [True, False] else None


def _by_surname(words: Sequence[str], country: str) -> NameParts | None:
    """Where one end of the name is a frequent family name of the country, and the other is not."""
    surnames = customs.SURNAMES.get(country, frozenset())
    given = customs.GIVEN_NAMES.get(country, frozenset())
    first, last = (fold(words[at]) for at in (0, -1))
    if (first in surnames and last not in surnames) or (last in given and first not in given):
        return _family_first(words, 1)
    if (last in surnames and first not in surnames) or (first in given and last not in given):
        return _given_first(words, len(words) - 1)
    return None


def _family_last(words: Sequence[str], country: str) -> NameParts:
    """Given names first: the last surname with its particles, or the last two."""
    units = _units(words)
    surnames = 1
    if country in customs.TWO_SURNAMES and len(units) > 2:
        has_second_given = len(units) == 3 and fold(units[1][0]) in customs.SECOND_GIVEN_NAMES
        surnames = 1 if has_second_given else 2
    given = sum(len(unit) for unit in units[: len(units) - surnames])
    return _given_first(words, given)


def _units(words: Sequence[str]) -> list[list[str]]:
    """The words of a name in groups: particles with the word behind them, “Ortega y Gasset”."""
    units: list[list[str]] = [[words[0]]]
    is_open = False
    for word in words[1:]:
        if is_open or (_is_suffix(word) and len(units) > 1):
            units[-1].append(word)
        elif fold(word) in _JOINING and word.islower() and len(units) > 1:
            units[-1].append(word)
            is_open = True
            continue
        else:
            units.append([word])
        is_open = _is_particle(word)
    return units


def _is_suffix(word: str) -> bool:
    return fold_solid(word) in _SUFFIXES


def _is_particle(word: str) -> bool:
    plain = fold(word)
    return plain in PARTICLES | _MORE_PARTICLES or fold_solid(word) in _ARABIC_PARTICLES


def _given_first(words: Sequence[str], given: int) -> NameParts:
    if not 0 < given < len(words):
        return NameParts(" ".join(words), "", SINGLE)
    return NameParts(" ".join(words[:given]), " ".join(words[given:]), GIVEN_FIRST)


def _family_first(words: Sequence[str], family: int) -> NameParts:
    return NameParts(" ".join(words[family:]), " ".join(words[:family]), FAMILY_FIRST)


def usual_order(country: str, language: str = "") -> str:
    """The order in which people of a country, or writers of a language, put their names."""
    is_first = country in customs.FAMILY_FIRST or language in customs.LANGUAGES_FAMILY_FIRST
    return FAMILY_FIRST if is_first else GIVEN_FIRST


def splits(name: str) -> list[NameParts]:
    """Every way to take one end of a whole name as the family name, for somebody to choose.

    Chinese and Korean names without spaces are divided between characters.
    """
    words = name.split()
    if len(words) == 1 and (_HAN.fullmatch(name) or _HANGUL.fullmatch(name)):
        return [NameParts(name[at:], name[:at], FAMILY_FIRST) for at in range(1, len(name))][:3]
    whole = [NameParts(" ".join(words), "", SINGLE)]
    first = [_family_first(words, at) for at in range(1, len(words))]
    last = [
        NameParts(" ".join(words[:at]), " ".join(words[at:]), GIVEN_FIRST)
        for at in range(len(words) - 1, 0, -1)
    ]
    return [*last, *first, *whole]
