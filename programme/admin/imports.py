"""The programme out as a table and back in: upload, columns, preview, apply, undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.http import user_of
from accounts.roles import Right
from core.files.downloads import file_name, stream_download
from core.tables import TableRefused
from core.tables.forms import TableFileForm
from events.choices import ImportState
from events.import_kinds import KINDS
from events.imports import files, services
from events.imports.forms import ColumnsForm
from events.imports.outcomes import apply_and_say, undo_and_say
from events.imports.preview import MOST_SHOWN, preview_of
from events.imports.undo import CannotUndoAll
from events.models import Event, ImportBatch
from events.permissions import importable_events, may_import
from events.scoped_admin import ScopedAdmin, link
from programme.choices import ImportKind


@admin.register(ImportBatch)
class ImportBatchAdmin(ScopedAdmin):
    """The imports: a record, with the pages that make one."""

    view_right = Right.VIEW_DRAFT
    list_display = ("file_name", "kind", "event", "state", "uploaded_at", "uploaded_by")
    list_filter = ("event", "kind", "state")
    search_fields = ("file_name",)
    list_select_related = ("event", "uploaded_by")
    readonly_fields = (
        "pages", "event", "kind", "file_name", "digest", "state", "uploaded_at", "uploaded_by",
        "applied_at", "applied_by", "undone_at", "undone_by",
    )  # fmt: skip
    change_list_template = "admin/programme/import_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those of the programme, without the tables themselves: the list needs none."""
        rows = super().get_queryset(request).filter(kind__in=ImportKind.values)
        return rows.defer("table", "done")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The way to the pages of an import is shown to those whom they open to."""
        is_open = obj is not None and may_import(user_of(request), obj.event, obj.kind)
        return [one for one in self.readonly_fields if is_open or one != "pages"]

    @admin.display(description=_("pages"))
    def pages(self, batch: ImportBatch) -> str:
        """The way to the preview, or to what was done."""
        return link(reverse("admin:programme_import", args=[batch.pk]), _("Open the import"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by uploading only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False

    def get_urls(self) -> Any:
        """The steps of an import, beside the admin's own."""
        wrap: Callable[..., Any] = self.admin_site.admin_view
        about, one = "<int:event_pk>/<str:kind>", "<int:pk>/import"
        own = [
            path(f"{about}/upload/", wrap(self.upload), name="programme_import_upload"),
            path(f"{about}/template/", wrap(self.template), name="programme_import_template"),
            path(f"{about}/export.<str:form>", wrap(self.export), name="programme_export"),
            path(f"{one}/", wrap(self.preview), name="programme_import"),
            path(f"{one}/columns/", wrap(self.columns), name="programme_import_columns"),
            path(f"{one}/apply/", wrap(require_POST(self.apply)), name="programme_import_apply"),
            path(f"{one}/undo/", wrap(require_POST(self.undo)), name="programme_import_undo"),
        ]
        return [*own, *super().get_urls()]

    # --- Before an import -------------------------------------------------------------------------

    def upload(self, request: HttpRequest, event_pk: int, kind: str) -> HttpResponse:
        """Choose a file."""
        if kind not in ImportKind.values:
            raise Http404
        event = get_object_or_404(importable_events(user_of(request), kind), pk=event_pk)
        form = TableFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                batch = services.upload_table(
                    event=event, kind=kind, by=user_of(request), **form.cleaned_data
                )
            except TableRefused as refused:
                form.refuse(refused)
            else:
                needs = services.mapping_of(batch).needs_a_choice
                return redirect(f"admin:programme_import{'_columns' if needs else ''}", batch.pk)
        title = _("Import: %s") % ImportKind(kind).label
        context = {"form": form, "event": event, "kind": kind, "fields": KINDS[kind].fields}
        return self._page(request, "import_upload", title, context)

    def template(self, request: HttpRequest, event_pk: int, kind: str) -> StreamingHttpResponse:
        """An empty table with its headers explained."""
        event = self._event_of(request, event_pk, kind)
        return _download(files.template_file(kind), event, f"{kind}-template", "xlsx")

    def export(
        self, request: HttpRequest, event_pk: int, kind: str, form: str
    ) -> StreamingHttpResponse:
        """All rows of a kind as a file that an import takes back."""
        event = self._event_of(request, event_pk, kind)
        if form not in files.CONTENT_TYPES:
            raise Http404
        return _download(files.export_rows(event, kind, form), event, kind, form)

    def _event_of(self, request: HttpRequest, event_pk: int, kind: str) -> Event:
        events = Event.objects.with_right(user_of(request), Right.VIEW_DRAFT)
        event = get_object_or_404(events, pk=event_pk)
        if kind not in ImportKind.values:
            raise Http404
        return event

    # --- One import -------------------------------------------------------------------------------

    def columns(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which column holds which field."""
        batch = self._waiting(request, pk)
        mapping, fields = services.mapping_of(batch), KINDS[batch.kind].fields
        form = ColumnsForm(request.POST or None, mapping, fields, batch.grid)
        if request.method == "POST" and form.is_valid():
            services.choose_columns(batch=batch, chosen=form.chosen, by=user_of(request))
            return redirect("admin:programme_import", batch.pk)
        context = {"batch": batch, "mapping": mapping, "form": form}
        return self._page(request, "import_columns", _("What the columns hold"), context)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What applying would do; after it, what was done."""
        batch = self._batch(request, pk)
        if batch.state != ImportState.PREVIEWED:
            context = {"batch": batch, "shown": batch.done[:MOST_SHOWN]}
            return self._page(request, "import_done", batch.file_name, context)
        mapping = services.mapping_of(batch)
        if mapping.missing:
            return redirect("admin:programme_import_columns", batch.pk)
        plan = services.plan_import(batch, user_of(request))
        shown = preview_of(batch, plan, request.GET.get("verdict", ""))
        context = {"batch": batch, "mapping": mapping, **shown}
        return self._page(request, "import_preview", batch.file_name, context)

    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write all of it, if the draft is still what was previewed."""
        batch = self._batch(request, pk)
        apply_and_say(
            request, batch, user_of(request),
            moved=_("The draft has changed since you looked. Nothing is imported yet: look at the "
                    "new preview."),
            done=_("Imported. Visitors see it once the agenda is published."),
        )  # fmt: skip
        return redirect("admin:programme_import", pk)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take all of it back; where somebody has changed a row since, ask first."""
        batch = self._batch(request, pk)
        try:
            undo_and_say(request, batch, user_of(request))
        except CannotUndoAll as error:
            context = {"batch": batch, "kept": error.kept}
            return self._page(request, "import_undo", _("Undo the import"), context)
        return redirect("admin:programme_import", pk)

    def _batch(self, request: HttpRequest, pk: int) -> ImportBatch:
        batches = ImportBatch.objects.visible_to(user_of(request)).select_related(
            "event", "uploaded_by", "applied_by", "undone_by"
        )
        batch = get_object_or_404(batches, pk=pk, kind__in=ImportKind.values)
        if not may_import(user_of(request), batch.event, batch.kind):
            raise Http404
        return batch

    def _waiting(self, request: HttpRequest, pk: int) -> ImportBatch:
        batch = self._batch(request, pk)
        if batch.state != ImportState.PREVIEWED:
            raise Http404
        return batch

    def _page(
        self, request: HttpRequest, name: str, title: Any, context: dict[str, Any]
    ) -> HttpResponse:
        own = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/programme/{name}.html", own | context)


def _download(pieces: Any, event: Event, name: str, form: str) -> StreamingHttpResponse:
    at = timezone.localtime(timezone=event.zone)
    named = file_name(event.slug, name, form, at)
    return stream_download(pieces, named, files.CONTENT_TYPES[form])
