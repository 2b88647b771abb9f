"""The formats of lists as files, and their cover."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.files.downloads import CSV, PDF, XLSX
from core.files.spreadsheets import Column, Sheet, stream_csv, stream_xlsx
from core.text.dates import moment_in_figures
from delegations.choices import ListFormat
from delegations.lists.paper.book_pdf import BookCover, book_pdf
from delegations.lists.paper.list_pdf import list_pdf
from delegations.lists.paper.plates_pdf import plates_pdf
from delegations.lists.paper.visa_letters_pdf import visa_letters_pdf
from delegations.lists.ready_lists import LETTERS, PLATES
from events.models import Event

Passing = Callable[[Iterator[list[object]]], Iterator[list[object]]]
# With more rows than these the reader would wait for more than about two seconds
# (docs/performance.md): the worker makes the file.
AT_ONCE = {ListFormat.CSV: 100_000, ListFormat.XLSX: 20_000, ListFormat.PDF: 2_000}
# Of plates and letters, a sheet for each person, fewer are waited for.
SHEETS_AT_ONCE = 200
CONTENT_TYPES = {
    ListFormat.XLSX: XLSX,
    ListFormat.CSV: CSV,
    ListFormat.PDF: PDF,
}


@dataclass(frozen=True, slots=True)
class Cover:
    """The facts printed on a file: event, list, reader, date, version, number of rows."""

    event: Event
    title: str
    by: User
    at: datetime
    version: int
    row_count: int
    filters: str = ""
    # Rules of counting and the like: a line each.
    notes: Sequence[str] = ()
    # A list for everybody: it names no reader.
    is_public: bool = False
    # Of a list that is printed in a form of its own: PLATES, LETTERS, or the paper of a book.
    paper: str = ""

    @property
    def edition(self) -> str:
        """The version and its date."""
        moment = moment_in_figures(self.at.astimezone(self.event.zone))
        as_of = _("as of %(moment)s (%(zone)s)") % {"moment": moment, "zone": self.event.time_zone}
        return " · ".join((_("version %(number)d") % {"number": self.version}, as_of))

    @property
    def rows(self) -> str:
        """The number of rows, in words."""
        return ngettext("%(count)d row", "%(count)d rows", self.row_count) % {
            "count": self.row_count
        }

    @property
    def for_whom(self) -> str:
        """The notice of confidentiality; empty for a public list."""
        if self.is_public:
            return ""
        return _("Confidential, for %(name)s") % {"name": self.by.get_full_name()}


def export_rows(
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    cover: Cover,
    file_format: ListFormat,
    scratch: Path | None = None,
) -> Iterator[bytes]:
    """Yield a list as a file, in pieces. A workbook begins with the facts of its cover.

    `scratch` is a folder for assembling a long workbook.
    """
    about = " · ".join((str(cover.event.title), cover.title, cover.edition, cover.rows))
    which = " · ".join(part for part in (cover.filters, cover.for_whom) if part)
    sheet = Sheet(title=cover.title, columns=columns, notes=(about, which, *cover.notes))
    if file_format == ListFormat.PDF and cover.paper:
        return iter([_own_paper(sheet, rows, cover)])
    if file_format == ListFormat.PDF:
        page = list_pdf(
            sheet,
            rows,
            event=str(cover.event.title),
            confidential=cover.for_whom,
            edition=cover.edition,
            facts=(cover.rows, cover.filters),
            notes=cover.notes,
            at=cover.at,
        )
        return iter([page])
    is_book = file_format == ListFormat.XLSX
    return stream_xlsx(sheet, rows, scratch=scratch) if is_book else stream_csv(sheet, rows)


def _own_paper(sheet: Sheet, rows: Iterable[Sequence[object]], cover: Cover) -> bytes:
    if cover.paper == PLATES:
        return plates_pdf(sheet, rows, event=str(cover.event.title), at=cover.at)
    if cover.paper == LETTERS:
        return visa_letters_pdf(sheet, rows, event=cover.event, at=cover.at)
    return book_pdf(sheet, rows, _book_cover(cover))


def _book_cover(cover: Cover) -> BookCover:
    """The cover of the book. The public one tells neither filters nor who is left out."""
    facts = [] if cover.is_public else [fact for fact in (cover.filters, *cover.notes) if fact]
    return BookCover(
        cover.event, cover.edition, cover.at, cover.for_whom, notes=facts, paper=cover.paper
    )
