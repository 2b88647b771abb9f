"""Forms of the draft: a session, a place on the board, a running order."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.files.picture_form import PictureForm
from core.forms import MomentField
from core.text.languages import spoken_codes, with_interface
from core.text.translated import TranslatedText, edition_languages
from core.widgets import UsualFirst
from delegations.models import Attendee
from events.models import Event, Room
from programme.choices import SPOKEN_LANGUAGES, SessionKind
from programme.editing.running_order import RUN_FIELDS
from programme.models import RunItem


class SessionForm(PictureForm):
    """A session of the draft: its languages are chosen, not typed."""

    floor_languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=UsualFirst,
    )
    interpretation_languages = forms.MultipleChoiceField(
        label=_("Interpreted into"),
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=UsualFirst,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_usual_languages(self, edition_languages())


def offer_usual_languages(form: forms.BaseForm, languages: Sequence[str]) -> None:
    """Show first the `languages` of the edition, then those of the United Nations."""
    for name in ("floor_languages", "interpretation_languages"):
        if name in form.fields:
            widget: Any = form.fields[name].widget
            widget.usual = spoken_codes(with_interface(languages))


class AppearanceForm(forms.ModelForm):
    """Somebody on stage."""

    def has_changed(self) -> bool:
        """Ignore a new line that has a position and nobody."""
        return bool({*self.changed_data} - (set() if self.instance.pk else {"position"}))

    def clean(self) -> dict[str, Any]:
        """A person who is chosen takes the place of the placeholder that was there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_named = cleaned.get("attendee") and "attendee" in self.changed_data
        if is_named and "placeholder" not in self.changed_data:
            self.instance.placeholder = TranslatedText()
            cleaned["placeholder"] = {}
        return cleaned


class PlannerForm(forms.Form):
    """A request of the planner's script."""

    @property
    def reasons(self) -> list[str]:
        """Why the request is refused, one sentence for each reason."""
        return [str(message) for messages in self.errors.values() for message in messages]


class PlaceForm(PlannerForm):
    """Where the planner puts a session, in the time zone of the event."""

    start = MomentField(label=_("start"))
    end = MomentField(label=_("end"))
    room = forms.ModelChoiceField(
        label=_("room"), queryset=Room.objects.none(), required=False, to_field_name="guid"
    )
    in_all_rooms = forms.BooleanField(label=_("in all rooms"), required=False)

    def __init__(self, event: Event, data: QueryDict | None) -> None:
        super().__init__(data)
        field: Any = self.fields["room"]
        field.queryset = Room.objects.filter(venue__event=event).select_related("venue")


class ShiftForm(PlannerForm):
    """By how many minutes the planner moves sessions; a negative number moves them to earlier."""

    shift_minutes = forms.IntegerField(label=_("Move by minutes"), min_value=-1440, max_value=1440)

    def clean_shift_minutes(self) -> timedelta:
        """Refuse a move by nothing."""
        minutes: int = self.cleaned_data["shift_minutes"]
        if not minutes:
            raise forms.ValidationError(_("Choose at least one change."))
        return timedelta(minutes=minutes)


class TypedPlaceForm(PlannerForm):
    """The time and room of a session as its own form has them, while they are typed."""

    title = forms.CharField(required=False, max_length=250)
    kind = forms.ChoiceField(required=False, choices=SessionKind.choices)
    start = MomentField(label=_("start"))
    end = MomentField(label=_("end"))
    room = forms.ModelChoiceField(queryset=Room.objects.none(), required=False)

    def __init__(self, event: Event, data: QueryDict | None) -> None:
        super().__init__(data)
        field: Any = self.fields["room"]
        field.queryset = Room.objects.filter(venue__event=event).select_related("venue")

    def clean(self) -> dict[str, object]:
        """Refuse an end that is not after the start."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            raise forms.ValidationError(_("The end must be after the start."))
        return cleaned


class RunItemForm(forms.ModelForm):
    """One item of a running order. `id` is the number of its row, empty for a new one."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = RunItem
        fields = RUN_FIELDS
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea({"rows": "2"})}

    def has_changed(self) -> bool:
        """Ignore a change of the order alone: an item with nothing else is empty."""
        return bool({*self.changed_data} - {"ORDER"})


class ContactsForm(forms.Form):
    """The people to call when something goes wrong on stage."""

    contacts = forms.CharField(
        label=_("Contacts on the day"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": "3"}),
        help_text=_("Name, task and telephone, one person per line. Shown in the run of show."),
    )


class PersonTimesForm(PlannerForm):
    """People chosen for the stage of a session, and its times and room as they are typed."""

    attendee = forms.ModelMultipleChoiceField(queryset=Attendee.objects.none())
    session = forms.IntegerField(required=False)
    start = MomentField(label=_("start"))
    end = MomentField(label=_("end"))
    room = forms.ModelChoiceField(queryset=Room.objects.none(), required=False)

    def __init__(self, event: Event, data: QueryDict | None) -> None:
        super().__init__(data)
        people: Any = self.fields["attendee"]
        people.queryset = Attendee.objects.filter(delegation__event=event)
        rooms: Any = self.fields["room"]
        rooms.queryset = Room.objects.filter(venue__event=event).select_related("venue")
