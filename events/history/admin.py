"""Admin pages of rows with a history: changes, restoring a state, two editors at once.

Nothing is decided here: see `events.history.records` and `events.history.edit_guard`.
"""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalChanges

from accounts.http import user_of
from core.history import history_manager
from core.pages.fetched import is_fetched
from core.text.numbers import row_number
from events.history import edit_guard, records, typos
from events.history.cells import EditedCells
from events.history.undo import ChangedSince, undo
from events.models import Event

# The columns that the lists of all recorded rows can show.
AUTHORED = ("updated_at", "updated_by")
# Deletions that the page offers to take back, the newest first.
_SHOWN = 100


class RecordedAdmin(EditedCells):
    """A ScopedAdmin whose model has a `history`."""

    change_form_template = "admin/recorded_change_form.html"
    # Rows that can be brought back after they were deleted.
    is_recoverable: ClassVar[bool] = False

    class Media:
        js = (forms.Script("js/keep-typing.js", type="module"),)

    def offered_columns(self, request: HttpRequest) -> list[str]:
        """The columns, and who changed the row last, and when."""
        names = {field.name for field in self.opts.fields}
        own = super().offered_columns(request)
        return [*own, *(name for name in AUTHORED if name in names and name not in own)]

    def get_urls(self) -> list[URLPattern]:
        """The pages for restoring, besides the admin's own URLs."""
        wrap = self.admin_site.admin_view
        restore = require_POST(self.restore_view)
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("deleted/", wrap(self.deleted_view), name=f"{label}_deleted"),
            path("restore/<slug:token>/", wrap(restore), name=f"{label}_restore"),
            path("undo/<slug:token>/", wrap(require_POST(self.undo_view)), name=f"{label}_undo"),
        ]
        return [*own, *super().get_urls()]

    # --- Two editors ------------------------------------------------------------------------------

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row; locked while a submitted form is processed."""
        pk = row_number(object_id)
        if request.method == "POST" and connection.in_atomic_block and pk is not None:
            self.lock_row(pk)
        return super().get_object(request, object_id, from_field)

    def lock_row(self, pk: int) -> None:
        """Lock a row until the transaction ends."""
        self.model._base_manager.select_for_update(no_key=True).filter(pk=pk).first()

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> "type[forms.ModelForm[Any]]":
        """The form; one with an error if somebody else has saved in the meantime."""
        form = super().get_form(request, obj, change, **kwargs)
        if request.method != "POST" or obj is None or not kwargs.get("fields"):
            return form
        hidden = self.hidden_fields(request, obj)
        written = edit_guard.load_changes_since(request, obj, self.children, without=hidden)
        if not written:
            return form
        both = edit_guard.merge(request, form(instance=obj), obj)
        return _complaining(form, edit_guard.sentences(written), both)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the version that it was rendered from."""
        row = kwargs.get("obj")
        if row is not None:
            context["seen_name"] = edit_guard.SEEN
            context["seen_version"] = json.dumps(records.load_version(row, self.children))
            edited = (self.model, *(inline.model for inline in self.inlines))
            context["asks_for_typo"] = typos.asks_for_typo(edited)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; the record says whether only a typo was corrected."""
        typos.note_typo(request, [obj])
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: object, formset: Any, change: bool) -> None:
        """The same for the rows within."""
        typos.note_typo(request, [row.instance for row in formset.forms])
        super().save_formset(request, form, formset, change)

    # --- History ----------------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Show every change with its author, old and new value, and a link to restore it."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        hidden = self.hidden_fields(request, row)
        entries = records.load_history(row, self.children, without=hidden)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%s”") % row,
            "opts": self.opts,
            "object": row,
            "entries": entries,
            "can_restore": self.has_change_permission(request, row),
            "restore_name": self._name("restore"),
            "change_url": reverse(self._name("change"), args=[row.pk]),
            "list_url": reverse(self._name("changelist")),
        }
        return TemplateResponse(request, "admin/recorded/history.html", context)

    def hidden_fields(self, request: HttpRequest, row: object) -> frozenset[str]:
        """The fields of a row, past and present, that this person does not see."""
        return frozenset()

    def after_restore(self, row: Any) -> None:
        """Update what depends on a row after a state was restored."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list, with a link to its deleted rows."""
        context = dict(extra_context or {})
        if self.is_recoverable and self.has_change_permission(request):
            context["deleted_url"] = reverse(self._name("deleted"))
        return super().changelist_view(request, context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """List deleted rows that can be restored."""
        if not self.is_recoverable:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deleted: %s") % self.opts.verbose_name_plural,
            "opts": self.opts,
            "records": [records.entry_of(record) for record in self._deleted(request)[:_SHOWN]],
            "restore_name": self._name("restore"),
            "list_url": reverse(self._name("changelist")),
        }
        return TemplateResponse(request, "admin/recorded/deleted.html", context)

    def restore_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Restore a state of a row, of a deleted row, or of a row within one."""
        record = self._restorable(request, token)
        try:
            row = self._restore(request, record)
        except records.CannotRestore as error:
            messages.error(request, _("This cannot be restored. %s") % str(error))
            return redirect(self._name("changelist"))
        messages.success(request, _("“%s” has been restored.") % row)
        return redirect(self._name("change"), self._page_of(record))

    def undo_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take the newest change of a row back; refused where somebody has changed it since."""
        record = self._restorable(request, token)
        try:
            row = undo(record=record, by=user_of(request))
            self.after_restore(row)
            is_done, message = True, str(_("“%s” has been restored.") % row)
        except ChangedSince:
            is_done, message = False, str(_("Not undone: somebody has changed this since."))
        except records.CannotRestore as error:
            is_done, message = False, str(_("This cannot be restored. %s") % str(error))
        if is_fetched(request):
            return JsonResponse({"message": message})
        messages.add_message(request, messages.SUCCESS if is_done else messages.WARNING, message)
        return redirect(self._name("changelist"))

    @transaction.atomic
    def _restore(self, request: HttpRequest, record: HistoricalChanges) -> Model:
        """Restore `record`, unless this person may not change the row."""
        key = self._page_of(record)
        self.lock_row(key)
        by = user_of(request)
        row = records.restore(record=record, by=by, children=self.children)
        page = self.model._default_manager.get(pk=key)
        if not self.has_change_permission(request, page):
            raise Http404
        self.after_restore(page)
        return row

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, recording the author."""
        obj.deleted_by = request.user
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Model]) -> None:
        """Delete one by one, so that each deletion is recorded with its author."""
        for row in queryset:
            self.delete_model(request, row)

    def _deleted(self, request: HttpRequest) -> HistoricalQuerySet:
        gone = (
            history_manager(self.model)
            .filter(history_type=records.DELETED)
            .exclude(id__in=self.model._base_manager.values("pk"))
        )
        events = Event.objects.with_right(user_of(request), self.edit_right)
        return (
            gone.filter(**{f"{self.event_path}__in": events})
            .select_related("history_user")
            .order_by("-history_date")
        )

    def _restorable(self, request: HttpRequest, token: str) -> HistoricalChanges:
        """The record of `token` (`Entry.token`) that this person may restore; otherwise 404."""
        name, _dash, number = token.partition("-")
        models = [self.model, *(model for model, _key in self.children)]
        model = next(
            (
                candidate
                for candidate in models
                if history_manager(candidate).model._meta.model_name == name
            ),
            None,
        )
        pk = row_number(number)
        if model is None or pk is None:
            raise Http404
        record = get_object_or_404(history_manager(model), pk=pk)
        row = self.model._default_manager.filter(pk=self._page_of(record)).first()
        if row is not None and self.has_change_permission(request, row):
            return record
        is_gone = model is self.model and row is None and self.is_recoverable
        if is_gone and self._deleted(request).filter(pk=record.pk).exists():
            return record
        raise Http404

    def _page_of(self, record: HistoricalChanges) -> int:
        """The row on whose page the recorded row is edited."""
        keys = {history_manager(model).model: key for model, key in self.children}
        key = keys.get(type(record))
        return int(getattr(record, f"{key}_id") if key else record.id)

    def _name(self, action: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{action}"


def _complaining(
    form: "type[forms.ModelForm[Model]]", sentences: list[str], both: dict[str, str]
) -> "type[forms.ModelForm[Model]]":
    class Complaining(form):  # type: ignore[valid-type, misc]
        """Keeps the input and saves nothing: somebody else has saved in the meantime."""

        def clean(self) -> dict[str, object] | None:
            cleaned: dict[str, object] | None = super().clean()
            self.add_error(
                None,
                [
                    _(
                        "Somebody else saved this while you were editing. Your changes are not "
                        "saved yet, but nothing is lost: check them, then save again."
                    ),
                    *sentences,
                ],
            )
            for name, text in both.items():
                note = _("The other person wrote: %(text)s. The field shows your text.") % {
                    "text": text
                }
                self.add_error(name, note)
            return cleaned

    return Complaining
