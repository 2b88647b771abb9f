"""Deleting rows that others use: what uses them is named, and moved elsewhere in the same step."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.actions import delete_selected
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.http import user_of
from core.text.numbers import row_number, row_numbers
from events.admin_base.uses import DEPENDENTS, USES, CannotMove, Dependents, Moved, Uses
from events.admin_base.zoned_admin import ZonedAdmin

if TYPE_CHECKING:
    _ModelChoiceField = forms.ModelChoiceField[Any]
else:  # Django's own classes take no type arguments at run time
    _ModelChoiceField = forms.ModelChoiceField

Row = TypeVar("Row", bound=models.Model)

# The button that moves and deletes.
MOVE = "move"


class _Target(_ModelChoiceField):
    def __init__(self, name_of: Callable[[Any], str], **options: Any) -> None:
        super().__init__(**options)
        self.name_of = name_of

    def label_from_instance(self, obj: Any) -> str:
        return self.name_of(obj)


class MoveForm(forms.Form):
    """Where everything that uses some rows is moved.

    `versions` are those that the page was made from, `present` those of now.
    """

    def __init__(self, data: QueryDict | None, target: _Target, present: dict[int, int]) -> None:
        super().__init__(data)
        self.fields["target"] = target
        self.present = json.dumps(present)
        seen = row_numbers(data.get("seen", "") if data else "") or {}
        numbers = {row_number(name): number for name, number in seen.items()}
        self.versions = {pk: number for pk, number in numbers.items() if pk is not None}


class RowsInUse(ZonedAdmin):
    """Before a ModelAdmin."""

    def editable(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """The rows that this person may change."""
        raise NotImplementedError

    def get_deleted_objects(
        self, objs: "Sequence[Any] | models.QuerySet[models.Model]", request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What would go. Of rows in use Django says that a right is missing: they are in use."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        user, rows = user_of(request), list(objs)
        protected += filter(None, (each.describe(rows, user) for each in self._dependents()))
        return gone, dict(counts), set() if protected else lacking, protected

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Deleting, or what uses the row and the ways to give that another place."""
        row = self.get_object(request, object_id)
        move_url = self.move_url(row) if row is not None else ""
        context = {**(extra_context or {}), "move_url": move_url}
        delete = super().delete_view
        answer = self.delete_or_move(
            request, [row] if row else [], lambda: delete(request, object_id, context)
        )
        assert answer is not None  # noqa: S101  (for the types: Django's own view gives an answer)
        return answer

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The actions of the list; deleting offers to move what uses the rows."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            _action, name, description = actions["delete_selected"]
            actions["delete_selected"] = (_delete_chosen, name, description)
        return actions

    def move_url(self, row: Any) -> str:
        """Where what uses `row` is changed, all at once; empty where there is no such page.

        Nothing is moved unseen: the page shows a preview.
        """
        return ""

    def target_name(self, row: Any) -> str:
        """The name of a row to which something can be moved."""
        return str(row)

    def delete_or_move(
        self, request: HttpRequest, rows: list[Any], delete: Callable[[], HttpResponse | None]
    ) -> HttpResponse | None:
        """Delete `rows`, if asked after what uses them was moved: both or neither.

        `delete` returns a page where rows are in use, and otherwise what follows the deletion.
        """
        uses, form = USES.get(self.opts.label_lower), self._move_form(request, rows)
        if uses and form and form.is_bound and form.is_valid():
            try:
                moved, answer = self._move_and_delete(request, uses, rows, form, delete)
            except CannotMove as error:
                form.add_error(None, str(error))
            else:
                for sentence in moved.sentences:
                    messages.success(request, sentence)
                if moved.warning:
                    messages.warning(request, moved.warning)
                return answer
        answer = delete()
        if isinstance(answer, TemplateResponse) and answer.context_data is not None:
            answer.context_data["move_form"] = form
        return answer

    @transaction.atomic
    def _move_and_delete(
        self,
        request: HttpRequest,
        uses: Uses,
        rows: list[Any],
        form: MoveForm,
        delete: Callable[[], HttpResponse | None],
    ) -> tuple[Moved, HttpResponse | None]:
        target, by = form.cleaned_data["target"], user_of(request)
        pks = {target.pk, *(row.pk for row in rows)}
        locked = self.model._base_manager.select_for_update(of=("self",)).filter(pk__in=pks)
        if len(locked.order_by("pk")) != len(pks):
            raise CannotMove(_("One of these rows has been deleted in the meantime."))
        moved = uses.move(rows=rows, to=target, by=by, seen=form.versions)
        followed = [each.move(rows=rows, to=target, by=by) for each in self._dependents()]
        moved = moved._replace(sentences=[*moved.sentences, *filter(None, followed)])
        if isinstance(answer := delete(), TemplateResponse):
            raise CannotMove(_("Something else uses this now. Check the list, then try again."))
        return moved, answer

    def _dependents(self) -> Sequence[Dependents]:
        return DEPENDENTS.get(self.opts.label_lower, ())

    def _move_form(self, request: HttpRequest, rows: list[Any]) -> MoveForm | None:
        """The choice of the row that what uses `rows` is moved to; None where there is none."""
        if (uses := USES.get(self.opts.label_lower)) is None:
            return None
        events = {self.event_of(row) for row in rows}
        targets = self._targets(request, rows, events)
        if len(events) != 1 or not targets:
            return None
        target = _Target(self.target_name, queryset=targets, label=uses.label, help_text=uses.note)
        data = request.POST if MOVE in request.POST else None
        return MoveForm(data, target, present=uses.versions(rows))

    def _targets(
        self, request: HttpRequest, rows: Iterable[Any], events: Iterable[Any]
    ) -> "models.QuerySet[models.Model]":
        """The other rows of the edition that this person may change."""
        related = self.list_select_related
        every = self.editable(request, self.model._default_manager.all())
        here = every.filter(**{f"{self.event_path}__in": [event.pk for event in events]})
        others = here.exclude(pk__in=[row.pk for row in rows])
        return others.select_related(*related) if isinstance(related, tuple) else others


def _delete_chosen(
    model_admin: RowsInUse, request: HttpRequest, queryset: "models.QuerySet[models.Model]"
) -> HttpResponse | None:
    """Django's action, which moves what uses the rows first if asked to."""
    rows = list(queryset)
    return model_admin.delete_or_move(
        request, rows, lambda: delete_selected(model_admin, request, queryset)
    )
