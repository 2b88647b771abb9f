"""Reads paper as another program would."""

from typing import Any

from pypdf import PdfReader

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


def _root(document: PdfReader) -> Any:
    return document.root_object
