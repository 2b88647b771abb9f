"""The attendee list for staff, as a page and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import ListFormat
from delegations.lists.attendee_list import AttendeeList, ListPaginator
from delegations.lists.columns import mask_sealed
from delegations.lists.comparison import CHANGE_COLUMNS, Comparison
from delegations.lists.file_formats import AT_ONCE
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_column import days_in_words
from delegations.lists.list_pdf import MOST_ROWS
from delegations.lists.list_request import (
    compare_with_chosen,
    count_rows,
    filter_form,
    load_list_facts,
    make_logged_file,
    note_left_out,
    requested_list,
)
from delegations.lists.query_strings import as_query_string, read_choices
from delegations.lists.tables.registry import tables_for
from delegations.lists.views.exports import offer
from delegations.lists.views.saved_lists import load_list_links
from events.models import Event

PAGE_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def attendee_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Show the attendee list, page by page.

    Choices are posted, because the reason must not be in a URL, and redirected to
    the URL of the list.
    """
    if request.method == "POST":
        path = reverse("staff:attendees", args=[event.slug])
        return redirect(f"{path}?{as_query_string(request.POST)}")
    with fallback_order(event.languages):
        return _list_page(request, event, rights, read_choices(request))


def _list_page(
    request: AuthenticatedHttpRequest,
    event: Event,
    rights: frozenset[Right],
    chosen: QueryDict,
    refused: AttendeeFilterForm | None = None,
) -> HttpResponse:
    form = refused or filter_form(chosen, event, rights)
    context: dict[str, object] = {
        "event": event,
        "form": form,
        "can_export": Right.EXPORT in rights,
        "can_decide": Right.EDIT_PEOPLE in rights,
        "query": as_query_string(chosen),
        "tables": tables_for(event, rights),
    }
    context["ready"], context["kept"] = load_list_links(event, request.user, rights, chosen)
    if form.is_valid():
        context |= _load_page(form, chosen.get("page"))
    return render(
        request, "staff/lists/attendee_list.html", context, status=400 if refused else 200
    )


def _load_page(form: AttendeeFilterForm, number: str | None) -> dict[str, object]:
    """The context of one page of the list that a valid form asks for."""
    wanted = requested_list(form)
    changes = compare_with_chosen(form)
    page = _paginate(wanted, changes, number)
    columns = [*(CHANGE_COLUMNS if changes else ()), *wanted.columns]
    return {
        "page": page,
        "columns": columns,
        "rows": days_in_words(columns, mask_sealed(columns, page.object_list)),
        "title": wanted.title,
        "words": form.as_sentence(),
        "notes": note_left_out(wanted),
    }


def _paginate(wanted: AttendeeList, changes: Comparison | None, number: str | None) -> Any:
    """One page, whose `object_list` is a list of rows, so that len() does not load them again."""
    if changes is not None:
        return Paginator(changes.rows, PAGE_ROWS).get_page(number)
    page: Any = ListPaginator(wanted, PAGE_ROWS).get_page(number)
    # Found once: what follows asks for these fifty by their keys.
    delegations = dict(page.object_list.values_list("pk", "delegation_id"))
    people = wanted.queryset().filter(pk__in=delegations)
    facts = load_list_facts(wanted.event, set(delegations.values()))
    page.object_list = list(wanted.rows(facts, people, first=page.start_index()))
    return page


@require_POST
@staff_page(Right.EXPORT)
def attendee_export(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], file_format: str
) -> HttpResponseBase:
    """Answer with exactly what the list shows, as a file; logged before the first byte."""
    chosen = read_choices(request)
    with fallback_order(event.languages):
        form = filter_form(chosen, event, rights)
        if form.is_valid() and form.lacks_reason():
            form.add_error("reason", _("Give a reason for including the sensitive columns."))
        changes = compare_with_chosen(form) if form.is_valid() else None
        row_count = count_rows(form, changes) if form.is_valid() else 0
        if file_format == ListFormat.PDF and row_count > MOST_ROWS:
            text = _(
                "A list of more than %d people cannot be printed. Narrow it down or "
                "export it to Excel."
            )
            form.add_error(None, text % MOST_ROWS)
        if not form.is_valid() or form.errors:
            return _list_page(request, event, rights, chosen, refused=form)
        if row_count > AT_ONCE[ListFormat(file_format)]:
            return offer(request, form, rights, file_format, row_count)
        file = make_logged_file(
            form, ListFormat(file_format), changes, by=request.user, row_count=row_count
        )
    return file.response()
