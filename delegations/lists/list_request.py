"""The attendee list that a request asks for: its form, the list, its comparison, its file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.files.downloads import file_name, stream_download
from core.files.spreadsheets import Column
from delegations.choices import ListFormat
from delegations.lists.added_columns import ADDED
from delegations.lists.attendee_list import AttendeeList
from delegations.lists.columns import ListFacts, columns_for
from delegations.lists.columns.delegation_facts import load_delegation_facts
from delegations.lists.comparison import (
    CHANGE_COLUMNS,
    Comparison,
    compare_with_version,
    stream_and_store,
)
from delegations.lists.export_log import log_export
from delegations.lists.file_formats import (
    AT_ONCE,
    CONTENT_TYPES,
    SHEETS_AT_ONCE,
    Cover,
    Passing,
    export_rows,
)
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_column import ListColumn
from delegations.lists.needed_columns import find_leaks, may_use
from delegations.lists.paper import book_pdf, plates_pdf, visa_letters_pdf
from delegations.lists.ready_lists import BOOK, LETTERS, PLATES, ready_lists_for
from delegations.lists.versions import load_version
from delegations.models import ExportLog
from delegations.people.visa_letters import issue_visa_letters
from delegations.protocol.contact_search import parse_search
from delegations.querysets import ALPHABETICAL
from events.models import Event


def filter_form(
    data: QueryDict,
    event: Event,
    rights: frozenset[Right],
    columns: Mapping[str, ListColumn] | None = None,
    *,
    is_whole: bool = False,
) -> AttendeeFilterForm:
    """The form of the list, with `columns`, by default those that `rights` allow.

    With `columns`, as programs pass them, no earlier version is offered for comparison. It has the
    filters that `data` names, or every filter if it `is_whole`.
    """
    return AttendeeFilterForm(
        data,
        event=event,
        columns=columns_for(rights) if columns is None else columns,
        ready_lists=ready_lists_for(rights),
        compares=columns is None and Right.EXPORT in rights,
        is_whole=is_whole,
    )


def restrict_to_rights(kept: str, rights: frozenset[Right]) -> str:
    """A saved list without the columns, filters and orders that its reader may not see."""
    query = QueryDict(kept, mutable=True)
    available = columns_for(rights)
    query.setlist("columns", [key for key in query.getlist("columns") if key in available])
    for name, _columns in list(find_leaks(query, available)):
        query.setlist(
            name, [value for value in query.getlist(name) if may_use(name, available, value)]
        )
    if query.get("ready") not in [ready_list.key for ready_list in ready_lists_for(rights)]:
        query.pop("ready", None)
    if Right.VIEW_CONTACTS not in rights and parse_search(query.get("q", "")).names_contacts:
        query.pop("q")
    return query.urlencode()


def requested_list(form: AttendeeFilterForm) -> AttendeeList:
    """The list that a valid form asks for."""
    return form.attendee_list()


def compare_with_chosen(form: AttendeeFilterForm) -> Comparison | None:
    """The comparison with the version that a valid form names; None if it names none."""
    number = form.cleaned_data.get("since")
    if not number:
        return None
    wanted = requested_list(form)
    version = load_version(form.event, wanted.name, int(number))
    return compare_with_version(
        version, wanted, lambda: load_list_facts(form.event, wanted.columns)
    )


def load_list_facts(
    event: Event, columns: Iterable[ListColumn], people: Mapping[int, int] | None = None
) -> ListFacts:
    """The facts that rows with `columns` share, of everybody or of the `people` of a page.

    These are keys of attendees, each with the key of the delegation. One query, and those of each
    added column that is shown.
    """
    shown = {column.key: column for column in columns}
    names = {name for column in shown.values() for name in column.delegation_facts}
    delegations = None if people is None else {*people.values()}
    more = {
        added.column.key: added.facts(event, people)
        for added in ADDED
        if added.facts and added.column.key in shown
    }
    return ListFacts(event.zone, load_delegation_facts(event, names, delegations), more)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file ready to send: its name, type, log entry, and content in pieces."""

    name: str
    content_type: str
    log: ExportLog
    pieces: Iterator[bytes]

    def response(self) -> StreamingHttpResponse:
        """The file as a download."""
        return stream_download(self.pieces, self.name, self.content_type)


