"""Forms of the agenda: its filters for visitors, and those of its admin pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# What a session can be spoken in or interpreted into at a forum of this kind.
SPOKEN_LANGUAGES = (
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("pt", _("Portuguese")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
)


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
