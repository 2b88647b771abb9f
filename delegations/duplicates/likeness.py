"""Find people who may have been entered twice. Knows no database.

People are put into blocks by what they share, so that the work grows with their number and not
with its square: each form of the name, folded; the name with one letter taken out; the address; the
telephone. Nothing here decides: it gives a pair, why, and how sure that is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

from core.text.folding import fold, fold_solid, fold_words
from delegations.duplicates.chinese_readings import is_chinese, learn, read


class Reason(StrEnum):
    """A feature that two people share."""

    NAME = "name"
    ORDER = "order"
    SPELLING = "spelling"
    NATIVE = "native"
    READING = "reading"
    NEAR = "near"
    EMAIL = "email"
    PHONE = "phone"


class Sureness(StrEnum):
    """How likely two people are the same, the most certain first."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Named:
    """The names and contacts of one person; `key` is an identifier of the caller."""

    key: int
    given: str = ""
    family: str = ""
    display: str = ""
    native: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be the same, the smaller key first, and the features they share."""

    first: int
    second: int
    reasons: frozenset[Reason]
    # Zheng Wei may be 郑伟 or 郑薇: in native script it is seen that they are two.
    differs_in_native: bool = False

    @property
    def sureness(self) -> Sureness:
        """A name and an address are two witnesses; an address alone may be that of an office."""
        has_contact = bool(self.reasons & _CONTACTS)
        if self.reasons & _NAMES:
            if has_contact:
                return Sureness.CERTAIN
            return Sureness.POSSIBLE if self.differs_in_native else Sureness.LIKELY
        is_close_too = has_contact and self.reasons & {Reason.NEAR, Reason.READING}
        return Sureness.LIKELY if is_close_too else Sureness.POSSIBLE


_NAMES = frozenset({Reason.NAME, Reason.ORDER, Reason.SPELLING, Reason.NATIVE})
_CONTACTS = frozenset({Reason.EMAIL, Reason.PHONE})
_SURENESS = {sureness: place for place, sureness in enumerate(Sureness)}
# An address that more people share is that of an office and says nothing about any two of them.
_SHARED_BY = 4
# In a bigger block everybody is compared with the first alone: the work stays in proportion.
_BLOCK = 12
# One letter makes another name of a shorter one: Li and Lu, Anna and Anne.
_SHORTEST = 5
_SHORTEST_PHONE = 7
_T = TypeVar("_T")
# How German, Danish and Norwegian letters are written where they are missing: Müller, Mueller.
_DIGRAPHS = re.compile(r"ae|oe|ue|aa")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """`text` folded, so that ü, ue and u are the same letter. Only for comparing."""
    return _DIGRAPHS.sub(lambda match: match[0][0], fold(text))


def find_pairs(people: Iterable[Named]) -> list[Pair]:
    """All pairs of people who may be the same, the most certain first."""
    rows = list(people)
    by_pair: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    ways = (_by_name, _by_reading, _by_spelling, _by_contact)
    for key, other, reason in (hit for way in ways for hit in way(rows)):
        by_pair[(key, other) if key < other else (other, key)].add(reason)
    natives = {row.key: fold_solid(row.native) for row in rows}
    pairs = [_pair(*keys, reasons, natives) for keys, reasons in by_pair.items()]
    # Given names repeat; but none stays in memory once the work is done.
    plain.cache_clear()
    return sorted(
        filter(None, pairs), key=lambda pair: (_SURENESS[pair.sureness], pair.first, pair.second)
    )


def _pair(first: int, second: int, reasons: set[Reason], natives: dict[int, str]) -> Pair | None:
    """A pair; None if only the names are similar and the native names prove two people."""
    shared = frozenset(_strongest(reasons))
    native, other = natives[first], natives[second]
    differs = bool(native and other and native != other)
    return None if differs and shared == {Reason.NEAR} else Pair(first, second, shared, differs)


def _strongest(reasons: set[Reason]) -> set[Reason]:
    """Keep only the strongest of the reasons about the name."""
    closest = (Reason.NAME, Reason.ORDER, Reason.SPELLING, Reason.NEAR)
    name = next((reason for reason in closest if reason in reasons), None)
    return {reason for reason in reasons if reason not in closest or reason is name}


@dataclass(slots=True)
class _Form:
    """One person with the forms of the name that are compared."""

    key: int
    straight: frozenset[str]
    turned: str
    words: tuple[str, ...]
    native: str

    @classmethod
    def of(cls, row: Named) -> "_Form":
        full = f"{row.given} {row.family}".strip() or row.display
        straight = frozenset(fold_solid(name) for name in (full, row.display)) - {""}
        turned = fold_solid(f"{row.family} {row.given}")
        words = tuple(sorted(fold_words(full)))
        return cls(row.key, straight, turned, words, fold_solid(row.native))


def _solid(text: str) -> str:
    """The letters of a text without what parts them: Xiao-ming and Xiao Ming are Xiaoming."""
    return fold_solid(plain(text))


def _by_name(rows: Sequence[Named]) -> Iterator[tuple[int, int, Reason]]:
    """Those of whom some form of the name is the same, in any order and script."""
    blocks: dict[str, list[Named]] = defaultdict(list)
    for row in rows:
        for name in _blocks_of(row):
            blocks[name].append(row)
    for block in blocks.values():
        if len(block) > 1:
            for form, other in _within([_Form.of(row) for row in block]):
                yield form.key, other.key, _how_named(form, other)


def _blocks_of(row: Named) -> set[str]:
    given, family = _solid(row.given), _solid(row.family)
    names = {given + family, family + given, _solid(row.display), fold_solid(row.native)}
    full = (row.given, row.family) if row.given or row.family else (row.display,)
    words = [word for part in full for word in fold_words(plain(part))]
    if len(words) > 1:
        names.add(" ".join(sorted(words)))
    return names - {""}


def _how_named(form: _Form, other: _Form) -> Reason:
    if form.straight & other.straight:
        return Reason.NAME
    if form.words and form.words == other.words:
        return Reason.ORDER
    natives = {form.native, other.native} - {""}
    written = form.straight | other.straight | {form.turned, other.turned}
    if form.native == other.native != "" or natives & written:
        return Reason.NATIVE
    return Reason.SPELLING


def _by_reading(rows: Sequence[Named]) -> Iterator[tuple[int, int, Reason]]:
    """Names in Chinese characters alone beside names in Latin letters alone.

    No table of readings is shipped: how a character is read is learnt from those who have given
    both, and a character that none of them has is not guessed at.
    """
    unread = [row for row in rows if _is_in_characters_alone(row)]
    if not unread:
        return
    table = learn((fold_solid(row.native), _solid(row.family), plain(row.given)) for row in rows)
    latin: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        given, family = _solid(row.given), _solid(row.family)
        if (given + family).isascii() and not row.native:
            for name in {family + given, given + family} - {""}:
                latin[name].append(row.key)
    for row in unread:
        for name in read(fold_solid(row.native) or _own(row), table):
            yield from ((row.key, other, Reason.READING) for other in latin[name][:_BLOCK])


def _own(row: Named) -> str:
    return fold_solid(row.given + row.family + row.display)


def _is_in_characters_alone(row: Named) -> bool:
    if row.native.isascii() and row.given.isascii() and row.display.isascii():
        return False
    own = _own(row)
    return is_chinese(fold_solid(row.native) or own) and not (own and own.isascii())


def _by_spelling(rows: Sequence[Named]) -> Iterator[tuple[int, int, Reason]]:
    """Those with one part of the name the same and one letter of the other wrong."""
    parts = [(_solid(row.given), _solid(row.family)) for row in rows]
    for fixed, loose in ((0, 1), (1, 0)):
        blocks: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row, part in zip(rows, parts, strict=True):
            if part[fixed] and len(part[loose]) >= _SHORTEST:
                blocks[part[fixed]].append((row.key, part[loose]))
        for block in blocks.values():
            if len(block) > 1:
                yield from _near(block)


def _near(block: list[tuple[int, str]]) -> Iterator[tuple[int, int, Reason]]:
    """Two words that differ in one letter are the same without it: no word meets every other."""
    without: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, word in block:
        for shorter in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            without[shorter].append((key, word))
    for sharing in without.values():
        for (key, word), (other, second) in _within(sharing):
            if word != second and is_near(word, second):
                yield key, other, Reason.NEAR


def is_near(word: str, other: str) -> bool:
    """Whether one letter more, less, other, or two exchanged make one word of the other."""
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1:
        return False
    at = next((at for at, letter in enumerate(word) if letter != other[at]), len(word))
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    exchanged = word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return word[at + 1 :] == other[at + 1 :] or exchanged == other[at:]


def _by_contact(rows: Sequence[Named]) -> Iterator[tuple[int, int, Reason]]:
    blocks: dict[tuple[Reason, str], list[int]] = defaultdict(list)
    for row in rows:
        if email := row.email.strip().casefold():
            blocks[Reason.EMAIL, email].append(row.key)
        digits = re.sub(r"\D", "", row.phone).lstrip("0")
        if len(digits) >= _SHORTEST_PHONE:
            blocks[Reason.PHONE, digits].append(row.key)
    for (reason, _value), block in blocks.items():
        if len(block) <= _SHARED_BY:
            yield from ((key, other, reason) for key, other in combinations(block, 2))


def _within(block: Sequence[_T]) -> Iterator[tuple[_T, _T]]:
    """Every two of a block; of a big one, the first with every other."""
    if len(block) <= _BLOCK:
        yield from combinations(block, 2)
    else:
        yield from ((block[0], other) for other in block[1:])
