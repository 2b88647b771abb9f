"""The pages and files of office tables."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.roles import Right
from core.files.downloads import file_name
from core.lists.listing import FILTER, VIEWS, Listing, ListView, Pill
from core.pages.fetched import is_fetched
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import ListFormat
from delegations.lists.columns import SEALED
from delegations.lists.export_log import describe_export, log_export
from delegations.lists.file_formats import CONTENT_TYPES, Cover, export_rows
from delegations.lists.list_column import days_in_words
from delegations.lists.list_request import ListFile
from delegations.lists.paper.list_pdf import MOST_ROWS
from delegations.lists.query_strings import as_query_string, read_choices
from delegations.lists.tables.forms import TableForm, TableOptions
from delegations.lists.tables.registry import (
    CHANGES,
    OFFICE_TABLES,
    OfficeTable,
    Rights,
    chosen_moment,
    tables_for,
)
from delegations.lists.tables.table import Table
from delegations.lists.views.filter_head import error_texts, without
from delegations.lists.views.list_views import views_of
from delegations.lists.views.menus import asked_menu, draw_menu
from delegations.lists.views.saved_lists import load_list_links
from delegations.models import ExportLog
from events.models import Event

# Of the page; a file holds all.
_SHOWN_ROWS = 500


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def table(
    request: AuthenticatedHttpRequest, event: Event, rights: Rights, key: str
) -> HttpResponse:
    """Show a table. Choices are posted and redirected to their URL."""
    kind = _kind(key, rights)
    if request.method == "POST":
        path = reverse("staff:table", args=[event.slug, key])
        return redirect(f"{path}?{as_query_string(request.POST)}")
    with fallback_order(event.languages):
        form = _form(kind, read_choices(request), event, rights, opens=True)
        return _page(request, event, rights, kind, form)


@require_POST
@staff_page(Right.EXPORT)
def table_file(
    request: AuthenticatedHttpRequest, event: Event, rights: Rights, key: str, file_format: str
) -> HttpResponseBase:
    """Answer with the table as a file; logged before the first byte."""
    kind = _kind(key, rights)
    if file_format not in CONTENT_TYPES:
        raise Http404
    with fallback_order(event.languages):
        form = _form(kind, read_choices(request), event, rights)
        table = kind.make(event, rights, form) if form.is_valid() else None
        if table and table.is_sensitive and not form.cleaned_data["reason"]:
            form.add_error("reason", _("Give a reason for including the sensitive columns."))
        if table and file_format == ListFormat.PDF and len(table.rows) > MOST_ROWS:
            text = _(
                "A list of more than %d rows cannot be printed. Narrow it down or "
                "export it to Excel."
            )
            form.add_error(None, text % MOST_ROWS)
        if table is None or form.errors:
            return _page(request, event, rights, kind, form)
        return _make_logged_file(
            kind, table, form, ListFormat(file_format), event, request
        ).response()


def _kind(key: str, rights: Rights) -> OfficeTable:
    kind = next((table for table in OFFICE_TABLES if table.key == key), None)
    if kind is None:
        raise Http404
    if kind.right not in rights:
        raise PermissionDenied
    return kind


def _form(
    kind: OfficeTable, data: QueryDict, event: Event, rights: Rights, *, opens: bool = False
) -> TableForm:
    """The form of a table. A change sheet that `opens` begins after its newest version."""
    versions: list[tuple[str, str]] = []
    if kind.key == CHANGES:
        logs = ExportLog.objects.filter(event=event, list_name=CHANGES).select_related("by")
        versions = [(str(log.version), describe_export(log, event.zone)) for log in logs[:30]]
        if opens and versions and not (data.get("since") or data.get("version")):
            # In the form, so that a file taken from this page holds what the page shows.
            data = data.copy()
            data["version"] = versions[0][0]
    return kind.form(data, TableOptions(event, Right.VIEW_SENSITIVE in rights, versions))


def _page(
    request: AuthenticatedHttpRequest,
    event: Event,
    rights: Rights,
    kind: OfficeTable,
    form: TableForm,
) -> HttpResponse:
    menu = asked_menu(request)
    views = _load_views(event, request.user, rights, kind, menu)
    context: dict[str, Any] = {
        "event": event,
        "kind": kind,
        "form": form,
        "errors": error_texts(form),
        "listing": _read_head(views, kind, form, menu),
        "can_export": Right.EXPORT in rights,
    }
    if menu and is_fetched(request):
        return draw_menu(request, menu, context)
    if not form.errors.keys() - {"reason", NON_FIELD_ERRORS}:
        table = kind.make(event, rights, form)
        context["listing"] = replace(context["listing"], count=len(table.rows))
        context |= {"table": table, "rows": _marked_cells(table), "shown": _SHOWN_ROWS}
        context["since"] = chosen_moment(event, form) if kind.key == CHANGES else None
    return render(request, "staff/lists/table.html", context, status=400 if form.errors else 200)


def _read_head(
    views: tuple[ListView, ...], kind: OfficeTable, form: TableForm, menu: str
) -> Listing:
    """The head of the page: what is chosen, and every other list that the reader may open."""
    # With the version after which a change sheet opens: a file holds what the page shows.
    here = QueryDict(as_query_string(cast("QueryDict", form.data)))
    return Listing(
        title=str(kind.label),
        code=kind.code,
        count=0,
        total=None,
        query="",
        is_searched=False,
        facets=(),
        pills=tuple(_pills(form, here)),
        clear_url="?",
        kept=(),
        here=f"?{here.urlencode()}",
        views=views,
        as_of=timezone.now(),
        menus=(FILTER, menu),
        open_menu=menu,
    )


def _load_views(
    event: Event, user: User, rights: Rights, kind: OfficeTable, menu: str
) -> tuple[ListView, ...]:
    """Every list that the reader may open, or without the menu this table alone."""
    is_open = menu != VIEWS
    nothing = QueryDict()
    tables = [table for table in tables_for(event, rights) if not is_open or table.key == kind.key]
    ready, kept = ([], []) if is_open else load_list_links(event, user, rights, nothing)
    return views_of(event, nothing, ready=ready, kept=kept, tables=tables, open_table=kind.key)


def _pills(form: TableForm, here: QueryDict) -> Iterator[Pill]:
    """What the URL chooses, in words, each with the table without it."""
    for name, text in form.choices_made().items():
        if name in here:
            parts = {"filter": form.fields[name].label, "value": text}
            yield Pill(_("%(filter)s: %(value)s") % parts, without(here, name))


def _marked_cells(table: Table) -> list[tuple[str, list[tuple[object, bool]]]]:
    """The rows that the page shows: where each leads, its cells, and which of them are numbers."""
    numbers = [column.kind == "number" for column in table.columns]
    sealed = [column.key in table.sealed for column in table.columns]
    rows = days_in_words(table.columns, table.rows[:_SHOWN_ROWS])
    shown = [
        [
            (SEALED if hide and cell else cell, number)
            for cell, hide, number in zip(row, sealed, numbers, strict=True)
        ]
        for row in rows
    ]
    return list(zip(table.links or repeat(""), shown, strict=False))


def _make_logged_file(
    kind: OfficeTable,
    table: Table,
    form: TableForm,
    file_format: ListFormat,
    event: Event,
    request: AuthenticatedHttpRequest,
) -> ListFile:
    filters, now = form.in_words(), timezone.now()
    logged = log_export(
        event=event,
        by=request.user,
        list_name=kind.key,
        file_format=file_format,
        filters=filters,
        order=form.cleaned_data.get("order", ""),
        columns=[column.key for column in table.columns],
        row_count=len(table.rows),
        has_sensitive_columns=table.is_sensitive,
        reason=form.cleaned_data.get("reason", ""),
    )
    cover = Cover(
        event,
        str(kind.label),
        request.user,
        now,
        logged.version,
        len(table.rows),
        filters=", ".join(f"{label}: {value}" for label, value in filters.items()),
        notes=table.notes,
    )
    pieces = export_rows(table.columns, table.rows, cover, file_format)
    name = file_name(event.slug, kind.key, file_format, now.astimezone(event.zone))
    return ListFile(name, CONTENT_TYPES[file_format], logged, pieces)
