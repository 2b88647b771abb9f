"""The spellings of a person's name. Knows no database.

A whole name, an address or a phone number names one person in any text. A family or
given name alone may be anybody's: people decide to whom it refers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from core.text.spellings import (
    Finder,
    Spelling,
    address,
    flat,
    is_cased,
    is_spaced,
    letters,
    number,
    phrase,
    run,
    words,
)
from delegations.protocol.capital_letters import PARTICLES

# A single word in Latin, Greek or Cyrillic letters that is shorter stands for too much else: "An".
_SHORTEST_WORD = 4
# In scripts without case two characters are a whole name.
_SHORTEST_NAME = 2
# So many letters in a row are no chance.
_CHANCE = 8
# How officials without these letters, and machine-readable passports, write them.
_SPELLED_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "å": "aa",
        "ø": "oe",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Å": "Aa",
        "Ø": "Oe",
        "ñ": "nn",
        "Ñ": "Nn",
        "đ": "dj",
        "Đ": "Dj",
    }
)
# Chinese and Korean officials are addressed by the family name, which is one character.
_TITLES = flat(
    "市长|区长|县长|省长|州长|团长|部长|局长|司长|处长|院长|校长|会长|议长|主席|主任|书记|秘书|大使|总|"
    "议员|代表|先生|女士|小姐|夫人|阁下|教授|博士|老师|시장|구청장|지사|장관|의원|대사|회장|총장|교수|"
    "박사|선생|부시장|여사|대표|님|씨"
)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One form of a person's name, present or past. `wholes` are complete names."""

    given: str = ""
    family: str = ""
    wholes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The complete names in both orders."""
        if self.given and self.family:
            both = (f"{self.family} {self.given}", f"{self.given} {self.family}")
            return (*both, *self.wholes)
        return (self.given or self.family, *self.wholes)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names and contacts of one person."""

    names: tuple[WrittenName, ...] = ()
    emails: frozenset[str] = field(default_factory=frozenset)
    phones: frozenset[str] = field(default_factory=frozenset)

    def finder(self, others: Iterable[WrittenName] = ()) -> Finder:
        """Finds whole names and contacts of the person, and nothing that names one of `others`."""
        patterns = _Own(self.names)
        wanted = [
            *patterns.whole(),
            *map(address, sorted(self.emails)),
            *map(number, sorted(self.phones)),
        ]
        return _sparing(wanted, others)

    def alone(self, others: Iterable[WrittenName] = ()) -> Finder:
        """Finds a family or given name that stands alone, and nothing that names `others`."""
        return _sparing(_Own(self.names).parts(), others)


class _Own:
    """The patterns of all forms of one name."""

    def __init__(self, names: Iterable[WrittenName]) -> None:
        self._names = list(dict.fromkeys(_with_spelled_out(names)))

    def whole(self) -> Iterator[Spelling | None]:
        """What names the person and nobody else."""
        for name in self._names:
            yield from (phrase(text) for text in name.wholes if _is_whole(text))
            if not (name.given and name.family):
                yield from (phrase(text) for text in (name.given, name.family) if _is_whole(text))
                continue
            yield phrase(f"{name.family} {name.given}")
            # Where nothing parts words, a short name in the other order is found by chance: 国王
            # in 王国. Thai names are long, and given names stand first.
            other = f"{name.given} {name.family}"
            is_short = sum(map(letters, words(other))) < _CHANCE
            yield phrase(other, apart=is_short and not _has_spaces(name.given))
        given, family = self._of("given"), self._of("family")
        yield run(given | family, _telling(given), _telling(family))

    def parts(self) -> Iterator[Spelling | None]:
        """What may be the name of somebody else as well."""
        texts: dict[str, None] = {}
        for name in self._names:
            for text in (name.family, name.given):
                texts |= dict.fromkeys([text, *_telling(words(text))])
            if not (name.given and name.family):
                texts |= dict.fromkeys(name.wholes)
        yield from (phrase(text) for text in texts if text)
        yield from map(_titled, sorted(self._surnames()))

    def _surnames(self) -> set[str]:
        """What may be the family name in a name that no space divides."""
        solid = {text for name in self._names for text in name.names if len(words(text)) == 1}
        unspaced = {text for text in solid if not _has_spaces(text)}
        return {text[:1] for text in unspaced} | {text[:2] for text in unspaced if len(text) > 2}

    def _of(self, part: str) -> set[str]:
        each = (words(getattr(name, part)) for name in self._names)
        return {word for name_words in each for word in name_words if is_spaced(word)}


def _titled(surname: str) -> Spelling:
    """A family name before a title: the mayor Wang, 王市长. Elsewhere the character is a word."""
    name = flat(surname)
    return Spelling(re.compile(rf"{re.escape(name)}(?=\s?副?(?:{_TITLES}))"), (name,))


def _sparing(wanted: Iterable[Spelling | None], others: Iterable[WrittenName]) -> Finder:
    """Others whose name holds what is wanted: "Li Wei" in "Li Weimin", "Ana" in "Ana López"."""
    spellings = list(wanted)
    plain = Finder(spellings)
    spared: set[str] = set()
    for other in others:
        names = other.names
        if plain.may_find("\n".join(names)) and any(map(plain.spans, names)):
            spared.update(names)
    return Finder(spellings, map(phrase, sorted(spared)))


def _with_spelled_out(names: Iterable[WrittenName]) -> Iterator[WrittenName]:
    for name in names:
        yield name
        spelled = replace(
            name,
            given=name.given.translate(_SPELLED_OUT),
            family=name.family.translate(_SPELLED_OUT),
            wholes=tuple(text.translate(_SPELLED_OUT) for text in name.wholes),
        )
        if spelled != name:
            yield spelled


def _is_whole(text: str) -> bool:
    name_words = words(text)
    if len(name_words) == 1 and is_cased(name_words[0]):
        return letters(name_words[0]) >= _SHORTEST_WORD
    return sum(map(letters, name_words)) >= _SHORTEST_NAME


def _has_spaces(text: str) -> bool:
    return any(map(is_spaced, words(text)))


def _telling(name_words: Iterable[str]) -> set[str]:
    """Words that distinguish people: no particles, no initials."""
    return {word for word in name_words if letters(word) > 1 and word not in PARTICLES}
