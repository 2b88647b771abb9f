"""Plain text of mails: short lines, and names that stay names. Knows no database."""

import re
import unicodedata
from collections.abc import Iterator

# RFC 5322 (2.1.1) asks for at most 78 characters a line; some readers add a quotation mark.
WIDTH = 76
# A name longer than this, in characters or words, is none.
_LONGEST_NAME, _MOST_WORDS = 80, 10
# What addresses and markup are made of, and names are not.
_NO_NAME = re.compile(r"[:/\\@<>{}\[\]|=#%&?*_~^$]|www\b|http|(?:\d\D{0,3}){5}", re.IGNORECASE)
# A full stop between two letters, in any form that a browser takes for one, makes a domain.
_DOT = re.compile(r"(?<=\w)[.．。｡](?=\w)")
# Chinese and Japanese break between any two characters, but not before these and not after those.
_WIDE = r"\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60"
_NOT_FIRST = "、。，．：；？！）」』】〉》”’…"
_NOT_LAST = "（「『【〈《“‘"
_PIECE = re.compile(rf"[{_NOT_LAST}]*[{_WIDE}][{_NOT_FIRST}]*|[^\s{_WIDE}]+[{_NOT_FIRST}]*|\s+")


def wrapped(text: str) -> str:
    """`text` in lines of at most 76 columns. A longer word, such as a link, keeps its own line."""
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph))


def as_name(text: object, instead: object = "") -> str:
    """`text` if it can be a name, on one line and without anything a mail program would link.

    Names that strangers type go into mails to other strangers: what holds an address, a telephone
    number or a sentence is left out, and `instead` is said.
    """
    line = " ".join("".join(map(_visible, unicodedata.normalize("NFC", str(text)))).split())
    is_name = (
        line
        and len(line) <= _LONGEST_NAME
        and len(line.split()) <= _MOST_WORDS
        and not _NO_NAME.search(line)
        and not any(line[dot.end()].islower() for dot in _DOT.finditer(line))
    )
    return _DOT.sub(". ", line) if is_name else str(instead)


def _visible(char: str) -> str:
    # Joiners belong to words of Persian and of the scripts of India.
    is_hidden = unicodedata.category(char)[0] in "CZ" and char not in "\u200c\u200d"
    return " " if is_hidden else char


def _lines(line: str) -> Iterator[str]:
    if _columns(line) <= WIDTH:
        yield line.rstrip()
        return
    indent = line[: len(line) - len(line.lstrip())]
    current = indent
    for piece in _PIECE.findall(line.strip()):
        if current.strip() and _columns(f"{current}{piece}".rstrip()) > WIDTH:
            yield current.rstrip()
            current = indent
        if current.strip() or not piece.isspace():
            current += piece
    yield current.rstrip()


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
