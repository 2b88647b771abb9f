"""The steps of an import as pages: upload, columns, preview, apply, undo.

Each part of the site that imports tables has a subclass of `ImportPages` with its differences; its
views find the event or the import for the person and pass it on.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import user_of
from accounts.models import User
from core.files.downloads import file_name, stream_download
from core.tables import TableRefused
from core.tables.forms import TableFileForm
from events.choices import TO_REVIEW, ImportState
from events.import_kinds import KINDS
from events.imports import files, services
from events.imports.corrections import correction_file
from events.imports.forms import ColumnsForm, ValuesForm
from events.imports.outcomes import (
    add_and_say,
    apply_and_say,
    apply_good_rows_and_say,
    import_now_and_say,
    start_and_say,
    undo_and_say,
    undo_now_and_say,
)
from events.imports.preview import MOST_SHOWN, preview_of
from events.imports.queue import is_late, is_long
from events.imports.undo import CannotUndoAll
from events.imports.values import choose_values, find_unknown_values, load_choices
from events.imports.workbooks import load_sheets, upload_sheets
from events.models import Event, ImportBatch
from events.permissions import may_import
from events.querysets import ImportBatchQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ImportPages(ABC):
    """The pages for imports of some kinds, in one part of the site.

    The pages extend `base_template`, which frames the blocks `step` and `rows`; the rows of a
    preview are rendered by `rows_template`.
    """

    # In the order in which they build on one another.
    kinds: ClassVar[Sequence[str]]
    base_template: ClassVar[str]
    rows_template: ClassVar[str]
    upload_template: ClassVar[str]
    # What is said where the table holds nothing new, and where the data has changed since the
    # preview.
    nothing_new: ClassVar["StrOrPromise"]
    moved: ClassVar["StrOrPromise"]

    @abstractmethod
    def urls(self, event: Event, kind: str, pk: int | None = None) -> dict[str, str]:
        """The URL of each step: `upload`, and those of the import `pk` by the names below."""

    @abstractmethod
    def outcome(self, batch: ImportBatch) -> "StrOrPromise":
        """The message once everything has been imported."""

    def frame(self, request: HttpRequest) -> dict[str, object]:
        """The context of `base_template` besides the event and the title."""
        return {}

    def batches(self, request: HttpRequest) -> ImportBatchQuerySet:
        """The imports that the person may see, with the figures shown by the pages."""
        rows = ImportBatch.objects.visible_to(user_of(request)).filter(kind__in=self.kinds)
        return rows.select_related("event", "uploaded_by", "applied_by", "undone_by")

    def batch(self, request: HttpRequest, **of: Any) -> ImportBatch:
        """One import, for people who may make such an import; otherwise 404."""
        batch: ImportBatch = get_object_or_404(self.batches(request), **of)
        if not may_import(user_of(request), batch.event, batch.kind):
            raise Http404
        return batch

    # --- The steps --------------------------------------------------------------------------------

    def upload(
        self, request: HttpRequest, event: Event, kind: str, context: dict[str, object]
    ) -> HttpResponse:
        """Choose a file; `context` is what `upload_template` needs besides its title."""
        form = TableFileForm(request.POST or None, request.FILES or None)
        if len(self.kinds) > 1:
            form.fields["sheet"].help_text = _("Leave empty to read every sheet.")
        if request.method == "POST" and form.is_valid():
            by = user_of(request)
            try:
                sheets = upload_sheets(
                    event=event, kinds=self.kinds, kind=kind, by=by, **form.cleaned_data
                )
            except TableRefused as refused:
                form.refuse(refused)
            else:
                if sheets.unread:
                    unread = ", ".join(sheets.unread)
                    messages.info(request, _("Sheets that were not read: %s.") % unread)
                return self._begin(sheets.batches[0], by)
        own = {
            **self.frame(request),
            "pages": self,
            "event": event,
            "kind": kind,
            "form": form,
            "urls": self.urls(event, kind),
            "fields": KINDS[kind].fields_for(event),
        }
        status = 400 if form.errors else 200
        return render(request, self.upload_template, own | context, status=status)

    def columns(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Choose the field of each column."""
        if batch.state != ImportState.PREVIEWED:
            raise Http404
        mapping, fields = services.mapping_of(batch), KINDS[batch.kind].fields_for(batch.event)
        form = ColumnsForm(request.POST or None, mapping, fields, batch.grid)
        if request.method == "POST" and form.is_valid():
            services.choose_columns(batch=batch, chosen=form.chosen, by=user_of(request))
            return self._go(batch, _below(batch, user_of(request)))
        context: dict[str, object] = {
            "title": _("What the columns contain"),
            "mapping": mapping,
            "form": form,
        }
        return self._page(request, batch, "columns", context, 400 if form.errors else 200)

    def values(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Choose the meaning of unknown values."""
        if batch.state != ImportState.PREVIEWED:
            raise Http404
        if services.mapping_of(batch).missing:
            return self._go(batch, "columns")
        by = user_of(request)
        unknown = find_unknown_values(batch, services.plan_import(batch, by, {}), by)
        if not unknown:
            return self._go(batch, "preview")
        form = ValuesForm(request.POST or None, unknown, load_choices(batch))
        if request.method == "POST" and form.is_valid():
            choose_values(batch=batch, chosen=form.chosen, by=by)
            add_and_say(request, batch, by, form.to_add)
            return self._go(batch, "preview")
        context: dict[str, object] = {"title": _("What the values mean"), "form": form}
        return self._page(request, batch, "values", context, 400 if form.errors else 200)

    def preview(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Show what applying would do; after that, what was done."""
        title = {"title": batch.file_name}
        if batch.is_unfinished:
            done, total = batch.progress
            is_late_now = is_late(batch, timezone.now())
            context = {**title, "is_late": is_late_now, "done": done, "total": total}
            return self._page(request, batch, "progress", context)
        if batch.state not in TO_REVIEW:
            # Of a short table it was said when the button was pressed.
            is_applied = batch.state == ImportState.APPLIED and not batch.stop_reason
            shown = {
                "outcome": self.outcome(batch) if is_applied and batch.is_by_worker else "",
                "shown": batch.done[:MOST_SHOWN],
                "kept": [entry for entry in batch.done if entry.get("is_kept")],
            }
            return self._page(request, batch, "done", title | shown)
        mapping = services.mapping_of(batch)
        if mapping.missing:
            return self._go(batch, "columns")
        plan = services.plan_import(batch, user_of(request))
        context = {
            **title,
            **preview_of(batch, plan, request.GET.get("verdict", "")),
            "mapping": mapping,
            "is_long": is_long(batch),
            "may_have_back": _may_have_back(batch, user_of(request)),
        }
        return self._page(request, batch, "preview", context)

    def apply(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Apply the table, or its rows without errors, if they are as they were in the preview."""
        by = user_of(request)
        if "now" in request.POST:
            import_now_and_say(request, batch)
            return self._go(batch, "preview")
        if is_long(batch):
            start_and_say(request, batch, by, moved=self.moved)
            return self._go(batch, "preview")
        if "good" in request.POST:
            rest = apply_good_rows_and_say(request, batch, by, moved=self.moved, done=self.outcome)
            return self._go(rest or batch, "preview")
        apply_and_say(request, batch, by, moved=self.moved, done=self.outcome)
        batch.refresh_from_db(fields=["state"])
        later = self._later(batch) if batch.state == ImportState.APPLIED else None
        return self._begin(later, by) if later else self._go(batch, "preview")

    def errors(self, request: HttpRequest, batch: ImportBatch) -> StreamingHttpResponse:
        """The rows with errors as a file; a table about people goes to who sent it alone."""
        by = user_of(request)
        if batch.state != ImportState.PREVIEWED or not _may_have_back(batch, by):
            raise Http404
        plan, mapping = services.plan_import(batch, by), services.mapping_of(batch)
        pieces = correction_file(batch, plan, mapping)
        return _download(batch.event, pieces, f"{batch.kind}-to-correct", "xlsx")

    def undo(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Undo the import; ask first if somebody has changed a row since."""
        if "now" in request.POST:
            undo_now_and_say(request, batch)
            return self._go(batch, "preview")
        try:
            undo_and_say(request, batch, user_of(request))
        except CannotUndoAll as error:
            context: dict[str, object] = {"title": _("Undo the import"), "kept": error.kept}
            return self._page(request, batch, "undo", context)
        return self._go(batch, "preview")

    def _later(self, batch: ImportBatch) -> ImportBatch | None:
        """The next sheet of the same file that waits."""
        sheets = load_sheets(batch, self.kinds)
        later = sheets[sheets.index(batch) + 1 :] if sheets else []
        return next((sheet for sheet in later if sheet.state == ImportState.PREVIEWED), None)

    def _begin(self, batch: ImportBatch, by: User) -> HttpResponse:
        """The first step of an upload at which something is to be decided."""
        needs_a_choice = services.mapping_of(batch).needs_a_choice
        return self._go(batch, "columns" if needs_a_choice else _below(batch, by))

    def _go(self, batch: ImportBatch, step: str) -> HttpResponse:
        return redirect(self.urls(batch.event, batch.kind, batch.pk)[step])

    def _page(
        self,
        request: HttpRequest,
        batch: ImportBatch,
        name: str,
        context: dict[str, object],
        status: int = 200,
    ) -> HttpResponse:
        own = {
            **self.frame(request),
            "pages": self,
            "event": batch.event,
            "batch": batch,
            "urls": self.urls(batch.event, batch.kind, batch.pk),
            "sheets": [
                (sheet, self.urls(sheet.event, sheet.kind, sheet.pk)["preview"])
                for sheet in load_sheets(batch, self.kinds)
            ],
        }
        return render(request, f"imports/{name}.html", own | context, status=status)


def _below(batch: ImportBatch, by: User) -> str:
    """The step after the columns: the values if one is unknown, otherwise the preview."""
    if not KINDS[batch.kind].values:
        return "preview"
    unknown = find_unknown_values(batch, services.plan_import(batch, by), by)
    return "values" if unknown else "preview"


def _may_have_back(batch: ImportBatch, by: User) -> bool:
    return not KINDS[batch.kind].is_personal or batch.uploaded_by_id == by.pk


def template(event: Event, kind: str) -> StreamingHttpResponse:
    """An empty table with its headers explained."""
    return _download(event, files.template_file(event, kind), f"{kind}-template", "xlsx")


def export(event: Event, kind: str, file_format: str) -> StreamingHttpResponse:
    """Answer with all rows of a kind as a file that an import reads back."""
    return _download(event, files.export_rows(event, kind, file_format), kind, file_format)


def _download(
    event: Event, pieces: Iterator[bytes], name: str, file_format: str
) -> StreamingHttpResponse:
    at = timezone.localtime(timezone=event.zone)
    named = file_name(event.slug, name, file_format, at)
    return stream_download(pieces, named, files.CONTENT_TYPES[file_format])
