"""The name and start of a new edition, and the parts to copy."""

from copy import deepcopy
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, ZoneField
from core.text.translated import fallback_order
from events.models import Event, validate_event_slug
from forum_portal.workspace.copy_edition.choices import Part

SLUG_TAKEN = _("Another edition has this short name. Choose another.")


class CopyForm(forms.Form):
    """A new edition from an old one."""

    slug = forms.SlugField(
        label=_("short name in URLs"), max_length=50, validators=[validate_event_slug]
    )
    start_date = DayField(
        label=_("first day"),
        # Nobody plans for another century: a year with a digit too many is a slip.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("All dates move by whole days; the times of day stay the same."),
    )
    time_zone = ZoneField(help_text=_("The time zone of the place where it is held."))
    parts = forms.MultipleChoiceField(
        label=_("What to copy"),
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sessions keep their room and sub-forum only if these are copied too."),
    )
    field_order = ("slug", "title", "start_date", "time_zone", "parts")

    def __init__(self, data: QueryDict | None = None, *, event: Event) -> None:
        initial = {
            "title": event.title,
            "time_zone": event.time_zone,
            "parts": Part.values,
        }
        super().__init__(data, initial=initial)
        column = Event._meta.get_field("title")
        with fallback_order(event.languages):
            # A copy of the field asks in the languages of the edition.
            self.fields["title"] = deepcopy(column.formfield())
        self.order_fields(self.field_order)
        for name in ("slug", "start_date"):
            self.fields[name].label = capfirst(self.fields[name].label)

    def clean_slug(self) -> str:
        """Refuse the short name of another edition."""
        slug: str = self.cleaned_data["slug"]
        if Event.objects.filter(slug=slug).exists():
            raise forms.ValidationError(SLUG_TAKEN)
        return slug

    def clean_parts(self) -> list[str]:
        """Refuse running orders without sessions."""
        parts: list[str] = self.cleaned_data["parts"]
        if Part.RUNNING_ORDERS in parts and Part.SESSIONS not in parts:
            raise forms.ValidationError(_("Running orders can be copied only with their sessions."))
        return parts
