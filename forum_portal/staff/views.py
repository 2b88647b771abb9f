"""The staff pages."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.translated import fallback_order
from delegations import services
from delegations.choices import ListFormat
from delegations.exports import CONTENT_TYPES, export_attendees, file_name
from delegations.forms import AttendeeFilterForm
from delegations.models import Delegation
from events.models import Event
from forum_portal.staff import dashboard as counts
from forum_portal.staff.access import staff_page
from forum_portal.staff.attendees import filter_form, list_facts, wanted_list

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
            "attention": counts.needing_attention(event),
            "can_export": Right.EXPORT in rights,
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
        "query": request.GET.urlencode(),
    }
    if form.is_valid():
        wanted = wanted_list(form)
        page = Paginator(wanted.queryset(), PAGE_ROWS).get_page(request.GET.get("page"))
        rows = list(wanted.rows(list_facts(event), page.object_list))  # type: ignore[arg-type]
        # A page asked for its length would load its people once more.
        page.object_list = rows
        context |= {
            "page": page,
            "columns": wanted.columns,
            "rows": rows,
            "words": form.in_words(),
        }
    return render(request, "staff/attendee_list.html", context, status=status)


@require_safe
@staff_page(Right.EXPORT)
def attendee_export(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], file_format: str
) -> HttpResponseBase:
    """Exactly what the list shows, as a file; written to the log before the first byte."""
    with fallback_order(event.languages):
        form = filter_form(request.GET, event, rights)
        sensitive = form.is_valid() and any(one.is_sensitive for one in form.chosen_columns())
        if sensitive and not form.cleaned_data["reason"]:
            form.add_error("reason", _("Say what the sensitive columns are needed for."))
        if not form.is_valid() or form.errors:
            return _list_page(request, event, rights, form, status=400)
        return _file(request, event, form, ListFormat(file_format), sensitive=sensitive)


def _file(
    request: AuthenticatedHttpRequest,
    event: Event,
    form: AttendeeFilterForm,
    file_format: ListFormat,
    *,
    sensitive: bool,
) -> StreamingHttpResponse:
    wanted, words, now = wanted_list(form), form.in_words(), timezone.now()
    row_count = wanted.queryset().count()
    services.log_export(
        event=event,
        by=request.user,
        list_name="attendees",
        file_format=file_format,
        filters=words,
        order=wanted.order,
        columns=[column.key for column in wanted.columns],
        row_count=row_count,
        has_sensitive_columns=sensitive,
        reason=form.cleaned_data["reason"],
    )
    pieces = export_attendees(
        wanted,
        list_facts(event),
        file_format=file_format,
        by=request.user,
        at=now,
        row_count=row_count,
        filters=", ".join(f"{label}: {value}" for label, value in words.items()),
    )
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[file_format])
    name = file_name(wanted, file_format, now)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def delegation_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """All delegations (working document L2), or those that come without a head; either order."""
    by_rank = request.GET.get("order") == "precedence"
    with fallback_order(event.languages):
        rows = Delegation.objects.filter(event=event).with_headcount()
        without_head = request.GET.get("head") == "none"
        if without_head:
            rows = rows.coming().without_head()
        context = {
            "event": event,
            "delegations": rows.by_precedence() if by_rank else rows.alphabetical(),
            "by_rank": by_rank,
            "without_head": without_head,
        }
        return render(request, "staff/delegation_list.html", context)
