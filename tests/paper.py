"""Reads paper as another program would."""

from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader

# Marks of direction and places to break: there, and invisible.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2068\u2069"))


def plain_text(document: PdfReader) -> str:
    """The text of all pages, without invisible signs, its spaces and lines as single spaces."""
    text = " ".join(page.extract_text() for page in document.pages)
    return " ".join(text.translate(_INVISIBLE).split())


def language_of(document: PdfReader) -> str:
    """The language that the document says it is in."""
    return str(_root(document)["/Lang"])


def is_tagged(document: PdfReader) -> bool:
    """Whether it carries its structure for screen readers."""
    return bool(_root(document)["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in _root(document)


def claims_to_be_accessible(document: PdfReader) -> bool:
    """Whether it says that it conforms to PDF/UA."""
    return b"pdfuaid" in _root(document)["/Metadata"].get_data()


def links_of(document: PdfReader) -> set[str]:
    """The addresses that it leads to."""
    marks = (mark.get_object() for page in document.pages for mark in page.get("/Annots", []))
    actions = (mark["/A"] for mark in marks if "/A" in mark)
    return {str(action["/URI"]) for action in actions if "/URI" in action}


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of text on a page, in points: its edges, its baseline from below, its type size."""

    left: float
    right: float
    baseline: float
    size: float


def text_boxes(page: PageObject) -> list[TextBox]:
    """The pieces of text of a page that typst set, each with the place that it takes."""
    boxes: list[TextBox] = []
    fonts: dict[str, dict[int, float]] = {}
    font, size = "", 0.0

    def read(operator: bytes, operands: Any, cm: list[float], tm: list[float]) -> None:
        nonlocal font, size
        if operator == b"Tf":
            font, size = str(operands[0]), float(operands[1])
        elif operator in (b"TJ", b"Tj"):
            widths = fonts.setdefault(font, _glyph_widths(page, font))
            pieces = operands[0] if operator == b"TJ" else operands
            advance = sum(_advance(piece, widths) for piece in pieces) / 1000
            scale = tm[0] * cm[0]
            left = tm[4] * cm[0] + cm[4]
            bottom = tm[5] * cm[3] + cm[5]
            boxes.append(TextBox(left, left + advance * size * scale, bottom, size * abs(scale)))

    page.extract_text(visitor_operand_before=read)
    return boxes


def _advance(piece: Any, widths: dict[int, float]) -> float:
    """How far a piece of a line leads, in thousandths of the size: glyphs, or a step back."""
    if isinstance(piece, int | float):
        return -float(piece)
    glyphs = piece if isinstance(piece, bytes) else piece.original_bytes
    codes = (int.from_bytes(glyphs[at : at + 2]) for at in range(0, len(glyphs), 2))
    return sum(widths.get(code, 1000) for code in codes)


def _glyph_widths(page: PageObject, name: str) -> dict[int, float]:
    """The widths of the glyphs of a font, as its /W says: a first code, then one width each."""
    font: Any = page["/Resources"]["/Font"][name]["/DescendantFonts"][0]  # type: ignore[index]
    described = list(font.get_object()["/W"])
    widths: dict[int, float] = {}
    while described:
        first, then = described.pop(0), described.pop(0)
        if isinstance(then, list):
            widths |= {first + at: float(width) for at, width in enumerate(then)}
        else:
            width = float(described.pop(0))
            widths |= dict.fromkeys(range(first, then + 1), width)
    return widths


def _root(document: PdfReader) -> Any:
    return document.root_object