def count_rows(form: AttendeeFilterForm, changes: Comparison | None) -> int:
    """The number of rows of the list that a valid form asks for."""
    return requested_list(form).queryset().count() if changes is None else len(changes.rows)


def most_at_once(form: AttendeeFilterForm, file_format: ListFormat) -> int:
    """The most rows of the list that its reader waits for; with more the worker makes the file."""
    if file_format == ListFormat.PDF and _paper(form, requested_list(form)) in (PLATES, LETTERS):
        return SHEETS_AT_ONCE
    return AT_ONCE[file_format]


def make_logged_file(
    form: AttendeeFilterForm,
    file_format: ListFormat,
    changes: Comparison | None,
    *,
    by: User,
    row_count: int,
    passing: Passing = iter,
    scratch: Path | None = None,
) -> ListFile:
    """The list that a valid form asks for, as a file; logged before its first byte is made.

    Every row passes through `passing`, where the worker counts them.
    """
    wanted, now = requested_list(form), timezone.now()
    logged = _log(form, wanted, file_format, row_count, by)
    paper = _paper(form, wanted) if file_format == ListFormat.PDF and changes is None else ""
    columns, rows = _columns_and_rows(logged, wanted, changes, paper)
    cover = Cover(
        form.event,
        wanted.title or _("Attendees"),
        by,
        now,
        logged.version,
        row_count,
        filters=form.as_sentence(),
        notes=note_left_out(wanted),
        is_public=bool(form.ready_list and form.ready_list.is_public),
        paper=paper,
    )
    name = file_name(form.event.slug, wanted.name, file_format, now.astimezone(form.event.zone))
    pieces = export_rows(columns, passing(rows), cover, file_format, scratch)
    return ListFile(name, CONTENT_TYPES[file_format], logged, pieces)


def _columns_and_rows(
    logged: ExportLog, wanted: AttendeeList, changes: Comparison | None, paper: str
) -> tuple[list[Column], Iterator[list[object]]]:
    """What a file holds: the list, which is stored as a version, or its changes."""
    columns = [column.for_file() for column in wanted.columns]
    if changes is not None:
        changes.keep(logged, wanted.columns)
        return [*(column.for_file() for column in CHANGE_COLUMNS), *columns], iter(changes.rows)
    people = stream_and_store(logged, wanted, load_list_facts(wanted.event, wanted.columns))
    if paper == LETTERS:
        return [visa_letters_pdf.LETTER_NUMBER, *columns], issue_visa_letters(logged, people)
    return columns, (cells for _pk, cells in people)


_NEEDED_COLUMNS = {
    BOOK: book_pdf.NEEDED_COLUMNS,
    PLATES: plates_pdf.NEEDED_COLUMNS,
    LETTERS: visa_letters_pdf.NEEDED_COLUMNS,
}


def _paper(form: AttendeeFilterForm, wanted: AttendeeList) -> str:
    """The form of its own in which the list is printed; empty for a table, as with few columns."""
    ready, keys = form.ready_list, {column.key for column in wanted.columns}
    if ready is None:
        return ""
    if not ready.paper or not keys >= _NEEDED_COLUMNS[ready.paper]:
        return ""
    if ready.paper != BOOK:
        return ready.paper
    return (form.cleaned_data.get("paper") or book_pdf.A4) if wanted.order == ALPHABETICAL else ""


def note_left_out(wanted: AttendeeList) -> list[str]:
    """A note on the number of people whom a shared list leaves out; empty for other lists."""
    if not wanted.purpose:
        return []
    return [_("Omitted for lack of consent: %(count)d") % {"count": wanted.left_out()}]


def _log(
    form: AttendeeFilterForm,
    wanted: AttendeeList,
    file_format: ListFormat,
    row_count: int,
    by: User,
) -> ExportLog:
    return log_export(
        event=form.event,
        by=by,
        list_name=wanted.name,
        file_format=file_format,
        filters=form.in_words(),
        order=" ".join(order for order in (wanted.order, wanted.then) if order),
        columns=[column.key for column in wanted.columns],
        row_count=row_count,
        has_sensitive_columns=any(column.is_sensitive for column in wanted.columns),
        reason=form.cleaned_data["reason"],
    )
