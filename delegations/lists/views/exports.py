"""The pages for requesting a file from the worker, following its progress, and downloading it."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.files.uploads import stored_file_response
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import ListFormat
from delegations.choices.exports import ExportState
from delegations.lists.export_queue import TooManyExports, ask_for_export, drop_export
from delegations.lists.export_worker import may_download
from delegations.lists.file_formats import CONTENT_TYPES
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_request import filter_form, requested_list
from delegations.lists.paper.list_pdf import MOST_ROWS
from delegations.lists.query_strings import as_query_string
from delegations.models import BackgroundExport
from events.models import Event

# In seconds.
_AGAIN_AFTER = 3
# A file that has waited for so long has no worker: the page says so.
_NOBODY_WORKS = timedelta(minutes=1)


def offer(
    request: AuthenticatedHttpRequest,
    form: AttendeeFilterForm,
    rights: frozenset[Right],
    file_format: str,
    row_count: int,
) -> HttpResponse:
    """Offer a list that is too long to wait for: a button requests it from the worker."""
    context = {
        "event": form.event,
        "row_count": row_count,
        "title": requested_list(form).title or _("Attendees"),
        "words": form.in_words(),
        "query": as_query_string(cast("QueryDict", form.data)),
        "reason": form.cleaned_data["reason"],
        "file_format": file_format,
        "format_name": ListFormat(file_format).label,
    }
    return render(request, "staff/lists/export_offer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EXPORT)
def exports(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List the reader's files and their progress; a POST requests one."""
    if request.method == "POST":
        with fallback_order(event.languages):
            return _ask(request, event, rights)
    rows = list(BackgroundExport.objects.asked_by(request.user, event).select_related("log"))
    is_live = any(row.is_unfinished for row in rows) and "still" not in request.GET
    late = timezone.now() - _NOBODY_WORKS
    context = {
        "event": event,
        "exports": rows,
        "is_live": is_live,
        "nobody_works": any(
            row.state == ExportState.WAITING and row.asked_at < late for row in rows
        ),
    }
    response = render(request, "staff/lists/exports.html", context)
    if is_live:
        response.headers["Refresh"] = str(_AGAIN_AFTER)
    return response


def _ask(request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]) -> HttpResponse:
    query = _chosen(request.POST)
    file_format = request.POST.get("format", "")
    if file_format not in CONTENT_TYPES:
        return redirect("staff:attendees", event.slug)
    form = filter_form(query, event, rights)
    row_count = requested_list(form).queryset().count() if form.is_valid() else 0
    is_too_long = file_format == ListFormat.PDF and row_count > MOST_ROWS
    if not form.is_valid() or form.lacks_reason() or is_too_long:
        return _back_to_list(request, event, form, query)
    try:
        ask_for_export(
            event=event,
            by=request.user,
            query=_plain(query, form),
            file_format=file_format,
            title=requested_list(form).title or _("Attendees"),
            language=get_language() or "en",
            needs=form.needed_rights(),
            row_count=row_count,
        )
    except TooManyExports:
        text = _("You have reached the maximum number of files. Wait for one or delete one.")
        messages.error(request, text)
    return redirect("staff:exports", event.slug)


def _back_to_list(
    request: AuthenticatedHttpRequest, event: Event, form: AttendeeFilterForm, query: QueryDict
) -> HttpResponse:
    # The list says what is wrong with a filter; of the reason it knows nothing.
    if form.is_valid() and form.lacks_reason():
        messages.error(request, _("Give a reason for including the sensitive columns."))
    path = reverse("staff:attendees", args=[event.slug])
    return redirect(f"{path}?{as_query_string(query)}")


def _chosen(data: QueryDict) -> QueryDict:
    """The choices of the offered list, with the reason."""
    query = QueryDict(data.get("query", ""), mutable=True)
    query.pop("reason", None)
    if reason := data.get("reason", ""):
        query["reason"] = reason
    return query


def _plain(query: QueryDict, form: AttendeeFilterForm) -> str:
    """The choices, without parameters that the form does not know."""
    plain = QueryDict(mutable=True)
    for name in form.fields:
        if name in query:
            plain.setlist(name, query.getlist(name))
    return plain.urlencode()


@require_safe
@staff_page(Right.EXPORT)
def export_file(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponseBase:
    """Answer with the finished file, if its owner still has the rights to it."""
    rows = BackgroundExport.objects.asked_by(request.user, event).ready(timezone.now())
    export = get_object_or_404(rows.select_related("event", "by"), guid=guid)
    if not may_download(export):
        raise PermissionDenied
    return stored_file_response(
        export.stored,
        as_attachment=True,
        filename=export.file_name,
        content_type=CONTENT_TYPES[ListFormat(export.file_format)],
    )


@require_POST
@staff_page(Right.EXPORT)
def export_delete(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Delete the request and its file."""
    rows = BackgroundExport.objects.asked_by(request.user, event)
    drop_export(export=get_object_or_404(rows, guid=guid))
    messages.success(request, _("The file has been deleted."))
    return redirect("staff:exports", event.slug)
