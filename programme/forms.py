"""Forms of the agenda's admin pages."""

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
    """Publish what was reviewed: the comment, and the list of changes that was looked at."""

    comment = forms.CharField(
        label=_("Comment for visitors"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": "3"}),
        help_text=_("In one sentence: what changed and why."),
    )
    reviewed = forms.CharField(widget=forms.HiddenInput)
