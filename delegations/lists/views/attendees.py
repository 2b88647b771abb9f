"""The attendee list for staff, as a page and as a file."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.roles import Right
from core.lists.listing import FILTER, VIEWS
from core.pages.fetched import is_fetched
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import ListFormat
from delegations.lists.columns import columns_for
from delegations.lists.comparison import CHANGE_COLUMNS
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_request import (
    compare_with_chosen,
    count_rows,
    filter_form,
    make_logged_file,
    most_at_once,
    note_left_out,
    requested_list,
)
from delegations.lists.paper.list_pdf import MOST_ROWS
from delegations.lists.query_strings import as_query_string, read_choices
from delegations.lists.tables.registry import tables_for
from delegations.lists.views.exports import offer
from delegations.lists.views.filter_counts import count_values
from delegations.lists.views.filter_head import error_texts, ways_out
from delegations.lists.views.list_counts import count_lists
from delegations.lists.views.list_head import columns_of, count_people, orders_of, read_head
from delegations.lists.views.list_views import views_of
from delegations.lists.views.menus import asked_menu, draw_menu
from delegations.lists.views.own_columns import BUTTON, answer_columns, with_own_columns
from delegations.lists.views.people_table import headings, load_page, table_cells, table_rows
from delegations.lists.views.row_actions import PEOPLE, bulk_menu
from delegations.lists.views.saved_lists import load_list_links
from events.models import Event

# The name by which the columns that somebody chose are stored.
_LIST_KEY = "staff.attendees"
# What the bar below the rows sends: the query of the list, what to do, and whether with all of it.
_LIST, _ACTION, _EVERYONE = "list", "action", "everyone"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def attendee_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Show the attendee list, page by page.

    Choices are posted, because the reason must not be in a URL, and redirected to
    the URL of the list.
    """
    with fallback_order(event.languages):
        if BUTTON in request.POST:
            query = with_own_columns(request, request.GET, _LIST_KEY, columns_for(rights))
            form = filter_form(query, event, rights)
            if form.is_valid():
                return answer_columns(request, columns_of(form), query, _LIST_KEY)
        if request.method == "POST":
            path = reverse("staff:attendees", args=[event.slug])
            return redirect(f"{path}?{as_query_string(request.POST)}")
        query = with_own_columns(request, read_choices(request), _LIST_KEY, columns_for(rights))
        return _list_page(request, event, rights, query)


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def attendee_counts(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """The numbers that a menu of the list shows when it opens: of filters, or of lists."""
    with fallback_order(event.languages):
        if asked_menu(request) == VIEWS:
            return JsonResponse(count_lists(event, request.user, rights))
        form = filter_form(request.GET, event, rights, is_whole=True)
        counts = count_values(form) if form.is_valid() else {}
        return JsonResponse({key: str(count) for key, count in counts.items()})


def _list_page(
    request: AuthenticatedHttpRequest,
    event: Event,
    rights: frozenset[Right],
    chosen: QueryDict,
    refused: AttendeeFilterForm | None = None,
) -> HttpResponse:
    menu = asked_menu(request)
    form = refused or _open_form(chosen, event, rights, menu)
    here = QueryDict(as_query_string(chosen))
    context = _load_menus(event, request.user, rights, here, with_views=menu == VIEWS)
    head = read_head(form, here, context.pop("views"), menu=menu)
    context |= {"form": form, "listing": head, "errors": error_texts(form)}
    if menu and is_fetched(request):
        return draw_menu(request, menu, context)
    if form.is_valid():
        tick = "person" if context["bulk"] else ""
        page = _load_page(form, here, chosen.get("page"), tick)
        count = page["page"].paginator.count
        ways = () if count else ways_out(head, count_people(form, rights))
        context |= {**page, "listing": replace(head, count=count, ways=ways)}
    status = 400 if refused else 200
    return render(request, "staff/lists/attendee_list.html", context, status=status)


def _open_form(
    chosen: QueryDict, event: Event, rights: frozenset[Right], menu: str
) -> AttendeeFilterForm:
    """The form of the page: whole where its menu is drawn, as it is to show what is wrong."""
    form = filter_form(chosen, event, rights, is_whole=menu == FILTER)
    if menu == FILTER or form.is_valid():
        return form
    return filter_form(chosen, event, rights, is_whole=True)


def _load_menus(
    event: Event, user: User, rights: frozenset[Right], here: QueryDict, *, with_views: bool
) -> dict[str, Any]:
    """What the menus need: the lists that the reader may open, else the open one; their rights."""
    tables = tables_for(event, rights) if with_views else ()
    ready, kept = load_list_links(event, user, rights, here, is_open=not with_views)
    return {
        "event": event,
        "can_export": Right.EXPORT in rights,
        "can_decide": Right.EDIT_PEOPLE in rights,
        "query": here.urlencode(),
        # Rows of a comparison are changes, not people.
        "bulk": None if here.get("since") else bulk_menu(PEOPLE, event, rights),
        "ready": ready,
        "kept": kept,
        "views": views_of(event, here, ready=ready, kept=kept, tables=tables),
    }


def _load_page(
    form: AttendeeFilterForm, here: QueryDict, number: str | None, tick: str
) -> dict[str, Any]:
    """The context of one page of the list that a valid form asks for; `tick` names its boxes."""
    wanted = requested_list(form)
    changes = compare_with_chosen(form)
    page = load_page(wanted, changes, number)
    columns = [*(CHANGE_COLUMNS if changes else ()), *wanted.columns]
    cells = table_cells(columns, page.object_list)
    return {
        "page": page,
        "columns": columns,
        "rows": cells,
        "people": table_rows(form.event, columns, page.object_list, cells, tick),
        "headings": headings(columns, orders_of(form, here)),
        "title": wanted.title,
        "words": form.as_sentence(),
        "notes": note_left_out(wanted),
        "needs_reason": any(column.is_sensitive for column in wanted.columns),
    }


def _choices_for_file(request: AuthenticatedHttpRequest) -> QueryDict:
    """The choices of a file. The bar below the rows narrows them to the people who are ticked."""
    chosen = read_choices(request)
    if _LIST in request.POST:
        sent = request.GET if _EVERYONE in request.POST else request.POST
        chosen.setlist("person", sent.getlist("person"))
        for name in (_LIST, _ACTION, _EVERYONE):
            chosen.pop(name, None)
    return chosen


def _lacks_ticks(request: AuthenticatedHttpRequest, chosen: QueryDict) -> bool:
    sent = request.POST
    return _LIST in sent and _EVERYONE not in sent and not chosen.get("person")


def _refuse_file(form: AttendeeFilterForm, file_format: str, row_count: int) -> None:
    """Say what keeps a file from being made."""
    if form.is_valid() and form.lacks_reason():
        form.add_error("reason", _("Give a reason for including the sensitive columns."))
    if file_format == ListFormat.PDF and row_count > MOST_ROWS:
        text = _(
            "A list of more than %d people cannot be printed. Narrow it down or export it to Excel."
        )
        form.add_error(None, text % MOST_ROWS)


@require_POST
@staff_page(Right.EXPORT)
def attendee_export(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], file_format: str
) -> HttpResponseBase:
    """Answer with exactly what the list shows, or its ticked rows, as a file; logged first."""
    chosen = _choices_for_file(request)
    with fallback_order(event.languages):
        form = filter_form(chosen, event, rights, is_whole=True)
        changes = compare_with_chosen(form) if form.is_valid() else None
        row_count = count_rows(form, changes) if form.is_valid() else 0
        if _lacks_ticks(request, chosen):
            form.add_error(None, _("Select at least one person."))
        _refuse_file(form, file_format, row_count)
        if form.errors:
            return _list_page(request, event, rights, chosen, refused=form)
        if row_count > most_at_once(form, ListFormat(file_format)):
            return offer(request, form, rights, file_format, row_count)
        file = make_logged_file(
            form, ListFormat(file_format), changes, by=request.user, row_count=row_count
        )
    return file.response()
