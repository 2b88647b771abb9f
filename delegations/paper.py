"""A list on paper: A4 across, header on each page, page x of y."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.spreadsheets import Sheet
from core.typesetting import locale, pdf, words

# A page is no spreadsheet: with more rows than this nobody prints, and setting takes too long.
MOST_ROWS = 5000
_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "list.typ"
# The more columns, the smaller the type, in points; below the last nobody reads it.
_SIZES = ((8, 9.0), (11, 8.0), (15, 7.0), (99, 6.0))


def list_on_paper(
    sheet: Sheet,
    rows: Iterable[Sequence[Any]],
    *,
    event: str,
    edition: str,
    confidential: str,
    facts: Sequence[str],
    notes: Sequence[str] = (),
    at: datetime,
) -> bytes:
    """`rows` as PDF, with as-of time, version and whom it is for on each page."""
    data = {
        "locale": locale(get_language() or settings.LANGUAGE_CODE),
        "name": f"{words(event)} · {words(sheet.title)}",
        "event": words(event),
        "title": words(sheet.title),
        "edition": words(edition),
        "confidential": words(confidential),
        "facts": [words(one) for one in facts if one],
        "notes": [words(one) for one in notes],
        "page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"},
        "size": next(size for most, size in _SIZES if len(sheet.columns) <= most),
        "widths": [column.width for column in sheet.columns],
        "heads": [words(column.heading) for column in sheet.columns],
        "rows": [[_cell(value) for value in row] for row in rows],
        "empty": _("This list is empty."),
    }
    return pdf(_TEMPLATE, data, made_at=at)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words(date_format(value, "Y-m-d D H:i"))
    if isinstance(value, date):
        return words(date_format(value, "Y-m-d D"))
    return words(value)
