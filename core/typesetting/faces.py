"""Which characters paper can show: those of our own faces, and those that the system adds.

Nobody may find an empty box in place of a name: who prints asks here first and says so.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from core.typesetting import TypesettingError, pdf

BOX = "□"
_HERE = Path(__file__).parent
# How typst names a piece of text for which it found no glyph, escaped as in Rust.
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
# Characters that the machine was asked about, and whether it can show them.
_asked: dict[str, bool] = {}


def without_face(texts: Iterable[str]) -> frozenset[str]:
    """The characters in `texts` that neither our faces nor those of the system can show."""
    foreign = {char for text in texts for char in _beyond_ours().findall(text)}
    if new := foreign - _asked.keys():
        missing = _missing(sorted(new))
        _asked.update({char: char not in missing for char in new})
    return frozenset(char for char in foreign if not _asked[char])


def boxed(text: str, missing: Iterable[str]) -> str:
    """`text` with a box in place of each missing character, to point at it on paper."""
    return text.translate({ord(char): BOX for char in missing})


@cache
def _beyond_ours() -> re.Pattern[str]:
    # Spaces, controls and format characters need no glyph.
    ranges = ["\\s", "\\x00-\\x1f", "\\x7f-\\x9f", "\u00ad", "\u200b-\u200f", "\u2028-\u202e"]
    ranges += ["\u2060-\u206f", "\ufe00-\ufe0f", "\ufeff", "\ufff9-\ufffb", "\ud800-\udfff"]
    for span in (_HERE / "fonts" / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = span.partition("-")
        ranges.append(f"\\U{first:0>8}-\\U{last or first:0>8}")
    return re.compile(f"[^{''.join(ranges)}]")


def _missing(characters: list[str]) -> set[str]:
    """Those without a glyph: typst refuses them in accessible PDF, and names each."""
    try:
        pdf(_HERE / "probe.typ", {"characters": characters}, made_at=_NEVER, strict=True)
    except TypesettingError as error:
        named = "".join(_MISSING.findall(str(error)))
        return set(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), named))
    return set()
