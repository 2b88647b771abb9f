"""The encoding of a file of text: known from its bytes, guessed from its words, or asked for."""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables.grid import TableRefused
from core.tables.letters import breaks, is_broken, scorer


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding that a person may choose. `languages` are those that it is written in.

    Without languages it is known rather than guessed. `prior` is the logarithm of how much rarer it
    is than the usual ones.
    """

    name: str
    languages: tuple[str, ...] = ()
    prior: float = 0.0


def _encoding(name: str, languages: str = "", prior: float = 0.0) -> Encoding:
    return Encoding(name, tuple(languages.split()), prior)


_WESTERN = "fr de es pt it nl da sv nb fi is ca gl sq"
_CENTRAL = "cs pl hu sk sl hr ro sq de sr_Latn"
_CYRILLIC = "ru uk sr bg mk be"
ENCODINGS: dict[str, Encoding] = {
    "utf-8": _encoding("UTF-8"),
    "utf-16-le": _encoding("UTF-16 LE"),
    "utf-16-be": _encoding("UTF-16 BE"),
    "gb18030": _encoding("GB18030", f"zh-hans {_WESTERN} ru"),
    "big5hkscs": _encoding("Big5", "zh-hant"),
    "cp932": _encoding("Shift-JIS", "ja"),
    "euc_jp": _encoding("EUC-JP", "ja", -4),
    "cp949": _encoding("EUC-KR", "ko"),
    "cp1252": _encoding("Windows-1252", _WESTERN),
    "cp1250": _encoding("Windows-1250", _CENTRAL),
    "cp1251": _encoding("Windows-1251", _CYRILLIC),
    "cp1253": _encoding("Windows-1253", "el"),
    "cp1254": _encoding("Windows-1254", "tr az fr de", -0.5),
    "cp1255": _encoding("Windows-1255", "he"),
    "cp1256": _encoding("Windows-1256", "ar fa ur fr"),
    "cp1257": _encoding("Windows-1257", "lt lv et pl", -0.5),
    "cp1258": _encoding("Windows-1258", "vi fr", -0.5),
    "cp874": _encoding("Windows-874", "th"),
    "mac_roman": _encoding("Mac Roman", _WESTERN, -2),
    "mac_latin2": _encoding("Mac Central European", "cs pl hu sk sl hr", -4),
    "mac_cyrillic": _encoding("Mac Cyrillic", _CYRILLIC, -4),
    "mac_greek": _encoding("Mac Greek", "el", -4),
    "mac_turkish": _encoding("Mac Turkish", "tr", -4),
    "iso8859_2": _encoding("ISO 8859-2", _CENTRAL, -4),
    "koi8_u": _encoding("KOI8", "ru uk", -4),
    "cp850": _encoding("DOS 850", _WESTERN, -4),
    "cp852": _encoding("DOS 852", _CENTRAL, -4),
    "cp866": _encoding("DOS 866", "ru uk be", -4),
    "cp857": _encoding("DOS 857", "tr", -4),
    "iso8859_6": _encoding("ISO 8859-6", "ar", -4),
    "iso8859_7": _encoding("ISO 8859-7", "el", -20),
}


def encoding_name(key: str) -> str:
    """The name of an encoding for people; empty for a workbook, which has none to choose."""
    return ENCODINGS[key].name if key in ENCODINGS else ""


def guess_note(key: str) -> str:
    """The sentence of a preview that names a guessed encoding."""
    message = gettext(
        "The encoding seems to be %(encoding)s. If letters in names are wrong, upload the file "
        "again and choose another."
    )
    return message % {"encoding": encoding_name(key)}


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How much likelier (a natural logarithm) a reading must be than every other to be taken unasked:
# the letters of a word are not as independent as the sum makes them.
_SURE = 20.0
# What a character costs at most in a text that somebody wrote, on average: of an alphabet, of many.
_WORST, _WORST_OF_MANY = -5.5, -9.0
# Enough to tell them apart; a cell may be as long as the file.
_MOST_CELLS, _LONGEST, _MOST_READINGS = 300, 200, 6
_DELIMITERS = re.compile(rb'[,;\t\r\n"]+')


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read in one encoding: how likely that is, and some of its cells."""

    encoding: str
    likelihood: float
    samples: tuple[str, ...] = ()


