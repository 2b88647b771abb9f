"""The focal points' pages for importing people from a table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.files.downloads import XLSX, stream_download
from core.tables import TableRefused
from core.tables.forms import TableFileForm
from delegations.models import FocalPoint
from delegations.registration.focal_import import (
    OWN_FIELDS,
    choose_own,
    enter_own,
    open_own,
    read_own,
)
from delegations.registration.services import QuotaExceeded, RegistrationClosed, is_open
from delegations.registration.views.focal_access import focal_answer, focal_page
from delegations.registration.views.save_entry import too_many
from events.imports.files import table_to_fill_in
from events.imports.forms import ValuesForm
from events.imports.preview import table_of
from events.imports.services import HasErrors, PreviewMoved


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def import_own(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Upload a table, preview it, say what its unknown values mean, and apply it."""
    if request.method == "POST" and "table" in request.POST:
        is_choice = "values" in request.POST
        return _choose_values(request, focal_point) if is_choice else _enter(request, focal_point)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sealed = read_own(focal_point=focal_point, **form.cleaned_data)
        except TableRefused as refused:
            form.refuse(refused)
        else:
            return _preview(request, focal_point, sealed)
    context = {"form": form, "fields": OWN_FIELDS, "is_open": is_open(focal_point.delegation)}
    return focal_answer(
        request, "focal/import.html", focal_point, context, 400 if form.errors else 200
    )


def _preview(
    request: HttpRequest, focal_point: FocalPoint, sealed: str, status: int = 200
) -> HttpResponse:
    table = open_own(focal_point=focal_point, sealed=sealed)
    context: dict[str, object] = {
        "sealed": sealed,
        "mapping": table.mapping,
        "plan": table.plan,
        "values": ValuesForm(None, table.unknown, table.choices),
        "table": table_of(table.plan.by_urgency),
        "is_open": is_open(focal_point.delegation),
    }
    return focal_answer(request, "focal/import_preview.html", focal_point, context, status)


def _choose_values(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Preview the table again, with what its unknown values mean."""
    sealed = request.POST["table"]
    try:
        table = open_own(focal_point=focal_point, sealed=sealed)
        form = ValuesForm(request.POST, table.unknown, table.choices)
        if form.is_valid():
            sealed = choose_own(focal_point=focal_point, sealed=sealed, choices=form.choices)
        return _preview(request, focal_point, sealed, 200 if form.is_valid() else 400)
    except PreviewMoved:
        return _say_moved(request)


def _say_moved(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _(
            "The data has changed since you saw the preview. Nothing has been imported: upload "
            "the table again."
        ),
    )
    return redirect("focal:import")


def _enter(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    sealed, reviewed = request.POST["table"], request.POST.get("reviewed", "")
    try:
        plan = enter_own(focal_point=focal_point, sealed=sealed, reviewed=reviewed)
    except RegistrationClosed:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    except QuotaExceeded as error:
        messages.error(request, too_many(error))
        return redirect("focal:import")
    except (PreviewMoved, HasErrors):
        return _say_moved(request)
    else:
        count = len(plan.to_write)
        text = ngettext(
            "%d person has been added or updated.", "%d people have been added or updated.", count
        )
        messages.success(request, text % count)
    return redirect("focal:overview")


@require_safe
@focal_page
def template(request: HttpRequest, focal_point: FocalPoint) -> StreamingHttpResponse:
    """Answer with an empty table whose headers are explained."""
    pieces = table_to_fill_in(OWN_FIELDS, _("People"))
    return stream_download(pieces, f"people-{focal_point.delegation.event.slug}.xlsx", XLSX)
