"""Admin pages that show each person the events and the rows that their role allows.

Nothing is decided here: rights come from `events.permissions`, rows from querysets.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.admin_lists import DeclaredLists
from core.forms import DayField, SplitMomentField
from core.text.zones import clock_text, is_twice
from core.widgets import FoundChoice
from events.models import Event
from events.permissions import rights_anywhere
from events.querysets import EventQuerySet
from events.zoned_admin import ZonedAdmin

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _StackedInline = admin.StackedInline[Any, Any]
    _BaseAdmin = BaseModelAdmin[Any]
    ForeignKey = models.ForeignKey[Any, Any]
    BaseInlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:  # Django's own classes take no type arguments at run time
    _ModelAdmin = admin.ModelAdmin
    _StackedInline = admin.StackedInline
    _BaseAdmin = BaseModelAdmin


class MomentInputs(AdminSplitDateTime):
    """An input for the day and one for the time, which carries the offset where it needs one."""

    def decompress(self, value: datetime | None) -> Any:
        """Day and time, as the page's clock shows them."""
        day, at = super().decompress(value)
        local = timezone.localtime(value) if value else None
        return day, clock_text(local) if local and is_twice(local) else at


# Somebody who types "forum.example" means its safe address.
_OVERRIDES: "dict[type[models.Field[Any, Any]], dict[str, object]]" = {
    models.URLField: {"assume_scheme": "https"},
    # Django's own widget links to the file: ours have no address of their own.
    models.FileField: {"widget": forms.FileInput},
    models.DateField: {"form_class": DayField},
    models.DateTimeField: {"form_class": SplitMomentField, "widget": MomentInputs},
}


class NamedInputs(_BaseAdmin):
    """Names inputs that Django's admin leaves without a name of their own."""

    class Media:
        js = (forms.Script("js/name-choices.js", type="module"),)

    def formfield_for_dbfield(
        self, db_field: "models.Field[object, object]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Name both inputs of a moment: Django leaves them without a label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, AdminSplitDateTime):
            for part, name in zip(field.widget.widgets, (_("day"), _("time")), strict=True):
                part.attrs["aria-label"] = format_lazy("{}: {}", field.label, name)
        return field

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey", request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelChoiceField[models.Model] | None":
        """Look for rows with a widget that bears whatever is sent."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FoundChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _held_rights(request: HttpRequest) -> frozenset[Right]:
    """What the user may do in some event: an admin page asks for it a hundred times."""
    held: frozenset[Right] | None = getattr(request, "held_rights", None)
    if held is None:
        held = rights_anywhere(user_of(request))
        request.held_rights = held  # type: ignore[attr-defined]
    return held


class ScopedAdmin(DeclaredLists, NamedInputs, ZonedAdmin):
    """Rows of the person's events. `event_path` leads from a row to its event."""

    event_path: ClassVar[str] = "event"
    view_right: ClassVar[Right] = Right.VIEW_CONTENT
    edit_right: ClassVar[Right] = Right.EDIT_CONTENT
    save_on_top = True
    formfield_overrides = _OVERRIDES
    list_per_page = 100

    def visible(self, request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows that this person may see."""
        events = Event.objects.with_right(user_of(request), self.view_right)
        return rows.filter(**{f"{self.event_path}__in": events})

    def editable(self, request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows that this person may change."""
        return rows.filter(**{f"{self.event_path}__in": self.editable_events(request)})

    def public_path(self, row: Any) -> str:
        """Where visitors find `row` at this moment; empty where they do not."""
        return ""

    def get_view_on_site_url(self, obj: object = None) -> str | None:
        """The public page, only while there is one."""
        return self.public_path(obj) or None if obj is not None else None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of this person's events, for every admin page."""
        return self.visible(request, super().get_queryset(request))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filters by a related row offer only what occurs in the person's own rows."""
        return [
            (name, admin.RelatedOnlyFieldListFilter)
            if get_fields_from_path(self.model, name)[-1].is_relation
            else name
            for name in cast("list[str]", super().get_list_filter(request))
        ]

    def _has(self, request: HttpRequest, right: Right) -> bool:
        return right in _held_rights(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person sees rows of this kind in some event."""
        return self._has(request, self.view_right)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person sees `obj`, or anything of this kind."""
        if obj is None:
            return self._has(request, self.view_right)
        return bool(self.visible(request, self.model._default_manager).filter(pk=obj.pk).exists())

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person may change `obj`, or anything of this kind."""
        if obj is None:
            return self._has(request, self.edit_right)
        return bool(self.editable(request, self.model._default_manager).filter(pk=obj.pk).exists())

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
        allowed = choices_for(db_field, self.editable_events(request))
        if allowed is not None:
            kwargs["queryset"] = allowed
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def editable_events(self, request: HttpRequest) -> EventQuerySet:
        """The events in which this person may change rows of this kind."""
        return Event.objects.with_right(user_of(request), self.edit_right)

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
        moments = {one.name for one in self.opts.fields if isinstance(one, models.DateField)}
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if name not in moments}

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


class ScopedInline(NamedInputs, _StackedInline):
    """Rows within the page of a row that the person may see: the same rights as that one."""

    view_right: ClassVar[Right] = Right.VIEW_CONTENT
    edit_right: ClassVar[Right] = Right.EDIT_CONTENT
    extra = 0
    formfield_overrides = _OVERRIDES

    def _has(self, request: HttpRequest, right: Right) -> bool:
        return right in _held_rights(request)

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
        events = Event.objects.with_right(user_of(request), self.edit_right)
        allowed = choices_for(db_field, events)
        if allowed is not None:
            kwargs["queryset"] = allowed
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


# How a row that a form offers belongs to its event, by model label. Later apps add theirs.
EVENT_PATHS: dict[str, str] = {
    "events.event": "pk",
    "events.venue": "event",
    "events.room": "venue__event",
    "events.newsitem": "event",
}


def choices_for(
    db_field: "ForeignKey", events: EventQuerySet
) -> models.QuerySet[models.Model] | None:
    """The rows of `events` that a foreign key may point to, or None where all may."""
    model = db_field.related_model
    path = EVENT_PATHS.get(model._meta.label_lower)
    if path is None:
        return None
    return model._default_manager.filter(**{f"{path}__in": events})


def link(url: str, label: object) -> str:
    """A link for a read-only field."""
    return format_html('<a href="{}">{}</a>', url, label)


def links(*pairs: Iterable[object]) -> str:
    """Several links, separated by a dot."""
    return format_html(
        " · ".join(["{}"] * len(pairs)), *(link(str(url), label) for url, label in pairs)
    )


def public_link(event: Event, url: str) -> str:
    """A link to the public page at `url`, or why there is none yet."""
    if not event.is_public:
        return str(_("not public yet: the event is a draft"))
    return link(url, _("Open the public page")) if url else str(_("not published yet"))


def preview_url(event: Event) -> str:
    """The preview of the event's draft agenda."""
    return reverse("admin:programme_preview", args=[event.pk])


def team_url(event: Event) -> str:
    """Who works for the event."""
    return reverse("admin:team", args=[event.pk])
