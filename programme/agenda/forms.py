"""The filters of the agenda, for visitors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """Filters with counts. It is given checked values and validates nothing."""

    def __init__(
        self, chosen: dict[str, str], options: dict[str, list[tuple[str, str, int]]]
    ) -> None:
        super().__init__(initial=chosen)
        for name, values in options.items():
            field: Any = self.fields[name]
            labels = [(value, f"{label} ({count})") for value, label, count in values]
            field.choices = [("", _("all")), *labels]


class AgendaFilterForm(FilterForm):
    """The filters of the agenda page."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    track = forms.ChoiceField(label=_("Sub-forum"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)


class SpeakerFilterForm(FilterForm):
    """The filters of the page of speakers."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    track = forms.ChoiceField(label=_("Sub-forum"), required=False)
    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
