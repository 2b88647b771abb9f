"""The attendee list as a file."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.spreadsheets import Sheet, stream_csv, stream_xlsx
from delegations.choices import ListFormat
from delegations.columns import Facts
from delegations.lists import AttendeeList
from delegations.paper import list_on_paper

Passing = Callable[[Iterator[list[Any]]], Iterator[list[Any]]]
# With more rows than these the reader would wait for more than about two seconds
# (docs/performance.md): the worker makes the file.
AT_ONCE = {ListFormat.CSV: 100_000, ListFormat.XLSX: 20_000, ListFormat.PDF: 2_000}
CONTENT_TYPES = {
    ListFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ListFormat.CSV: "text/csv; charset=utf-8",
    ListFormat.PDF: "application/pdf",
}


def export_attendees(
    wanted: AttendeeList,
    facts: Facts,
    *,
    file_format: ListFormat,
    by: User,
    at: datetime,
    row_count: int,
    filters: str,
    version: int,
    passing: Passing = iter,
    scratch: Path | None = None,
) -> Iterator[bytes]:
    """The list as a file, in pieces. The workbook begins with what it is, as of when, how many.

    Every row goes through `passing`: who makes a long file counts them there.
    """
    moment = f"{at.astimezone(wanted.event.zone):%Y-%m-%d %H:%M}"
    rows = ngettext("%(count)d row", "%(count)d rows", row_count) % {"count": row_count}
    title = wanted.title or _("Attendees")
    as_of = _("as of %(moment)s (%(zone)s)") % {"moment": moment, "zone": wanted.event.time_zone}
    for_whom = _("Confidential, for %(name)s") % {"name": by.get_full_name()}
    issue = _("version %(number)d") % {"number": version}
    sheet = Sheet(
        title=title,
        columns=[column.for_file() for column in wanted.columns],
        notes=(
            f"{wanted.event.title} · {title} · {issue} · {as_of} · {rows}",
            " · ".join(part for part in (filters, for_whom) if part),
        ),
    )
    cells = passing(wanted.rows(facts))
    if file_format == ListFormat.PDF:
        page = list_on_paper(
            sheet, cells, event=str(wanted.event.title), confidential=for_whom,
            edition=f"{issue}, {as_of}", facts=(rows, filters), at=at,
        )  # fmt: skip
        return iter([page])
    is_book = file_format == ListFormat.XLSX
    return stream_xlsx(sheet, cells, scratch=scratch) if is_book else stream_csv(sheet, cells)


def file_name(wanted: AttendeeList, file_format: ListFormat, at: datetime) -> str:
    """For example gmf-2023-attendees-20231207-231504.xlsx: two versions never share a name."""
    moment = f"{at.astimezone(wanted.event.zone):%Y%m%d-%H%M%S}"
    return f"{wanted.event.slug}-{wanted.name}-{moment}.{file_format}"
