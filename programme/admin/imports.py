"""The programme out as a table and back in: the record of imports, and the pages that make one."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.http import user_of
from accounts.roles import Right
from events.admin_base.admin_links import link
from events.admin_base.scoped_admin import ScopedAdmin
from events.imports import files, pages
from events.models import Event, ImportBatch
from events.permissions import importable_events, may_import
from programme.choices import ImportKind
from programme.imports.outcome import describe_outcome

_STEPS = {
    "preview": "",
    "columns": "_columns",
    "values": "_values",
    "errors": "_errors",
    "apply": "_apply",
    "undo": "_undo",
}


class _ProgrammePages(pages.ImportPages):
    """Imports of the programme, among the organizers' pages."""

    kinds = ImportKind.values
    base_template = "admin/programme/import_base.html"
    rows_template = "admin/programme/_import_rows.html"
    upload_template = "admin/programme/import_upload.html"
    nothing_new = _("There is nothing to import: the draft already contains all of this.")
    moved = _(
        "The draft has changed since this preview. Nothing has been imported: check the new "
        "preview."
    )

    def urls(self, event: Event, kind: str, pk: int | None = None) -> dict[str, str]:
        """The pages beside the list of imports."""
        urls = {"upload": reverse("admin:programme_import_upload", args=[event.pk, kind])}
        if pk is not None:
            for step, name in _STEPS.items():
                urls[step] = reverse(f"admin:programme_import{name}", args=[pk])
        return urls

    def outcome(self, batch: ImportBatch) -> str:
        """What visitors will see of it."""
        return describe_outcome(batch)

    def frame(self, request: HttpRequest) -> dict[str, object]:
        """What the pages of the admin need."""
        return {**admin.site.each_context(request), "opts": ImportBatch._meta}


_PAGES = _ProgrammePages()


@admin.register(ImportBatch)
class ImportBatchAdmin(ScopedAdmin):
    """The imports: a record, with the pages that make one."""

    view_right = Right.VIEW_DRAFT
    list_display = ("file_name", "kind", "event", "state", "progress", "uploaded_at", "uploaded_by")
    list_filter = ("event", "kind", "state")
    search_fields = ("file_name",)
    list_select_related = ("event", "uploaded_by")
    readonly_fields = (
        "pages",
        "event",
        "kind",
        "file_name",
        "digest",
        "state",
        "progress",
        "stop_reason",
        "uploaded_at",
        "uploaded_by",
        "applied_at",
        "applied_by",
        "undone_at",
        "undone_by",
    )
    change_list_template = "admin/programme/import_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        """Those of the programme, without the tables themselves: the list needs none."""
        batches = ImportBatch.objects.filter(kind__in=ImportKind.values)
        return self.narrowed(request, batches.defer("table", "done"))

    def get_fields(self, request: HttpRequest, obj: ImportBatch | None = None) -> tuple[str, ...]:
        """The way to the pages of an import is shown to those whom they open to."""
        is_open = obj is not None and may_import(user_of(request), obj.event, obj.kind)
        return tuple(name for name in self.readonly_fields if is_open or name != "pages")

    @admin.display(description=_("rows imported"))
    def progress(self, batch: ImportBatch) -> str:
        """How many rows are imported, and how many were to be."""
        if not batch.rows_total:
            return ""
        return _("%(done)s of %(total)s") % {"done": batch.rows_done, "total": batch.rows_total}

    @admin.display(description=_("pages"))
    def pages(self, batch: ImportBatch) -> str:
        """The way to the preview, or to what was done."""
        return link(reverse("admin:programme_import", args=[batch.pk]), _("Open the import"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by uploading only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The steps of an import, beside the admin's own."""
        wrap = self.admin_site.admin_view
        apply, undo = require_POST(_step(_PAGES.apply)), require_POST(_step(_PAGES.undo))
        about, at = "<int:event_pk>/<str:kind>", "<int:pk>/import"
        own = [
            path(f"{about}/upload/", wrap(self.upload), name="programme_import_upload"),
            path(f"{about}/template/", wrap(self.template), name="programme_import_template"),
            path(f"{about}/export.<str:form>", wrap(self.export), name="programme_export"),
            path(f"{at}/", wrap(_step(_PAGES.preview)), name="programme_import"),
            path(f"{at}/columns/", wrap(_step(_PAGES.columns)), name="programme_import_columns"),
            path(f"{at}/values/", wrap(_step(_PAGES.values)), name="programme_import_values"),
            path(f"{at}/errors.xlsx", wrap(_step(_PAGES.errors)), name="programme_import_errors"),
            path(f"{at}/apply/", wrap(apply), name="programme_import_apply"),
            path(f"{at}/undo/", wrap(undo), name="programme_import_undo"),
        ]
        return [*own, *super().get_urls()]

    def upload(self, request: HttpRequest, event_pk: int, kind: str) -> HttpResponse:
        """Choose a file."""
        if kind not in ImportKind.values:
            raise Http404
        event = get_object_or_404(importable_events(user_of(request), kind), pk=event_pk)
        title = _("Import: %s") % ImportKind(kind).label
        return _PAGES.upload(request, event, kind, {"title": title})

    def template(self, request: HttpRequest, event_pk: int, kind: str) -> StreamingHttpResponse:
        """An empty table with its headers explained."""
        return pages.template(self._event_of(request, event_pk, kind), kind)

    def export(
        self, request: HttpRequest, event_pk: int, kind: str, form: str
    ) -> StreamingHttpResponse:
        """All rows of a kind as a file that an import takes back."""
        event = self._event_of(request, event_pk, kind)
        if form not in files.CONTENT_TYPES:
            raise Http404
        return pages.export(event, kind, form)

    def _event_of(self, request: HttpRequest, event_pk: int, kind: str) -> Event:
        events = Event.objects.with_right(user_of(request), Right.VIEW_DRAFT)
        event = get_object_or_404(events, pk=event_pk)
        if kind not in ImportKind.values:
            raise Http404
        return event


def _step(
    show: Callable[[HttpRequest, ImportBatch], HttpResponseBase],
) -> Callable[[HttpRequest, int], HttpResponseBase]:
    """The view of a step of one import."""
    return lambda request, pk: show(request, _PAGES.batch(request, pk=pk))
