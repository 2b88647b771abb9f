"""The staff page with the list of delegations."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.lists.listing import FILTER
from core.pages.fetched import is_fetched
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.desk.delegation_columns import COLUMNS, TITLE, TITLE_HEADING
from delegations.desk.delegation_counts import count_values
from delegations.desk.delegation_form import DelegationListForm
from delegations.desk.views.delegation_table import columns_of, headings, read_head, table_rows
from delegations.lists.query_strings import as_query_string
from delegations.lists.views.filter_head import error_texts, ways_out
from delegations.lists.views.menus import asked_menu, draw_menu
from delegations.lists.views.own_columns import BUTTON, answer_columns, with_own_columns
from delegations.lists.views.row_actions import DELEGATIONS, bulk_menu
from events.models import Event

PAGE_ROWS = 100
# The name by which the columns that somebody chose are stored.
_LIST_KEY = "staff.delegations"
_OFFERED = frozenset({TITLE, *(column.key for column in COLUMNS)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def delegation_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List delegations, filtered, in one of their orders. Choices are posted and redirected."""
    query = with_own_columns(request, request.GET, _LIST_KEY, _OFFERED)
    with fallback_order(event.languages):
        if BUTTON in request.POST:
            form = DelegationListForm(query, event)
            if form.is_valid():
                return answer_columns(request, columns_of(form), query, _LIST_KEY)
        if request.method == "POST":
            return redirect(f"{request.path}?{as_query_string(request.POST)}")
        menu = asked_menu(request)
        context = _head(event, rights, query, menu)
        if menu and is_fetched(request):
            return draw_menu(request, menu, context)
        context |= _rows(context["form"], context, query)
        return render(request, "staff/lists/delegation_list.html", context)


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def delegation_counts(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """The numbers that the menu of filters shows when it opens."""
    with fallback_order(event.languages):
        form = DelegationListForm(request.GET, event, is_whole=True)
        counts = count_values(form) if form.is_valid() else {}
        return JsonResponse({key: str(count) for key, count in counts.items()})


def _head(event: Event, rights: frozenset[Right], query: QueryDict, menu: str) -> dict[str, Any]:
    """The context without the rows."""
    here = QueryDict(as_query_string(query))
    form = DelegationListForm(query, event, is_whole=menu == FILTER)
    if form.errors:
        form = DelegationListForm(query, event, is_whole=True)
    return {
        "event": event,
        "form": form,
        "listing": read_head(form, here, menu),
        "errors": error_texts(form),
        "can_export": Right.EXPORT in rights,
        "bulk": bulk_menu(DELEGATIONS, event, rights),
        "query": here.urlencode(),
        "title_heading": TITLE_HEADING,
    }


def _rows(form: DelegationListForm, head: dict[str, Any], query: QueryDict) -> dict[str, Any]:
    """The context of one page of rows; nothing for a form with errors."""
    if not form.is_valid():
        return {}
    event, listing, here = form.event, head["listing"], QueryDict(head["query"])
    page = Paginator(form.rows(), PAGE_ROWS).get_page(query.get("page"))
    columns, count = form.chosen_columns(), page.paginator.count
    ways = () if count else ways_out(listing, lambda other: _count(event, other))
    tick = "delegation" if head["bulk"] else ""
    return {
        "page": page,
        "rows": table_rows(event, columns, list(page.object_list), tick),
        "headings": list(headings(form, here, columns)),
        "listing": replace(listing, count=count, ways=ways),
    }


def _count(event: Event, query: QueryDict) -> int:
    form = DelegationListForm(query, event)
    return form.matching().count() if form.is_valid() else 0
