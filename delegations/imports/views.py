"""Import people from a table, and export everybody as such a table."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from delegations.access.staff_pages import staff_page
from delegations.imports.kinds import PEOPLE
from delegations.lists.export_log import log_export
from delegations.models import Attendee
from events.import_kinds import KINDS
from events.imports import pages
from events.imports.preview import MOST_SHOWN
from events.models import Event, ImportBatch

_Rights = frozenset[Right]
_STEPS = {
    "preview": "",
    "columns": "-columns",
    "values": "-values",
    "errors": "-errors",
    "apply": "-apply",
    "undo": "-undo",
}


class _PeoplePages(pages.ImportPages):
    """Imports of people, among the staff pages."""

    kinds = (PEOPLE,)
    base_template = "staff/import_base.html"
    rows_template = "components/import_rows.html"
    upload_template = "staff/imports.html"
    nothing_new = gettext_lazy("There is nothing to import: all of this is entered already.")
    moved = gettext_lazy(
        "The data has changed since you saw the preview. Nothing has been imported: check the new "
        "preview."
    )

    def urls(self, event: Event, kind: str, pk: int | None = None) -> dict[str, str]:
        """The pages below `imports/` of the event."""
        urls = {"upload": reverse("staff:imports", args=[event.slug])}
        if pk is not None:
            for step, name in _STEPS.items():
                urls[step] = reverse(f"staff:import{name}", args=[event.slug, pk])
        return urls

    def outcome(self, batch: ImportBatch) -> str:
        """The same whatever it held."""
        return _("Imported. New people are drafts until they are submitted.")


_PAGES = _PeoplePages()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def imports(request: AuthenticatedHttpRequest, event: Event, rights: _Rights) -> HttpResponse:
    """Upload a table; list the uploaded ones."""
    batches = _PAGES.batches(request).filter(event=event).defer("table", "done")
    context = {
        "title": _("Import people"),
        "batches": batches[:MOST_SHOWN],
        "can_export": _may_export(rights),
    }
    return _PAGES.upload(request, event, PEOPLE, context)


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def template(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights
) -> StreamingHttpResponse:
    """Answer with an empty table whose headers are explained."""
    return pages.template(event, PEOPLE)


@require_POST
@staff_page(Right.EXPORT)
def export(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, file_format: str
) -> StreamingHttpResponse:
    """Answer with everybody as a table for another import; logged before the first byte."""
    if not _may_export(rights):
        raise PermissionDenied
    kind = KINDS[PEOPLE]
    log_export(
        event=event,
        by=request.user,
        list_name="people-import",
        file_format=file_format,
        filters={},
        order="alphabetical",
        columns=[field.key for field in kind.fields_for(event) if field.key not in kind.apart],
        row_count=Attendee.objects.of_event(event).count(),
        has_sensitive_columns=False,
    )
    return pages.export(event, PEOPLE, file_format)


def _step(
    show: Callable[[HttpRequest, ImportBatch], HttpResponseBase], *methods: str
) -> Callable[..., HttpResponseBase]:
    """The view of a step of one import of the event."""

    @require_http_methods(methods)
    @staff_page(Right.EDIT_PEOPLE)
    def view(
        request: AuthenticatedHttpRequest, event: Event, rights: _Rights, pk: int
    ) -> HttpResponseBase:
        return show(request, _PAGES.batch(request, event=event, pk=pk))

    return view


columns = _step(_PAGES.columns, "GET", "HEAD", "POST")
values = _step(_PAGES.values, "GET", "HEAD", "POST")
preview = _step(_PAGES.preview, "GET", "HEAD")
errors = _step(_PAGES.errors, "GET", "HEAD")
apply = _step(_PAGES.apply, "POST")
take_back = _step(_PAGES.undo, "POST")


def _may_export(rights: _Rights) -> bool:
    return {Right.EXPORT, Right.EDIT_PEOPLE, Right.VIEW_CONTACTS} <= rights
