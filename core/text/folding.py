"""Texts that the eye takes for one are one: folded for searching, comparing and looking up.

`fold` makes two texts equal that differ in case, accents, the kind of apostrophe, hyphen or space,
invisible characters, width, the variants of Arabic letters, vowel points, kana, or traditional and
simplified Chinese characters. It says nothing about the order of texts: that is
`core.text.collation`. A folded text is never shown and never sent.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

_APOSTROPHES = frozenset("'`‘’‚‛′‵ʹʻʼʽʾʿˀˁˈˊˋ՚՛׳Ꞌꞌߴߵ")
_QUOTATION_MARKS = frozenset('"“”„‟«»‹›「」『』《》〈〉〝〞〟ʺ״❛❜❝❞')
# Beside all that Unicode calls a dash: minus and bullets, and the dots between parts of a name.
_HYPHENS = frozenset("−⁃˗·‧•∙⋅・")
# Characters without a shape that Unicode counts as letters or marks.
_SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
# Accents that stand alone: decomposing would make a space and an accent of them.
_LONE_ACCENTS = str.maketrans(dict.fromkeys("´΄᾽᾿\u1ffd", "'"))
# Points and accents: of these scripts they are additions to a word, of all others part of it.
_POINTED = ("COMBINING ", "HEBREW ", "ARABIC ", "SYRIAC ", "VARIATION SELECTOR", "MONGOLIAN FREE")
_VOICED = frozenset("\u3099\u309a")
_LATIN_BASE = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
# Letters whose name does not tell which other letter stands for them.
_LETTERS = {
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "ŋ": "ng",
    "ə": "e",
    "ǝ": "e",
    "ɛ": "e",
    "ɔ": "o",
    "ɑ": "a",
    "ɣ": "g",
    "ɩ": "i",
    "ʊ": "u",
    "ґ": "г",
    "ٱ": "ا",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ۃ": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ء": None,
    "ٴ": None,
    "ـ": None,
    # Forms in Japanese, Taiwanese and older names that the tables of OpenCC lack.
    "著": "着",
    "渋": "涩",
    "澁": "涩",
    "浜": "滨",
    "呉": "吴",
    "髙": "高",
    "﨑": "崎",
    "邉": "边",
    "濵": "滨",
}
_HAN = "\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_IDEOGRAPHS = re.compile(rf"(?<=[{_HAN}\u3041-\u30ff]) +(?=[{_HAN}\u3041-\u30ff])")
_IS_HAN = re.compile(f"[{_HAN}]")
# What may stand at the edge of a text without being seen. Selectors of variants are no part of it.
_EDGE = (
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]+"
)
_EDGES = re.compile(f"^{_EDGE}|{_EDGE}$")


class _Table(dict[int, str | None]):
    """For `str.translate`: each character is worked out when it is first met."""

    def __init__(self, rule: Callable[[str], str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str | None:
        self[code] = value = self._rule(chr(code))
        return value


def _sign(char: str) -> str | None:
    """Of each kind of sign the plainest one; None for what has no shape."""
    category = unicodedata.category(char)
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTATION_MARKS or char in _SHAPELESS or category == "Cf":
        return None
    if category == "Pd" or char in _HYPHENS:
        return "-"
    return " " if category[0] == "Z" or category == "Cc" or char == "\u2800" else char


def _letter(char: str) -> str | None:
    """The plainest letter or sign for one character, decomposed and in lower case."""
    if char in _LETTERS:
        return _LETTERS[char]
    category, name = unicodedata.category(char), unicodedata.name(char, "")
    if category in ("Mn", "Me") and name.startswith(_POINTED) and char not in _VOICED:
        return None
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if base := _LATIN_BASE.match(name):
        return base[1].lower()
    if "\u30a1" <= char <= "\u30f6" or char in "ヽヾ":
        return chr(ord(char) - 0x60)
    return _simplified(char) if _IS_HAN.match(char) else _sign(char)


def _simplified(char: str) -> str:
    """The simplified form of a Chinese character, whichever form it is given in.

    One character at a time: where a traditional text uses two and a simplified one has one for
    both, all three fold to it, and a part of a text folds as it does within the whole.
    """
    if not _is_common_in_china(char):
        char = _converter("jp2t")(char)
    simple = _converter("t2s")(_converter("s2t")(_converter("t2s")(char)))
    return _LETTERS.get(simple) or simple


def _is_common_in_china(char: str) -> bool:
    # 芸 is a character of its own there; in Japan it is the short form of 藝.
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter(kind: str) -> Callable[[str], str]:
    import opencc  # noqa: PLC0415  (dictionaries that only Chinese text should cost)

    convert: Callable[[str], str] = opencc.OpenCC(kind).convert
    return convert


_SIGNS = _Table(_sign)
_FOLDED = _Table(_letter)
# Vowel signs of Indian and other scripts are part of a word, though no letters.
_WORDS = _Table(lambda char: char if unicodedata.category(char)[0] in "LMN" else " ")


def plain_signs(text: str) -> str:
    """`text` with one kind of apostrophe, hyphen and space, and nothing invisible."""
    return text.translate(_LONE_ACCENTS).translate(_SIGNS)


def _folded(text: str) -> str:
    """`text` in the plainest letters; apostrophes and hyphens are still told apart."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LONE_ACCENTS))
    return unicodedata.normalize("NFC", decomposed.casefold().translate(_FOLDED))


