"""A list as a PDF: A4 landscape, a header and “page x of y” on each page."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.files.spreadsheets import Sheet
from core.typesetting import locale, pdf, words
from core.typesetting.faces import boxed, without_face

# Longer lists are not printed, and typesetting them takes too long.
MOST_ROWS = 5000
# Entries that are named one by one where they cannot be printed in full.
MOST_PLACES = 20
_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "list.typ"
# The more columns, the smaller the type, in points; the last is the smallest that is legible.
_SIZES = ((8, 9.0), (11, 8.0), (15, 7.0), (99, 6.0))


def list_pdf(
    sheet: Sheet,
    rows: Iterable[Sequence[object]],
    *,
    event: str,
    edition: str,
    confidential: str,
    facts: Sequence[str],
    notes: Sequence[str] = (),
    at: datetime,
) -> bytes:
    """`rows` as a PDF, with date, version and reader on each page."""
    cells = [[_cell(value) for value in row] for row in rows]
    data = {
        "locale": locale(get_language() or settings.LANGUAGE_CODE),
        "name": f"{words(event)} · {words(sheet.title)}",
        "event": words(event),
        "title": words(sheet.title),
        "edition": words(edition),
        "confidential": words(confidential),
        "facts": [words(fact) for fact in facts if fact],
        "notes": [words(note) for note in notes],
        "page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"},
        "size": next(size for most, size in _SIZES if len(sheet.columns) <= most),
        "widths": [column.width for column in sheet.columns],
        "heads": [words(column.heading) for column in sheet.columns],
        "rows": cells,
        "unprintable": _unprintable(cells),
        "empty": _("This list is empty."),
    }
    return pdf(_TEMPLATE, data, made_at=at)


def _unprintable(cells: Sequence[Sequence[str]]) -> str:
    """A note on characters that no font on this server can print; empty if there are none."""
    missing = without_face(value for row in cells for value in row)
    if not missing:
        return ""
    places = [
        _("row %(number)d “%(text)s”") % {"number": number, "text": boxed(value, missing)}
        for number, row in enumerate(cells, start=1)
        for value in row
        if missing.intersection(value)
    ]
    shown = " · ".join(places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        shown += " · …"
    text = ngettext(
        "%(count)d entry has characters that no font on this server can print: %(places)s",
        "%(count)d entries have characters that no font on this server can print: %(places)s",
        len(places),
    )
    return words(text % {"count": len(places), "places": shown})


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words(date_format(value, "Y-m-d D H:i"))
    if isinstance(value, date):
        return words(date_format(value, "Y-m-d D"))
    return words(value)
