"""Forms of the draft: a session, a place on the board, a bulk change, a running order."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import MomentField
from core.text.translated import TranslatedText
from events.models import Event, Room
from programme.choices import SPOKEN_LANGUAGES, SessionKind, SessionStatus, Visibility
from programme.editing.bulk_change import BulkChange
from programme.editing.running_order import RUN_FIELDS
from programme.models import RunItem


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


class BulkChangeForm(PlannerForm):
    """One change of many sessions. An empty field changes nothing."""

    shift_days = forms.IntegerField(
        label=_("Move by days"),
        required=False,
        min_value=-60,
        max_value=60,
        help_text=_("Use a minus sign to move to an earlier day or time."),
    )
    shift_minutes = forms.IntegerField(
        label=_("Move by minutes"),
        required=False,
        min_value=-1440,
        max_value=1440,
        help_text=_("Use a minus sign to move to an earlier day or time."),
    )
    room = forms.ModelChoiceField(
        label=_("Room"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=_("do not change"),
    )
    no_room = forms.BooleanField(label=_("Remove the room"), required=False)
    set_languages = forms.BooleanField(label=_("Set the interpretation languages"), required=False)
    interpretation_languages = forms.MultipleChoiceField(
        label=_("Interpreted into"),
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        required=False,
        choices=[("", _("do not change")), *Visibility.choices],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("do not change")), *SessionStatus.choices],
    )

    def __init__(self, event: Event, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field: Any = self.fields["room"]
        field.queryset = Room.objects.filter(venue__event=event).select_related("venue")

    def clean(self) -> dict[str, object]:
        """Refuse both a room and its removal, languages without the tick, and an empty form."""
        cleaned = super().clean() or {}
        if cleaned.get("room") and cleaned.get("no_room"):
            self.add_error("no_room", _("Choose a room or remove it, not both."))
        if cleaned.get("interpretation_languages") and not cleaned.get("set_languages"):
            self.add_error("set_languages", _("Tick this to set the languages."))
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Choose at least one change."))
        return cleaned

    def change(self) -> BulkChange:
        """Return the change that the form describes."""
        given = self.cleaned_data
        return BulkChange(
            shift=timedelta(days=given["shift_days"] or 0, minutes=given["shift_minutes"] or 0),
            room=given["room"],
            no_room=given["no_room"],
            interpretation_languages=(
                given["interpretation_languages"] if given["set_languages"] else None
            ),
            visibility=given["visibility"] or None,
            status=given["status"] or None,
        )


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
