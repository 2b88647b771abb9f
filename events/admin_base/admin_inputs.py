"""Inputs of the organizers' forms: moments by the page's clock, choices that are searched."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms import ClockInput, DayField, DayInput, SplitMomentField, fits_input
from core.text.zones import clock_text, is_twice
from core.widgets import FoundChoice

if TYPE_CHECKING:
    _BaseAdmin = BaseModelAdmin[Any]
    ForeignKey = models.ForeignKey[Any, Any]
else:  # Django's own class takes no type arguments at run time
    _BaseAdmin = BaseModelAdmin


class MomentInputs(forms.SplitDateTimeWidget):
    """The browser's inputs for the day and for the time; texts where an offset is to be written."""

    template_name = "admin/widgets/split_datetime.html"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        forms.MultiWidget.__init__(self, (DayInput, ClockInput), attrs)

    def decompress(self, value: datetime | None) -> Any:
        """Day and time, as the page's clock shows them."""
        day, at = super().decompress(value)
        local = timezone.localtime(value) if value else None
        return day, clock_text(local) if local and is_twice(local) else at

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        """Offer texts where the browser's inputs could not say what is meant."""
        context = super().get_context(name, value, attrs)
        day, at = context["widget"]["subwidgets"]
        if not fits_input(f"{day['value'] or '2000-01-01'}T{at['value'] or '00:00'}"):
            day["type"] = at["type"] = "text"
        return context


# Somebody who types "forum.example" means its safe address.
OVERRIDES: "dict[type[models.Field[Any, Any]], dict[str, object]]" = {
    models.URLField: {"assume_scheme": "https"},
    # Django's own widget links to the file: ours have no address of their own.
    models.FileField: {"widget": forms.FileInput},
    models.DateField: {"form_class": DayField, "widget": DayInput},
    models.TimeField: {"widget": ClockInput},
    models.DateTimeField: {"form_class": SplitMomentField, "widget": MomentInputs},
}


class NamedInputs(_BaseAdmin):
    """Names inputs that Django's admin leaves without a name of their own."""

    class Media:
        js = (forms.Script("js/name-choices.js", type="module"),)

    def formfield_for_dbfield(
        self, db_field: "models.Field[object, object]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Name both inputs of a moment; beside a choice stands nothing that opens a window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if field is not None and isinstance(field.widget, MomentInputs):
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
