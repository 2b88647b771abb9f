"""The staff pages."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.translated import fallback_order
from delegations.changed_rows import CHANGE_COLUMNS, Comparison
from delegations.choices import Actor, ListFormat
from delegations.columns import for_the_screen
from delegations.forms.lists import AttendeeFilterForm
from delegations.lists import AttendeeList, ListPaginator
from delegations.models import Delegation
from delegations.paper import MOST_ROWS
from events.models import Event
from forum_portal.staff import dashboard as counts
from forum_portal.staff.access import staff_page
from forum_portal.staff.attendees import (
    comparison,
    filter_form,
    list_facts,
    recorded_file,
    wanted_list,
)
from forum_portal.staff.lists import lists_of
from forum_portal.staff.tables import tables_for

PAGE_ROWS = 50


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def dashboard(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Live counts beside published figures, delegations by status, what needs attention."""
    with fallback_order(event.languages):
        context = {
            "event": event,
            "figures": counts.figures(event),
            "by_status": counts.delegations_by_status(event),
            "attention": counts.needing_attention(event, can_decide=Right.EDIT_PEOPLE in rights),
            "can_export": Right.EXPORT in rights,
            "can_decide": Right.EDIT_PEOPLE in rights,
            "can_erase": Right.EDIT_TEAM in rights,
            "tables": tables_for(event, rights),
        }
        return render(request, "staff/dashboard.html", context)


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def attendee_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """The attendee list: filter, search, order and columns, page by page."""
    with fallback_order(event.languages):
        return _list_page(request, event, rights, filter_form(request.GET, event, rights))


def _list_page(
    request: AuthenticatedHttpRequest,
    event: Event,
    rights: frozenset[Right],
    form: AttendeeFilterForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "event": event,
        "form": form,
        "can_export": Right.EXPORT in rights,
        "can_decide": Right.EDIT_PEOPLE in rights,
        "query": request.GET.urlencode(),
        "tables": tables_for(event, rights),
    }
    context["ready"], context["kept"] = lists_of(event, request.user, rights, request.GET)
    if form.is_valid():
        wanted = wanted_list(form)
        changes = comparison(form)
        page = _page_of(wanted, changes, request.GET.get("page"))
        columns = [*(CHANGE_COLUMNS if changes else ()), *wanted.columns]
        rows = for_the_screen(columns, page.object_list)
        context |= {"page": page, "columns": columns, "rows": rows}
        context |= {"title": wanted.title, "words": form.as_sentence()}
    return render(request, "staff/attendee_list.html", context, status=status)


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


@require_safe
@staff_page(Right.EXPORT)
def attendee_export(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], file_format: str
) -> HttpResponseBase:
    """Exactly what the list shows, as a file; written to the log before the first byte."""
    with fallback_order(event.languages):
        form = filter_form(request.GET, event, rights)
        if form.is_valid() and form.lacks_reason():
            form.add_error("reason", _("Say what the sensitive columns are needed for."))
        changes = comparison(form) if form.is_valid() else None
        if file_format == ListFormat.PDF and form.is_valid() and _is_too_long(form, changes):
            text = _("More than %d people do not go on paper: choose fewer, or take a workbook.")
            form.add_error(None, text % MOST_ROWS)
        if not form.is_valid() or form.errors:
            return _list_page(request, event, rights, form, status=400)
        file = recorded_file(form, ListFormat(file_format), changes, by=request.user)
    return file.response()


def _is_too_long(form: AttendeeFilterForm, changes: Comparison | None) -> bool:
    if changes is not None:
        return len(changes.rows) > MOST_ROWS
    return bool(wanted_list(form).queryset()[MOST_ROWS:].exists())


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def delegation_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """All delegations (working document L2), or those that come without a head; either order."""
    by_rank = request.GET.get("order") == "precedence"
    without_head = request.GET.get("head") == "none"
    has_returned = request.GET.get("mail") == "returned"
    asked = request.GET.get("waits", "")
    waiting = asked if asked in Actor.values else ""
    with fallback_order(event.languages):
        rows = _delegations(event, waiting, without_head=without_head, has_returned=has_returned)
        context = {
            "event": event,
            "delegations": rows.by_precedence() if by_rank else rows.alphabetical(),
            "by_rank": by_rank,
            "without_head": without_head,
            "has_returned": has_returned,
            "waiting": waiting,
            "actors": Actor.choices,
            "can_decide": Right.EDIT_PEOPLE in rights,
        }
        return render(request, "staff/delegation_list.html", context)


def _delegations(event: Event, waiting: str, *, without_head: bool, has_returned: bool) -> Any:
    rows = Delegation.objects.filter(event=event).with_headcount()
    if without_head:
        rows = rows.coming().without_head()
    if has_returned:
        returned = Delegation.objects.filter(event=event).with_returned_mail()
        rows = rows.filter(pk__in=returned.values("pk"))
    return rows.waiting_for(waiting) if waiting else rows
