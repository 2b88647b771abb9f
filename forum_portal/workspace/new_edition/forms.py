"""A new edition, in two forms: where it is held and in which languages, then the rest.

Both are parts of the form of an edition, so that nothing gets in here that is refused there.
"""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, DayInput
from core.text.languages import content_languages
from events.editions.forms import EventForm
from forum_portal.workspace.new_edition.choices import Shape

PLACE = ("country", "time_zone", "languages")
_MOST_SUB_FORUMS = 20


class PlaceForm(EventForm):
    """Country, time zone and languages: the texts of the second form are asked in these."""

    keep_times = hide_texts = remove_picture = None  # type: ignore[assignment]
    field_order = PLACE

    class Meta(EventForm.Meta):
        fields = PLACE


class NewEditionForm(EventForm):
    """Everything that a new edition needs, and the programme with which it begins."""

    keep_times = hide_texts = remove_picture = None  # type: ignore[assignment]

    start_date = DayField(label=capfirst(_("first day")), widget=DayInput)
    end_date = DayField(label=capfirst(_("last day")), widget=DayInput)
    shape = forms.ChoiceField(
        label=_("Programme to begin with"),
        choices=Shape.choices,
        initial=Shape.OUTLINE,
        widget=forms.RadioSelect,
        help_text=_("It is a draft: everything can be changed or deleted."),
    )
    sub_forums = forms.IntegerField(
        label=_("Number of sub-forums"),
        required=False,
        initial=7,
        validators=[MinValueValidator(1), MaxValueValidator(_MOST_SUB_FORUMS)],
        help_text=_("For the first choice. You name them in the next step."),
    )

    class Meta(EventForm.Meta):
        fields = (
            "title",
            "slug",
            "start_date",
            "end_date",
            "city",
            "theme",
            "office_email",
            *PLACE,
        )
        widgets: ClassVar = {**EventForm.Meta.widgets}

    field_order = (*Meta.fields[:7], "shape", "sub_forums", *PLACE)

    def clean(self) -> dict[str, Any]:
        """The usual number of sub-forums, where none was written."""
        cleaned = super().clean()
        if cleaned.get("sub_forums") is None and "sub_forums" not in self.errors:
            cleaned["sub_forums"] = self.fields["sub_forums"].initial
        return cleaned

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the second form."""
        return [self[name] for name in self.fields if name not in PLACE]


def read_languages(text: str) -> tuple[list[str], list[str]]:
    """The codes in a list with commas: languages of contents, and what is none."""
    codes = [code.strip() for code in text.split(",") if code.strip()]
    known = content_languages()
    return [code for code in codes if code in known], [code for code in codes if code not in known]


def place_data(languages: list[str], **values: str) -> dict[str, str]:
    """Country and time zone in `values` and the languages, as the form takes them."""
    data = dict(values)
    for place, code in enumerate(languages, start=1):
        data |= {f"languages_{code}": "on", f"languages_{code}_place": str(place)}
    return data
