"""Admin pages that show each person the events and the rows that their role allows.

Nothing is decided here: rights come from `events.permissions`, rows from querysets.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.lists.peek import Tool
from core.widgets import HiddenValue
from events.admin_base.admin_inputs import OVERRIDES, NamedInputs
from events.admin_base.row_answers import is_among
from events.admin_base.rows_in_use import RowsInUse
from events.admin_base.view_menu import ViewsOfEdition
from events.admin_base.zoned_admin import ZonedAdmin, edition_of
from events.models import Event
from events.permissions import rights_anywhere, rights_of
from events.querysets import EventQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    _ModelAdmin = admin.ModelAdmin[Any]
    _StackedInline = admin.StackedInline[Any, Any]
    ForeignKey = models.ForeignKey[Any, Any]
    BaseInlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:  # Django's own classes take no type arguments at run time
    _ModelAdmin = admin.ModelAdmin
    _StackedInline = admin.StackedInline

Row = TypeVar("Row", bound=models.Model)

# For fields that few need: below the others, closed until they are opened.
SECTION = ("section", "collapse")


def held_rights(request: HttpRequest) -> frozenset[Right]:
    """What the user may do in this edition, or in some: an admin page asks a hundred times."""
    held: frozenset[Right] | None = getattr(request, "held_rights", None)
    if held is None:
        user, edition = user_of(request), edition_of(request)
        held = rights_of(user, edition) if edition else rights_anywhere(user)
        request.held_rights = held  # type: ignore[attr-defined]
    return held


class ScopedAdmin(RowsInUse, NamedInputs, ZonedAdmin, ViewsOfEdition):
    """Rows of the person's events. `event_path` leads from a row to its event."""

    event_path: ClassVar[str] = "event"
    view_right: ClassVar[Right] = Right.VIEW_CONTENT
    edit_right: ClassVar[Right] = Right.EDIT_CONTENT
    formfield_overrides = OVERRIDES
    list_per_page = 100

    def visible(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """The rows that this person may see."""
        events = Event.objects.with_right(user_of(request), self.view_right)
        return rows.filter(**{f"{self.event_path}__in": events})

    def editable(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """The rows that this person may change."""
        return rows.filter(**{f"{self.event_path}__in": self.editable_events(request)})

    def public_path(self, row: Any) -> str:
        """Where visitors find `row` at this moment; empty where they do not."""
        return ""

    def preview_path(self, row: Any) -> str:
        """Where its editors see `row` as visitors will; empty where there is no such page."""
        return ""

    def peek_tools(self, request: HttpRequest, row: Any) -> Iterator[Tool]:
        """The public page, and before there is one the preview."""
        if self.get_view_on_site_url(row):
            yield from super().peek_tools(request, row)
        elif url := self.preview_path(row):
            yield Tool(_("Preview"), url)

    def head_links(self, row: Any) -> str:
        """Links to the pages of `row`, beside the heading of its form."""
        return ""

    def get_view_on_site_url(self, obj: object = None) -> str | None:
        """The public page, only while there is one."""
        return self.public_path(obj) or None if obj is not None else None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[models.Model]:
        """The rows of this person's events, of one edition where the address names it."""
        return self.narrowed(request, super().get_queryset(request))

    def narrowed(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """Those of `rows` that this person may see, in the edition that the address names."""
        rows, edition = self.visible(request, rows), edition_of(request)
        return rows.filter(**{self.event_path: edition.pk}) if edition and self.event_path else rows

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters; within one edition none of them asks for it."""
        return [
            declared
            for declared in super().get_list_filter(request)
            if edition_of(request) is None or _field_of(declared) != self.event_path
        ]

    def offered_columns(self, request: HttpRequest) -> list[str]:
        """The columns; within one edition none of them names it."""
        columns = super().offered_columns(request)
        return [name for name in columns if name != "event" or edition_of(request) is None]

    def file_name_of(self, request: HttpRequest) -> str:
        """The short name of the edition."""
        edition = edition_of(request)
        return edition.slug if edition else super().file_name_of(request)

    def _has(self, request: HttpRequest, right: Right) -> bool:
        return right in held_rights(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person sees rows of this kind in some event."""
        return self._has(request, self.view_right)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person sees `obj`, or anything of this kind."""
        if obj is None:
            return self._has(request, self.view_right)
        return is_among(request, self.visible, self.model._default_manager.all(), obj.pk)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person may change `obj`, or anything of this kind."""
        if obj is None:
            return self._has(request, self.edit_right)
        return is_among(request, self.editable, self.model._default_manager.all(), obj.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the person may add rows of this kind to some event."""
        return self._has(request, self.edit_right)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As for changing."""
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey", request: HttpRequest, **kwargs: object
    ) -> "forms.ModelChoiceField[models.Model] | None":
        """Offer only what belongs to the person's events: a forged choice is refused as well."""
        kwargs |= _offer(db_field, request, self.editable_events(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def editable_events(self, request: HttpRequest) -> EventQuerySet:
        """The events in which this person may change rows of this kind."""
        return events_here(request, self.edit_right)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row, or 404: Django would tell apart what is not there and what is not allowed."""
        row = super().get_object(request, object_id, from_field or None)
        if row is None:
            raise Http404
        return row

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """Initial values from the URL, without moments, which Django does not parse."""
        moments = {field.name for field in self.opts.fields if isinstance(field, models.DateField)}
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if name not in moments}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the links to the pages of its row and its erroneous sections open."""
        row, page = kwargs.get("obj"), context["adminform"]
        page.fieldsets = [_without_hidden_errors(page.form, *part) for part in page.fieldsets]
        context["head_links"] = self.head_links(row) if row is not None else ""
        context["preview_path"] = self.preview_path(row) if row is not None else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Every save has its author."""
        obj.updated_by = user_of(request)
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: object, formset: "BaseInlineFormSet", change: bool
    ) -> None:
        """Rows of inlines have their author too."""
        for row in formset.save(commit=False):
            if hasattr(row, "updated_by_id"):
                row.updated_by = user_of(request)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()


def _field_of(declared: object) -> object:
    """The field of a declared filter; a filter of its own kind has none."""
    return declared[0] if isinstance(declared, tuple) else declared


def _without_hidden_errors(
    form: forms.BaseForm, name: Any, options: Any
) -> tuple[object, dict[str, Any]]:
    # Django opens a section for an error only where each of its fields has a line of its own.
    if form.errors.keys().isdisjoint(flatten_fieldsets([(name, options)])):
        return name, options
    is_open = [name for name in options.get("classes", ()) if name != "collapse"]
    return name, {**options, "classes": is_open}


class ScopedInline(NamedInputs, _StackedInline):
    """Rows, one line each, within the page of a row that the person may see, with its rights."""

    template = "admin/widgets/inline_rows.html"
    # What the link to add a row says.
    add_text: ClassVar["StrOrPromise"] = ""
    view_right: ClassVar[Right] = Right.VIEW_CONTENT
    edit_right: ClassVar[Right] = Right.EDIT_CONTENT
    extra = 0
    formfield_overrides = OVERRIDES

    def _has(self, request: HttpRequest, right: Right) -> bool:
        return right in held_rights(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The page itself is scoped: here only the right counts."""
        return self._has(request, self.view_right)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The page itself is scoped: here only the right counts."""
        return self._has(request, self.edit_right)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As for changing."""
        return self._has(request, self.edit_right)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As for changing."""
        return self._has(request, self.edit_right)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey", request: HttpRequest, **kwargs: object
    ) -> "forms.ModelChoiceField[models.Model] | None":
        """Offer only what belongs to the person's events."""
        kwargs |= _offer(db_field, request, events_here(request, self.edit_right))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


# How a row that a form offers belongs to its event, by model label. Later apps add theirs.
EVENT_PATHS: dict[str, str] = {
    "events.event": "pk",
    "events.venue": "event",
    "events.room": "venue__event",
    "events.newsitem": "event",
}


def _offer(db_field: "ForeignKey", request: HttpRequest, events: EventQuerySet) -> dict[str, Any]:
    """What a field for a foreign key offers; an edition in the URL is not asked for."""
    edition, allowed = edition_of(request), choices_for(db_field, events)
    options: dict[str, Any] = {} if allowed is None else {"queryset": allowed}
    if edition and db_field.name == "event" and db_field.related_model is Event:
        options |= {"widget": HiddenValue(), "initial": edition.pk}
    return options


def choices_for(
    db_field: "ForeignKey", events: EventQuerySet
) -> models.QuerySet[models.Model] | None:
    """The rows of `events` that a foreign key may point to, or None where all may."""
    model = db_field.related_model
    path = EVENT_PATHS.get(model._meta.label_lower)
    if path is None:
        return None
    return model._default_manager.filter(**{f"{path}__in": events})


def events_here(request: HttpRequest, right: Right) -> EventQuerySet:
    """The edition in which somebody works, or all of theirs, where they have `right`."""
    events, edition = Event.objects.with_right(user_of(request), right), edition_of(request)
    return events.filter(pk=edition.pk) if edition else events


def shown_events(request: HttpRequest, right: Right) -> Iterable[Event]:
    """As `events_here`, in the order of the events; within an edition without a query."""
    edition = edition_of(request)
    if edition is None:
        return events_here(request, right)
    return [edition] if right in held_rights(request) else []