class Doubtful(TableRefused):
    """The letters can be read in several ways: the likeliest first, for a person to choose."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        super().__init__(_("The characters of this file can be read in several ways. Choose one."))
        self.readings = tuple(readings)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and whether its encoding is a guess."""

    text: str
    encoding: str
    is_guessed: bool = False


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of a file. `encoding` is one of ENCODINGS, or empty to find it out.

    Raises Doubtful where a guess would be as good as another, TableRefused where none is possible.
    """
    for key in [encoding] if encoding else _unicode(data):
        mark = next((mark for mark, name in _MARKS if name == key and data.startswith(mark)), b"")
        if (text := _decoded(data[len(mark) :], key)) is not None:
            return Decoded(text, key)
    readings = [] if encoding or _is_damaged_unicode(data) else possible_readings(data)
    if not readings:
        raise TableRefused(
            _(
                "The characters of this file cannot be read. Choose its encoding, or save it as "
                "XLSX."
            )
        )
    best = readings[0]
    if not _is_sure(best, readings[1:], data):
        raise Doubtful(_likely(readings))
    return Decoded(data.decode(best.encoding), best.encoding, is_guessed=True)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unicode(data: bytes) -> list[str]:
    """The Unicode encodings that the file may be in, by its mark or its zeros."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return [name]
    # Delimiters and Latin letters have a zero beside them in UTF-16, before or after.
    zeros = data[::2].count(0), data[1::2].count(0)
    if sum(zeros) > len(data) // 20 and len(data) % 2 == 0:
        return ["utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"]
    return ["utf-8"]


def _is_damaged_unicode(data: bytes) -> bool:
    """Whether nearly all letters are UTF-8: the rest was cut, and no other encoding reads it."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 4 < sum(not char.isascii() for char in text) - broken


def possible_readings(data: bytes) -> list[Reading]:
    """Each way to read `data` that is not Unicode, the likeliest first; of equal ones the usual."""
    cells = _foreign_cells(data)
    words = _words(cells)
    readings: dict[tuple[str, ...], Reading] = {}
    for key, encoding in ENCODINGS.items():
        if encoding.languages and _decoded(data, key) is not None:
            texts = tuple(_text(word, key) for word in words)
            if any(unicodedata.category(char) in ("Cc", "Co", "Cn") for char in "".join(texts)):
                continue
            likelihood = encoding.prior + sum(_likelihood(text, encoding) for text in texts)
            if texts not in readings or readings[texts].likelihood < likelihood:
                readings[texts] = Reading(key, likelihood)
    ordered = sorted(readings.values(), key=lambda reading: -reading.likelihood)
    return _with_samples(ordered, cells)


def _foreign_cells(data: bytes) -> list[bytes]:
    """The beginnings of cells with more than ASCII in them, each once; the first row's last."""
    first, _end, rest = data.partition(b"\n")
    cells = dict.fromkeys(
        cell.strip() for part in (rest, first) for cell in _DELIMITERS.split(part)
    )
    return [cell[:_LONGEST] for cell in cells if not cell.isascii()][:_MOST_CELLS]


def _text(cut: bytes, encoding: str) -> str:
    """Bytes of a file that can be read in an encoding; the last character may be cut."""
    return unicodedata.normalize("NFC", cut.decode(encoding, "ignore"))


def _words(cells: Iterable[bytes]) -> list[bytes]:
    return [*dict.fromkeys(word for cell in cells for word in cell.split() if not word.isascii())]


def _likelihood(word: str, encoding: Encoding) -> float:
    return breaks(word) + max(scorer(language)(word) for language in encoding.languages)


def _with_samples(readings: list[Reading], cells: list[bytes]) -> list[Reading]:
    """The readings with three cells each, the same of all: those in which the first ones differ."""
    likely = [reading.encoding for reading in readings[:_MOST_READINGS]]
    ranked = sorted(cells, key=lambda cell: -len({_text(cell, key) for key in likely}))[:3]
    telling = sorted(ranked, key=cells.index)
    return [
        Reading(
            reading.encoding,
            reading.likelihood,
            tuple(_text(cell, reading.encoding) for cell in telling),
        )
        for reading in readings
    ]


def _likely(readings: list[Reading]) -> list[Reading]:
    """Those that may be right: at least two to choose from, where there are two."""
    least = readings[0].likelihood - 2 * _SURE
    likely = [reading for reading in readings if reading.likelihood > least]
    whole = [
        reading for reading in likely if not any(map(is_broken, " ".join(reading.samples).split()))
    ]
    return next((some for some in (whole, likely) if len(some) > 1), readings)[:_MOST_READINGS]


def _is_sure(best: Reading, others: list[Reading], data: bytes) -> bool:
    """Whether a reading is far likelier than the others, and looks as if somebody wrote it."""
    if others and best.likelihood - others[0].likelihood < _SURE:
        return False
    words = [_text(word, best.encoding) for word in _words(_foreign_cells(data))]
    many = sum(char > "\u2e7f" for char in "".join(words))
    letters = sum(map(len, words))
    worst = _WORST_OF_MANY if many > letters / 2 else _WORST
    return best.likelihood > worst * letters and sum(map(is_broken, words)) * 20 <= len(words)
