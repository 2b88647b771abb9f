"""A letter as a PDF: letterhead, one or two languages, room for stamp and signature.

The PDF is made from the stored texts at each request; the texts never change.
"""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.files.downloads import PDF
from core.text.languages import in_language
from core.typesetting import TypesettingError, locale, pdf, words
from delegations.models import Letter
from delegations.protocol.letter_texts import LetterPart
from mail.attachments import Attachment, CannotAttach

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "letter.typ"
_EMBLEM = Path(settings.BASE_DIR) / "static" / "img" / "emblem.svg"


class LetterErased(Exception):
    """The text of this letter has been erased at the end of its retention period."""


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF: the same row gives the same bytes. Raises LetterErased."""
    if not letter.texts:
        raise LetterErased(letter.number)
    return pdf(_TEMPLATE, letter_data(letter), made_at=letter.at)


def letter_data(letter: Letter) -> dict[str, Any]:
    """The data of the typst template, all of it text."""
    parts = [_part(part) for part in letter.texts]
    with in_language(letter.languages[0]):
        page = _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"}
    return {
        "name": f"{words(letter.number)} · {words(letter.organisation)}",
        "number": words(letter.number),
        "layout": letter.layout,
        "emblem": _EMBLEM.read_text(encoding="utf-8"),
        "page": page,
        "parts": parts,
    }


def letter_file_name(letter: Letter) -> str:
    """The name of the file, for example letter-GMF-2023-0042.pdf."""
    return f"letter-{re.sub(r'[^A-Za-z0-9-]+', '-', letter.number)}.pdf"


def make_attachment(identifier: str) -> Attachment:
    """The letter with this identifier as an attachment. Raises CannotAttach."""
    try:
        letter = Letter.objects.get(guid=UUID(hex=identifier))
        content = letter_pdf(letter)
    except (Letter.DoesNotExist, LetterErased) as error:
        raise CannotAttach("The letter is not there any more.") from error
    except TypesettingError as error:
        raise CannotAttach("The letter could not be set.") from error
    return Attachment(letter_file_name(letter), PDF, content)


def _part(part: LetterPart) -> dict[str, object]:
    with in_language(part["language"]):
        stamp = pgettext("of an office, on paper", "Stamp")
    return {
        "locale": locale(part["language"]),
        "number": words(part["number"]),
        "day": words(part["day"]),
        "to": [words(line) for line in part["to"] if line],
        "salutation": words(part["salutation"]),
        "paragraphs": _paragraphs(part["body"]),
        "closing": words(part["closing"]),
        "host": words(part["host"]),
        "address": _lines(part["address"]),
        "signatory": words(part["signatory"]),
        "title": words(part["title"]),
        "stamp": stamp,
    }


def _paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; an empty line separates two."""
    return [
        _lines(paragraph)
        for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
        if paragraph.strip()
    ]


def _lines(text: str) -> list[str]:
    return [words(line) for line in text.splitlines() if line.strip()]
