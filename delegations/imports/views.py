"""A table of people comes in: upload, columns, preview, apply, undo. And goes out to come back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.files.downloads import file_name, stream_download
from core.tables import TableRefused
from core.tables.forms import TableFileForm
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.imports.kinds import PEOPLE
from delegations.lists.log import log_export
from delegations.models import Attendee
from events.choices import ImportState
from events.import_kinds import KINDS
from events.imports import files, services
from events.imports.forms import ColumnsForm
from events.imports.outcomes import apply_and_say, undo_and_say
from events.imports.preview import MOST_SHOWN, preview_of
from events.imports.undo import CannotUndoAll
from events.models import Event, ImportBatch

_Rights = frozenset[Right]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def imports(request: AuthenticatedHttpRequest, event: Event, rights: _Rights) -> HttpResponse:
    """Send a table, and find those that were sent."""
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.upload_table(
                event=event, kind=PEOPLE, by=request.user, **form.cleaned_data
            )
        except TableRefused as refused:
            form.refuse(refused)
        else:
            step = "import-columns" if services.mapping_of(batch).needs_a_choice else "import"
            return redirect(f"staff:{step}", event.slug, batch.pk)
    context = {
        "title": _("Import people"),
        "form": form,
        "fields": KINDS[PEOPLE].fields,
        "batches": _batches(request, event).defer("table", "done")[:MOST_SHOWN],
        "can_export": _may_export(rights),
    }
    return _page(request, event, "imports", context, 400 if form.errors else 200)


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def template(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights
) -> StreamingHttpResponse:
    """An empty table with its headers explained."""
    return _download(event, files.template_file(PEOPLE), "people-template", "xlsx")


@require_POST
@staff_page(Right.EXPORT)
def export(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, file_format: str
) -> StreamingHttpResponse:
    """Everybody as a table that comes back unchanged; in the log before its first byte is made."""
    if not _may_export(rights):
        raise PermissionDenied
    kind = KINDS[PEOPLE]
    log_export(
        event=event, by=request.user, list_name="people-import", file_format=file_format,
        filters={}, order="alphabetical",
        columns=[one.key for one in kind.fields if one.key not in kind.apart],
        row_count=Attendee.objects.of_event(event).count(), has_sensitive_columns=False,
    )  # fmt: skip
    return _download(event, files.export_rows(event, PEOPLE, file_format), PEOPLE, file_format)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def columns(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, pk: int
) -> HttpResponse:
    """Say which column holds which field."""
    batch = get_object_or_404(_batches(request, event), pk=pk, state=ImportState.PREVIEWED)
    mapping = services.mapping_of(batch)
    form = ColumnsForm(request.POST or None, mapping, KINDS[PEOPLE].fields, batch.grid)
    if request.method == "POST" and form.is_valid():
        services.choose_columns(batch=batch, chosen=form.chosen, by=request.user)
        return redirect("staff:import", event.slug, batch.pk)
    context = {
        "title": _("What the columns hold"), "batch": batch, "mapping": mapping, "form": form,
    }  # fmt: skip
    return _page(request, event, "import_columns", context, 400 if form.errors else 200)


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def preview(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, pk: int
) -> HttpResponse:
    """What applying would do; after it, what was done."""
    batch = get_object_or_404(_batches(request, event), pk=pk)
    context: dict[str, Any] = {"title": batch.file_name, "batch": batch}
    if batch.state != ImportState.PREVIEWED:
        return _page(request, event, "import_done", {**context, "shown": batch.done[:MOST_SHOWN]})
    mapping = services.mapping_of(batch)
    if mapping.missing:
        return redirect("staff:import-columns", event.slug, batch.pk)
    plan = services.plan_import(batch, request.user)
    shown = preview_of(batch, plan, request.GET.get("verdict", ""))
    return _page(request, event, "import", {**context, "mapping": mapping, **shown})


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def apply(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, pk: int
) -> HttpResponse:
    """Write all of it, if what is entered is still what was previewed."""
    batch = get_object_or_404(_batches(request, event), pk=pk)
    apply_and_say(
        request, batch, request.user,
        moved=_("The data has changed since you saw the preview. Nothing has been "
"imported: check the new preview."),
        done=_("Imported. New people are drafts until they are submitted."),
    )  # fmt: skip
    return redirect("staff:import", event.slug, pk)


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def take_back(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, pk: int
) -> HttpResponse:
    """Take all of it back; where somebody has changed a row since, ask first."""
    batch = get_object_or_404(_batches(request, event), pk=pk)
    try:
        undo_and_say(request, batch, request.user)
    except CannotUndoAll as error:
        context = {"title": _("Undo the import"), "batch": batch, "kept": error.kept}
        return _page(request, event, "import_undo", context)
    return redirect("staff:import", event.slug, pk)


def _batches(request: AuthenticatedHttpRequest, event: Event) -> Any:
    rows = ImportBatch.objects.visible_to(request.user).filter(event=event, kind=PEOPLE)
    return rows.select_related("event", "uploaded_by", "applied_by", "undone_by")


def _may_export(rights: _Rights) -> bool:
    return {Right.EXPORT, Right.EDIT_PEOPLE, Right.VIEW_CONTACTS} <= rights


def _page(
    request: AuthenticatedHttpRequest,
    event: Event,
    name: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    with fallback_order(event.languages):
        return render(request, f"staff/{name}.html", {"event": event, **context}, status=status)


def _download(event: Event, pieces: Any, name: str, form: str) -> StreamingHttpResponse:
    at = timezone.localtime(timezone=event.zone)
    named = file_name(event.slug, name, form, at)
    return stream_download(pieces, named, files.CONTENT_TYPES[form])
