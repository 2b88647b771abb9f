"""Paper and pictures, set by typst from templates of our own. Knows no word of the forum.

A template is a `.typ` file; it may read files of its own folder and nothing else. What it shows
comes as JSON (`json(bytes(sys.inputs.data))`), so that text stays text whatever it looks like:
nothing in it is ever read as markup. The fonts are in `fonts/`; behind them stand those of the
system, for characters that ours do not have.

typst runs in a process of its own (`setter.py`): it keeps what it has set in memory, half a
gigabyte for a large programme, and that goes when the process ends.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from core.text.languages import direction
from core.text.translated import BestText, TranslatedText

_SETTER = Path(__file__).parent / "setter.py"
# In seconds: many times what the largest programme takes.
_PATIENCE = 120
# Longer than a line of a narrow column, without a place to break. Chinese breaks anywhere.
_LONG_WORD = re.compile(r"([^\s\u2e80-\uffef]{28})(?=[^\s\u2e80-\uffef])")
_BREAK = "\u200b"


class TypesettingError(Exception):
    """A template could not be set; says where and why."""


def pdf(
    template: Path, data: Mapping[str, object], *, made_at: datetime, strict: bool = False
) -> bytes:
    """`template` filled with `data`, as tagged PDF: the same data give the same bytes.

    It conforms to PDF/UA-1, which demands a glyph for every character. Where no font of the
    system has one (an emoji, a rare character), the document is still tagged but claims nothing;
    with `strict` it raises TypesettingError instead. `faces.py` finds such characters beforehand.
    """
    options = {"format": "pdf", "timestamp": int(made_at.timestamp())}
    accessible = {**options, "pdf_standards": "ua-1"}
    return _set(template, data, [accessible] if strict else [accessible, options])


def png(template: Path, data: Mapping[str, object]) -> bytes:
    """The one page of `template` filled with `data`, as PNG: a pixel for each point of the page."""
    return _set(template, data, [{"format": "png", "ppi": 72}])


def words(text: object) -> str:
    """`text` as paper can show it: without control characters, very long words able to break."""
    shown = "".join(
        sign for sign in str(text) if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return _LONG_WORD.sub(rf"\1{_BREAK}", shown)


def say(text: TranslatedText) -> str | dict[str, str]:
    """A text for a template, with its language if that is a fallback."""
    best = text.best()
    return marked(best.text, best)


def marked(text: str, best: BestText) -> str | dict[str, str]:
    """A part of a text, marked as the whole of it (`best`) is."""
    return {"text": words(text), **locale(best.language)} if best.is_fallback else words(text)


def locale(code: str) -> dict[str, str]:
    """Typst's description of a language: `zh-hans` → lang zh, region CN, dir ltr."""
    lang, *rest = code.split("-")
    regions = [part.upper() for part in rest if len(part) == 2]
    # The shape of Chinese punctuation follows the region.
    regions += [{"hans": "CN", "hant": "TW"}[part] for part in rest if part in ("hans", "hant")]
    return {"lang": lang, "region": regions[0] if regions else "", "dir": direction(code)}


def _set(template: Path, data: Mapping[str, object], tries: list[dict[str, object]]) -> bytes:
    """The first of `tries`, which are options of typst's compiler, that succeeds."""
    job = {"template": str(template), "data": json.dumps(data, ensure_ascii=False), "tries": tries}
    done = subprocess.run(
        [sys.executable, "-P", str(_SETTER)],
        input=json.dumps(job).encode(),
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        raise TypesettingError(done.stderr.decode(errors="replace"))
    return done.stdout
