"""Find words in a text, however they are written there.

Words and text are compared flat: without case, accents, vowel points and widths. What is found is
given by its place in the text as it was typed. Where a word begins and ends depends on its script.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.text.folding import fold

# What continues a word of a script that has letter case, and of one that has none but spaces.
_CASED = (
    "a-z\u00df-\u058f\u10a0-\u10ff\u13a0-\u13ff\u1c80-\u1cbf\u1d00-\u1fff\u2c00-\u2dff"
    "\ua640-\ua7ff\uab30-\uabbf"
)
_SPACED = "\u0590-\u0dff\u1200-\u139f\u1400-\u167f\u1800-\u18af"
_KATAKANA = "\u30a1-\u30fa\u30fc"
# Single letters of Arabic and Hebrew that are written onto the next word: and, in, to, from.
_PREFIXED = "وفبكلובלמהשכ"
# Vowel signs and tones, the second half of a Korean syllable, and marks of voiced kana.
_MARKS = (
    "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    "\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u1160-\u11ff\u17b4-\u17d3\u3099\u309a"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6"
    "\u0d00-\u0d03\u0d3b-\u0d4d\u0d81-\u0d83\u0dca-\u0ddf"
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
# Between two words of a name: anything but what divides a list of names.
_BREAK = rf"(?:%[0-9a-f]{{2}}|[^\w;|{_MARKS}]|_)"
_WORD = re.compile(f"{_LETTER}+")
_ESCAPED = re.compile("%[0-9a-f]{2}")
_IN_NUMBER = r"[^\w]{0,3}"
# What is left out where a text is searched as if nothing stood between its characters.
_SQUEEZED = str.maketrans("", "", " ().-/_\t\n\u00b7\u30fb")
# Chinese and Korean names are padded with spaces, so that those in a column are equally wide.
_PADDING = "[\\s\u00b7\u30fb_]{0,2}"
_PADDED = 6
_EMAIL = re.compile(r"[^\s<>@,;:]+@[^\s<>@,;:]+")
_PHONE = re.compile(r"(?<!\w)\+?\d(?:[\s().\-/]{0,2}\d){5,}(?!\w)")
# Words that are written together are told from a shorter one by their length.
_LONG = 8


class _Table(dict[int, str | None]):
    """For `str.translate`: each character is worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = value = _plainest(chr(code))
        return value


def _plainest(char: str) -> str | None:
    category = unicodedata.category(char)
    if category == "Cf":
        return None
    # Signs part words; katakana stay apart from hiragana, for they show where a name ends.
    if category[0] in "ZPSC" or re.match(f"[{_KATAKANA}]", char):
        return char
    return "'" if category == "Lm" and not fold(char) else fold(char) or None


_PLAINEST = _Table()


def flat(text: str) -> str:
    """`text` for comparing, without accents, case, points and widths; signs stay what they are."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).casefold().translate(_PLAINEST)


def words(text: str) -> list[str]:
    """The words of a text, flat. What no space parts in its script is one word."""
    return _WORD.findall(flat(text))


def letters(word: str) -> int:
    """How many characters of a flat word somebody reads: a Korean syllable is one."""
    composed = unicodedata.normalize("NFC", word)
    return sum(1 for char in composed if unicodedata.category(char)[0] != "M")


def is_cased(word: str) -> bool:
    """Whether a flat word is written in letters that have case: Latin, Greek, Cyrillic."""
    return bool(re.match(f"[{_CASED}0-9]", word))


def is_spaced(word: str) -> bool:
    """Whether the script of a flat word puts spaces between words."""
    return is_cased(word) or bool(re.match(f"[{_SPACED}]", word))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A pattern for flat texts. No text without one of `anchors` can match it.

    They are looked for without what parts characters where `is_squeezed`. `accepts` is told the
    words of what was found, and may refuse it.
    """

    pattern: "re.Pattern[str]"
    anchors: tuple[str, ...]
    is_squeezed: bool = False
    accepts: Callable[[Sequence[str]], bool] | None = None


def phrase(text: str, *, apart: bool = False) -> Spelling | None:
    """The words of `text` in their order, with any punctuation between; None without words.

    Written together they count too, unless they are short or `apart`.
    """
    flat_words = words(text)
    if not flat_words:
        return None
    is_together = not apart and (
        sum(map(letters, flat_words)) >= _LONG or not any(map(is_spaced, flat_words))
    )
    between = f"{_BREAK}{{{0 if is_together else 1},4}}"
    body = between.join(map(_padded, flat_words))
    anchor = max(flat_words, key=len)
    pattern = re.compile(_bounded(body, flat_words[0], flat_words[-1]))
    return Spelling(pattern, (anchor,), is_squeezed=not is_spaced(anchor))


def run(own: Iterable[str], *groups: Iterable[str]) -> Spelling | None:
    """Words of `own`, and initials, one after the other, with one of each of `groups` among them.

    All are flat words of scripts with spaces.
    """
    each = [frozenset(group) for group in groups]
    known = sorted({*own}, key=len, reverse=True)
    if not known or not all(each):
        return None
    word = "|".join(map(re.escape, known))
    start = f"(?:{_start(_CASED)}|{_start(_SPACED)})" if _has_both(known) else _start(_class(word))
    end = rf"(?![{_CASED}{_SPACED}])"
    body = (
        f"{start}(?:{word}){end}"
        f"(?:{_BREAK}{{1,4}}(?:(?:{word})|[{_CASED}]){end})*"
        f"{_BREAK}{{1,4}}(?:{word}){end}"
    )

    def accepts(flat_words: Sequence[str]) -> bool:
        named = set(flat_words)
        return len(named & set().union(*each)) > 1 and all(named & group for group in each)

    rarest = min(each, key=len)
    return Spelling(re.compile(body), tuple(rarest), accepts=accepts)


