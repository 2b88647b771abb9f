"""Changing one field of a row in its list: the form of the row, narrowed to that field.

Rights, choices, rules, versions and history are those of the whole form: a cell is saved by it.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.history import history_manager
from core.pages.fetched import is_fetched
from core.translated_input import TranslatedFormField
from events.admin_base.scoped_admin import ScopedAdmin
from events.history import edit_guard, records

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:  # Django's own class takes no type arguments at run time
    _ModelForm = forms.ModelForm


class _CellForm(_ModelForm):
    """Before the form of a row: of a text it asks in the first language, the source, alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, TranslatedFormField):
                field.languages = field.languages[:1]
                field.fields = field.fields[:1]
                field.widget.ask_in(field.languages, has_source=True)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        try:
            # Those too that name a field which is not asked for.
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)


class EditedCells(ScopedAdmin):
    """A ScopedAdmin whose list lets some of its cells be changed in place."""

    # Column of the list → field of the form.
    cell_fields: ClassVar[Mapping[str, str]] = {}

    def get_urls(self) -> list[URLPattern]:
        """The form of one cell, beside the admin's own."""
        view = self.admin_site.admin_view(self.cell_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_cell"
        return [path("<path:object_id>/cell/<slug:field>/", view, name=name), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with a way to the form of each cell that this person may change."""
        response = super().changelist_view(request, extra_context)
        if self.cell_fields and isinstance(response, TemplateResponse) and response.context_data:
            changes: ChangeList | None = response.context_data.get("cl")
            if changes is not None and not changes.is_popup:
                changes.cell_urls = self._cell_urls(request, changes)  # type: ignore[attr-defined]
        return response

    def _cell_urls(self, request: HttpRequest, changes: ChangeList) -> dict[int, dict[str, str]]:
        """The address of each cell by row and column; one query for all rows."""
        fixed = self.get_readonly_fields(request)
        columns = {column: name for column, name in self.cell_fields.items() if name not in fixed}
        shown = [row.pk for row in changes.result_list]
        rows = self.editable(request, self.model._default_manager.filter(pk__in=shown))
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_cell"
        way_back = f"?{changes.preserved_filters}" if changes.preserved_filters else ""
        return {
            pk: {
                column: reverse(address, args=[pk, name]) + way_back
                for column, name in columns.items()
            }
            for pk in rows.order_by().values_list("pk", flat=True)
        }

    @transaction.atomic
    def cell_view(self, request: HttpRequest, object_id: str, field: str) -> HttpResponse:
        """The form of one field: a page, or what the script puts over the cell."""
        row = self.get_object(request, object_id)
        if field not in self.cell_fields.values():
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        form_class = self._cell_form(request, row, field)
        if field not in form_class.base_fields:
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None, instance=row)
        if request.method == "POST" and form.is_valid():
            return self._save_cell(request, form)
        return self._show_cell(request, row, form)

    def _cell_form(
        self, request: HttpRequest, row: models.Model, field: str
    ) -> "type[forms.ModelForm[Any]]":
        declared = getattr(self.form, "declared_fields", {})
        others: dict[str, Any] = dict.fromkeys(name for name in declared if name != field)
        base = type("CellForm", (_CellForm, self.form), others)
        return self.get_form(request, row, change=True, fields=[field], form=base)

    def _save_cell(self, request: HttpRequest, form: "forms.ModelForm[Any]") -> HttpResponse:
        row = form.instance
        if form.has_changed():
            row = self.save_form(request, form, change=True)
            self.save_model(request, row, form, change=True)
            self.log_change(request, row, self._changed(request, form))
        message = _("“%s” has been saved.") % row
        if not is_fetched(request):
            messages.success(request, message)
            return redirect(self._list_url(request))
        record = history_manager(row).order_by("-history_id").first()
        undo = ""
        if record is not None and form.has_changed():
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_undo"
            undo = reverse(name, args=[records.entry_of(record).token])
        return JsonResponse({"saved": True, "message": message, "undo": undo})

    def _changed(self, request: HttpRequest, form: Any) -> list[dict[str, Any]]:
        # Annotated by others for plain forms alone.
        changed: list[dict[str, Any]] = self.construct_change_message(request, form, [])
        return changed

    def _show_cell(
        self, request: HttpRequest, row: models.Model, form: "forms.ModelForm[Any]"
    ) -> HttpResponse:
        context = {
            "form": form,
            "cell_url": request.get_full_path(),
            "list_url": self._list_url(request),
            "seen_name": edit_guard.SEEN,
            "seen_version": json.dumps(records.load_version(row, self.children)),
        }
        part = "components/listing/_cell.html"
        if not is_fetched(request):
            context |= {"title": str(row), "opts": self.opts, "object": row}
            context = {**self.admin_site.each_context(request), **context}
            return TemplateResponse(request, "admin/recorded/cell.html", context).render()
        html = render_to_string(part, context, request)
        label = capfirst(str(next(iter(form.fields.values())).label))
        return JsonResponse({"saved": False, "html": html, "label": f"{label}: {row}"})

    def _list_url(self, request: HttpRequest) -> str:
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        query = request.GET.get("_changelist_filters", "")
        return f"{url}?{query}" if query else url

    @property
    def children(self) -> list[records.Child]:
        """The recorded rows that the page edits within this one."""
        return records.children_of(self.model, self.inlines)
