"""The attendee list for staff: on the screen, and as a file."""

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
from delegations.lists.columns import for_the_screen
from delegations.lists.comparison import CHANGE_COLUMNS, Comparison
from delegations.lists.file_formats import AT_ONCE
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_pdf import MOST_ROWS
from delegations.lists.list_request import (
    comparison,
    count_rows,
    filter_form,
    left_out_words,
    list_facts,
    recorded_file,
    wanted_list,
)
from delegations.lists.query_strings import chosen_in, in_address
from delegations.lists.tables.registry import tables_for
from delegations.lists.views.exports import offer
from delegations.lists.views.saved_lists import lists_of
from events.models import Event

PAGE_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def attendee_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """The attendee list: filter, search, order and columns, page by page.

    What is chosen comes by POST, together with what must not stand in an address, and is led to
    the address of the list.
    """
    if request.method == "POST":
        path = reverse("staff:attendees", args=[event.slug])
        return redirect(f"{path}?{in_address(request.POST)}")
    with fallback_order(event.languages):
        return _list_page(request, event, rights, chosen_in(request))


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
        "query": in_address(chosen),
        "tables": tables_for(event, rights),
    }
    context["ready"], context["kept"] = lists_of(event, request.user, rights, chosen)
    if form.is_valid():
        context |= _rows(form, chosen.get("page"))
    return render(
        request, "staff/lists/attendee_list.html", context, status=400 if refused else 200
    )


def _rows(form: AttendeeFilterForm, number: str | None) -> dict[str, object]:
    """One page of the list that a valid form asks for, and what stands above it."""
    wanted = wanted_list(form)
    changes = comparison(form)
    page = _page_of(wanted, changes, number)
    columns = [*(CHANGE_COLUMNS if changes else ()), *wanted.columns]
    return {
        "page": page,
        "columns": columns,
        "rows": for_the_screen(columns, page.object_list),
        "title": wanted.title,
        "words": form.as_sentence(),
        "notes": left_out_words(wanted),
    }


def _page_of(wanted: AttendeeList, changes: Comparison | None, number: str | None) -> Any:
    """One page; its `object_list` are the rows: asked for its length it would load them again."""
    if changes is not None:
        return Paginator(changes.rows, PAGE_ROWS).get_page(number)
    page: Any = ListPaginator(wanted, PAGE_ROWS).get_page(number)
    # Found once: what follows asks for these fifty by their keys.
    found = dict(page.object_list.values_list("pk", "delegation_id"))
    people = wanted.queryset().filter(pk__in=found)
    facts = list_facts(wanted.event, set(found.values()))
    page.object_list = list(wanted.rows(facts, people, first=page.start_index()))
    return page


@require_POST
@staff_page(Right.EXPORT)
def attendee_export(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], file_format: str
) -> HttpResponseBase:
    """Exactly what the list shows, as a file; written to the log before the first byte."""
    chosen = chosen_in(request)
    with fallback_order(event.languages):
        form = filter_form(chosen, event, rights)
        if form.is_valid() and form.lacks_reason():
            form.add_error("reason", _("Give a reason for including the sensitive columns."))
        changes = comparison(form) if form.is_valid() else None
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
        file = recorded_file(
            form, ListFormat(file_format), changes, by=request.user, row_count=row_count
        )
    return file.response()