def address(email: str) -> Spelling | None:
    """An e-mail address, not as a part of a longer one."""
    text = flat(email.strip())
    if not text:
        return None
    body = rf"(?<![\w.+-]){re.escape(text)}(?![\w-]|\.\w)"
    return Spelling(re.compile(body), (text,))


def number(phone: str) -> Spelling | None:
    """A telephone number with any signs between its digits, with or without its country.

    None where it is so short that it may be any number.
    """
    digits = re.sub(r"\D", "", flat(phone)).removeprefix("00")
    if len(digits) < 5:
        return None
    national = {digits[cut:].lstrip("0") for cut in (1, 2, 3)}
    forms = {digits, digits.lstrip("0"), *(form for form in national if len(form) >= 8)}
    any_of = "|".join(_IN_NUMBER.join(form) for form in sorted(forms, key=len, reverse=True))
    body = rf"(?<!\w)(?:\+|00{_IN_NUMBER}|0{_IN_NUMBER})?(?:{any_of})(?!\w)"
    return Spelling(re.compile(body), tuple(forms), is_squeezed=True)


class Finder:
    """Finds spellings in texts, but nothing of what is `spared`: the longer of two wins."""

    def __init__(self, wanted: Iterable[Spelling | None], spared: Iterable[Spelling | None] = ()):
        self._wanted = [spelling for spelling in wanted if spelling is not None]
        self._spared = [spelling for spelling in spared if spelling is not None]
        self._anchors = _anchors(self._wanted, is_squeezed=False)
        self._squeezed = _anchors(self._wanted, is_squeezed=True)

    def may_find(self, text: str) -> bool:
        """Whether it is worth looking closely: cheap, for most texts name nobody."""
        plain = flat(text)
        for anchor in self._anchors:
            if anchor in plain:
                return True
        likely = [anchor for anchor in self._squeezed if anchor[0] in plain]
        squeezed = plain.translate(_SQUEEZED) if likely else ""
        return any(anchor in squeezed for anchor in likely)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """From where to where in `text` something stands that is looked for."""
        if not self.may_find(text):
            return []
        plain, places = _with_places(text)
        spans = [(*span, True) for span in _matches(self._wanted, plain)]
        if not spans:
            return []
        spans += [(*span, False) for span in _matches(self._spared, plain)]
        # The first, of those that begin together the longest, of equals what is spared.
        spans.sort(key=lambda span: (span[0], -span[1], span[2]))
        taken, reached = [], 0
        for start, end, is_wanted in spans:
            if start >= reached:
                reached = end
                if is_wanted:
                    taken.append((places[start], places[end]))
        return taken

    def without(self, text: str, instead: str) -> str:
        """`text` with `instead` in place of everything that is found."""
        for start, end in reversed(self.spans(text)):
            text = f"{text[:start]}{instead}{text[end:]}"
        return text


def without_contacts(text: str, instead: str = "…") -> str:
    """`text` without anything that looks like an e-mail address or a telephone number."""
    return _PHONE.sub(instead, _EMAIL.sub(instead, text))


def _anchors(spellings: Iterable[Spelling], *, is_squeezed: bool) -> tuple[str, ...]:
    chosen = (spelling for spelling in spellings if spelling.is_squeezed is is_squeezed)
    return tuple({anchor for spelling in chosen for anchor in spelling.anchors})


def _matches(spellings: Iterable[Spelling], plain: str) -> Iterable[tuple[int, int]]:
    squeezed = plain.translate(_SQUEEZED)
    for spelling in spellings:
        searched = squeezed if spelling.is_squeezed else plain
        if not any(anchor in searched for anchor in spelling.anchors):
            continue
        for match in spelling.pattern.finditer(plain):
            flat_words = _WORD.findall(_ESCAPED.sub(" ", match[0]))
            if spelling.accepts is None or spelling.accepts(flat_words):
                yield match.span()


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """`text` flat, and for each of its characters the one of `text` that it comes from."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    parts = [flat(char) for char in text]
    places = [at for at, part in enumerate(parts) for _char in part]
    return "".join(parts), [*places, len(text)]


def _padded(word: str) -> str:
    if is_spaced(word) or letters(word) > _PADDED:
        return re.escape(word)
    characters = unicodedata.normalize("NFC", word)
    parts = re.findall(f".[{_MARKS}]*", characters)
    return _PADDING.join(re.escape(flat(part)) for part in parts)


def _bounded(body: str, first: str, last: str) -> str:
    end = _class(last[-1])
    after = f"(?![{end}])" if end else ""
    return f"{_start(_class(first))}{body}{after}(?![{_MARKS}])"


def _start(continued: str) -> str:
    if continued == _SPACED:
        return f"(?:(?<![{_SPACED}])|(?<![{_SPACED}][{_PREFIXED}])(?<=[{_PREFIXED}]))"
    return f"(?<![{continued}])" if continued else ""


def _class(word: str) -> str:
    """What would continue a word that begins, or ends, with this."""
    if word[0].isdigit():
        return "0-9"
    kinds = (_CASED, _SPACED, _KATAKANA)
    return next((kind for kind in kinds if re.match(f"[{kind}]", word)), "")


def _has_both(known: Iterable[str]) -> bool:
    return len({is_cased(word) for word in known}) > 1