def fold(text: str) -> str:
    """`text` for comparing: plainest letters, no apostrophes, words parted by single spaces."""
    return _spaced(_folded(text), "", " ")


def fold_words(text: str) -> list[str]:
    """The words of a folded text, without punctuation."""
    return fold(text).translate(_WORDS).split()


def fold_solid(text: str) -> str:
    """The letters and digits of a folded text without anything between them."""
    return "".join(fold_words(text))


def searchable(*texts: str) -> str:
    """What the words of `search_terms` are looked for in: `texts` folded, one spelling a line.

    Words with an apostrophe or a hyphen stand there as one word and as two. Spaces between Chinese
    or Japanese characters are left out: offices pad short names with them.
    """
    return "\n".join(dict.fromkeys(line for text in texts for line in _spellings(text)))


def _spellings(text: str) -> Iterable[str]:
    folded = _folded(text)
    for apostrophe, hyphen in (("", " "), ("", ""), (" ", " ")):
        if line := _spaced(folded, apostrophe, hyphen):
            yield _BETWEEN_IDEOGRAPHS.sub("", line)


def _spaced(folded: str, apostrophe: str, hyphen: str) -> str:
    return " ".join(folded.replace("'", apostrophe).replace("-", hyphen).split())


def search_terms(asked: str) -> list[str]:
    """The words that somebody looks for, folded; punctuation at their edges does not count."""
    words = fold(asked).split()
    return [_trimmed(word) or word for word in words]


def has_terms(whole: str, terms: Iterable[str]) -> bool:
    """Whether each of `search_terms` is in a `searchable` text.

    A single letter or digit is a word of its own: “room A” is not each room with an a in its name.
    """
    return all(
        term in whole
        if len(term) > 1 or _IS_HAN.match(term)
        else re.search(rf"(?<!\w){re.escape(term)}(?!\w)", whole)
        for term in terms
    )


def _trimmed(word: str) -> str:
    return word.strip(",.;:!?()[]，。；：！？、（）،؛؟")


def tidy(text: str) -> str:
    """`text` as it is kept: composed (NFC), without what cannot be seen at its edges."""
    if text.isascii():
        return text.strip()
    return _EDGES.sub("", unicodedata.normalize("NFC", text))


def looks(text: str) -> list[str]:
    """The visible characters of `text`, by lines: equal for texts that look the same."""
    lines = unicodedata.normalize("NFC", text).strip().splitlines()
    return [" ".join(line.translate(_VISIBLE).split()) for line in lines]


def _visible(char: str) -> str | None:
    if char in _SHAPELESS or unicodedata.category(char) == "Cf":
        return None
    return " " if unicodedata.category(char)[0] == "Z" else char


_VISIBLE = _Table(_visible)
