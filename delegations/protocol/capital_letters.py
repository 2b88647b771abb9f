"""Family names in capital letters, by the rules of each language. Knows no database.

Sources: the Unicode Standard's SpecialCasing and the CLDR rules for Greek, Turkic and Armenian
capitals; the printed lists of the United Nations (“Nicolas de RIVIÈRE”, “van OOSTEROM”).
"""

import re
import unicodedata

# Dotted and dotless i are two letters: "Yıldız" and "İnan" must survive capitals.
TURKIC_COUNTRIES = frozenset({"TR", "AZ"})
# Words before a family name that stay small where their bearer writes them so.
PARTICLES = frozenset(
    {
        "a",
        "af",
        "al",
        "an",
        "auf",
        "av",
        "bin",
        "bint",
        "binti",
        "da",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "in",
        "la",
        "las",
        "le",
        "les",
        "los",
        "och",
        "of",
        "op",
        "ould",
        "te",
        "ten",
        "ter",
        "und",
        "van",
        "vom",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
        "’t",
        "'t",
    }
)
# The Arabic article stays as it is written, with a capital too: "El FASSI", "Al THANI".
_ARTICLES = frozenset({"El", "Al"})
_BETWEEN = re.compile("([\\s\u2010\u2011-]+)")
# Georgian has no capitals in names: Unicode's are for headlines.
_GEORGIAN = re.compile("([\u10d0-\u10ff]+)")
_GAELIC = re.compile(r"Ma?c(?=[^\W\d_a-zß-öø-ÿ])")
_GREEK_VOWELS = "αεηιουω"
_ACUTE, _DIAERESIS = "\u0301", "\u0308"
# The Greek accents and breathings, which capitals do without; the diaeresis stays.
_GREEK_MARKS = frozenset("\u0300\u0301\u0304\u0306\u0313\u0314\u0342")


def capitals(text: str, country: str = "") -> str:
    """`text` in capitals. `country` (ISO 3166-1 alpha-2) selects Turkic and Armenian rules."""
    # Words are at even indexes, separators at odd ones.
    parts = _BETWEEN.split(text)
    last = max((at for at, part in enumerate(parts) if at % 2 == 0 and part), default=0)
    # A particle that its bearer writes large, as in Belgium, is part of the name, and so are all.
    is_part = parts[0].lower() in PARTICLES and parts[0] not in PARTICLES | _ARTICLES
    small = frozenset() if is_part else PARTICLES | _ARTICLES
    return "".join(
        part if at % 2 or (at != last and part in small) else _in_capitals(part, country)
        for at, part in enumerate(parts)
    )


def _in_capitals(word: str, country: str) -> str:
    beginning = _small_beginning(word)
    rest = word[len(beginning) :]
    if country in TURKIC_COUNTRIES:
        rest = rest.replace("i", "İ").replace("ı", "I")
    if country == "AM":
        rest = rest.replace("և", "ԵՎ")
    # German ß has a capital of its own; str.upper() would make two letters of it.
    pieces = _GEORGIAN.split(_without_greek_accents(rest.replace("ß", "ẞ")))
    return beginning + "".join(
        piece if at % 2 else piece.upper() for at, piece in enumerate(pieces)
    )


def _small_beginning(word: str) -> str:
    """The small letters before a later capital: "d’Estaing", Irish "hUiginn", "McKay"."""
    if gaelic := _GAELIC.match(word):
        return gaelic[0]
    capital = next((at for at, char in enumerate(word) if char.isupper()), 0)
    return word[:capital]


def _without_greek_accents(text: str) -> str:
    if not any("\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff" for char in text):
        return text
    plain: list[str] = []
    base, is_hiatus = "", False
    for char in unicodedata.normalize("NFD", text):
        if char in _GREEK_MARKS and "\u0370" <= base <= "\u03ff":
            # An accent on the first of two vowels says that they are read apart, as in "Μάιος":
            # without it a diaeresis has to say so.
            is_hiatus = char == _ACUTE and base.lower() in _GREEK_VOWELS
        elif char == _DIAERESIS and plain[-1:] == [_DIAERESIS]:
            continue
        else:
            plain.append(char)
            if is_hiatus and char.lower() in "ιυ":
                plain.append(_DIAERESIS)
            base, is_hiatus = base if unicodedata.combining(char) else char, False
    return unicodedata.normalize("NFC", "".join(plain))
