"""Forms of the agenda: its filters for visitors, and those of its admin pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.tables import ENCODINGS, Field, Grid, Mapping
from core.tables.mapping import LEFT_OUT
from programme.choices import SPOKEN_LANGUAGES


class AgendaFilterForm(forms.Form):
    """What to show of the agenda. Made from checked values: it shows, it does not judge."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    track = forms.ChoiceField(label=_("Sub-forum"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(
        self, chosen: dict[str, str], options: dict[str, list[tuple[str, str, int]]]
    ) -> None:
        super().__init__(initial=chosen)
        for name, values in options.items():
            field: Any = self.fields[name]
            labels = [(value, f"{label} ({count})") for value, label, count in values]
            field.choices = [("", _("all")), *labels]


class SessionForm(forms.ModelForm):
    """A session of the draft: its languages are chosen, not typed."""

    floor_languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interpretation_languages = forms.MultipleChoiceField(
        label=_("Interpreted into"),
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ReleaseForm(forms.Form):
    """Publish what was reviewed: the comment, the list of changes and the errors looked at."""

    comment = forms.CharField(
        label=_("Comment for visitors"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": "3"}),
        help_text=_("In one sentence: what changed and why."),
    )
    publish_anyway = forms.BooleanField(
        label=_("Publish anyway, with the errors above"),
        required=False,
        help_text=_("The release keeps which errors were open."),
    )
    due_at = forms.DateTimeField(
        label=_("Public from"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the time zone of the forum. Leave empty for at once."),
    )
    reviewed = forms.CharField(widget=forms.HiddenInput)
    errors_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        if data is None and not self.initial.get("errors_seen"):
            del self.fields["publish_anyway"], self.fields["errors_seen"]

    @property
    def despite(self) -> str:
        """The errors that somebody saw and goes on in spite of; empty where nobody said so."""
        anyway: bool = self.cleaned_data["publish_anyway"]
        return str(self.cleaned_data["errors_seen"]) if anyway else ""


class RollBackForm(forms.Form):
    """Publish an earlier agenda again."""

    comment = forms.CharField(
        label=_("Comment for visitors"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": "3"}),
        help_text=_("In one sentence: what changed and why."),
    )


class PreviewLinkForm(forms.ModelForm):
    """A link to the draft for somebody outside: for whom, and for how long."""

    days = forms.IntegerField(label=_("Good for, in days"), min_value=1, max_value=30, initial=7)


class ImportUploadForm(forms.Form):
    """A table to import. What it holds is looked at before anything is written."""

    file = forms.FileField(
        label=_("File"), help_text=_("A workbook (XLSX) or CSV, at most 5 MB and 5,000 rows.")
    )
    sheet = forms.CharField(
        label=_("Sheet"), max_length=31, required=False, help_text=_("Empty for the first one.")
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of a CSV file"),
        required=False,
        choices=[("", _("Find it out")), *ENCODINGS.items()],
        help_text=_("Choose one if letters come out wrong."),
    )


class ColumnsForm(forms.Form):
    """Which column holds which field."""

    def __init__(self, data: Any, mapping: Mapping, fields: tuple[Field, ...], grid: Grid) -> None:
        super().__init__(data)
        self._mapping, self._fields = mapping, fields
        choices = [(LEFT_OUT, _("– leave out –")), *((one.key, one.label) for one in fields)]
        below = [row for row in grid.rows if row.number > mapping.header_row]
        for column, header in enumerate(mapping.header):
            texts = (row.cells[column] for row in below if column < len(row.cells))
            sample = next((text for text in texts if text), "")
            if header or sample:
                self.fields[f"column_{column}"] = forms.ChoiceField(
                    label=header or _("(no header)"),
                    choices=choices,
                    required=False,
                    initial=mapping.columns.get(column, LEFT_OUT),
                    help_text=_("For example: %s") % sample[:60] if sample else "",
                )

    @property
    def chosen(self) -> dict[int, str]:
        """The field of each column."""
        return {int(name.rpartition("_")[2]): key for name, key in self.cleaned_data.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field, and a required field without a column."""
        cleaned = super().clean() or {}
        held = [key for key in cleaned.values() if key]
        labels = {one.key: one.label for one in self._fields}
        twice = {key for key in held if held.count(key) > 1}
        missing = [
            one for one in self._fields if one.is_required and not {*held} & {one.key, *one.instead}
        ]
        errors = [_("Two columns cannot both be: %s.") % labels[key] for key in sorted(twice)]
        errors += [_("A column is needed for: %s.") % one.label for one in missing]
        if errors:
            raise ValidationError(errors)
        return cleaned
