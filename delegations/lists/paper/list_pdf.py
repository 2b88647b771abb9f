"""A list as a PDF: A4 landscape, a header and “page x of y” on each page.

The template measures how wide the words of each column are; this module picks the words. Columns
without entries are left out, and a note names them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import compress
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.files.spreadsheets import BIRTHDAY, Column, Sheet
from core.typesetting import locale, pdf, words
from core.typesetting.faces import boxed, without_face
from core.typesetting.widths import longest_words, typical_text

# Longer lists are not printed, and typesetting them takes too long.
MOST_ROWS = 5000
# Entries that are named one by one where they cannot be printed in full.
MOST_PLACES = 20
# In a narrow column, more characters than these may fill a page.
_LONG_CELL = 400
_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "list.typ"
# Columns by which a reader knows a row: they are repeated where a list takes two sheets.
_KEYS = frozenset({"number", "precedence", "code", "name", "passport_name", "at", "officer"})


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
    table = [
        [_cell(value, column) for value, column in zip(row, sheet.columns, strict=True)]
        for row in rows
    ]
    columns, cells, left_out = _without_empty(sheet.columns, table)
    data = {
        "locale": locale(get_language() or settings.LANGUAGE_CODE),
        "name": f"{words(event)} · {words(sheet.title)}",
        "event": words(event),
        "title": words(sheet.title),
        "edition": words(edition),
        "confidential": words(confidential),
        "facts": [words(fact) for fact in facts if fact],
        "notes": [words(note) for note in (*notes, *left_out)],
        "page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"},
        "part": _("Part %(number)s of %(total)s") % {"number": "{part}", "total": "{parts}"},
        "columns": [
            _measures(column, [row[place] for row in cells]) for place, column in enumerate(columns)
        ],
        "rows": cells,
        "is-long": any(len(cell) > _LONG_CELL for row in cells for cell in row),
        "unprintable": note_unprintable(cells),
        "empty": _("This list is empty."),
    }
    return pdf(_TEMPLATE, data, made_at=at)


def _without_empty(
    columns: Sequence[Column], cells: Sequence[Sequence[str]]
) -> tuple[list[Column], list[list[str]], list[str]]:
    """The columns with entries or to be filled in, their cells, and a note on the others.

    Where no column has entries, all stay: a list without columns says nothing.
    """
    used = [
        column.is_blank or not cells or any(row[place] for row in cells)
        for place, column in enumerate(columns)
    ]
    if not any(used):
        return list(columns), [list(row) for row in cells], []
    empty = [column.heading for column, is_used in zip(columns, used, strict=True) if not is_used]
    note = _("No entries: %(columns)s.") % {"columns": ", ".join(empty)}
    return (
        list(compress(columns, used)),
        [list(compress(row, used)) for row in cells],
        [note] if empty else [],
    )


def _measures(column: Column, cells: Sequence[str]) -> dict[str, object]:
    """The heading of a column, and the texts by which the template finds its width."""
    heading = words(column.heading)
    return {
        "head": heading,
        "head-words": longest_words([heading]),
        "words": longest_words(cells),
        "typical": typical_text(cells),
        "is-key": column.key in _KEYS,
    }


def note_unprintable(cells: Sequence[Sequence[str]]) -> str:
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


def _cell(value: object, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words(date_format(value, "Y-m-d D H:i"))
    if isinstance(value, date):
        return words(date_format(value, "Y-m-d" if column.kind == BIRTHDAY else "Y-m-d D"))
    return words(value)
