"""The form of one change of many sessions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Right
from core.widgets import UsualFirst
from events.models import Event, Room
from events.permissions import has_right
from programme.choices import SPOKEN_LANGUAGES, SessionKind, SessionStatus, Visibility
from programme.editing.bulk_change import BulkChange
from programme.editing.forms import PlannerForm, offer_usual_languages
from programme.models import SubForum

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_UNCHANGED = _("do not change")
_EARLIER = "earlier"
# A field, and the tick that says it is to be set, or emptied.
_LANGUAGES = (
    ("floor_languages", "set_floor"),
    ("interpretation_languages", "set_languages"),
)


def _choice(
    label: "StrOrPromise", choices: Sequence[tuple[str, "StrOrPromise"]]
) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _UNCHANGED), *choices])


def _languages(label: "StrOrPromise") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=UsualFirst,
    )


class BulkChangeForm(PlannerForm):
    """One change of many sessions. An empty field changes nothing."""

    direction = forms.ChoiceField(
        label=_("Move to"),
        required=False,
        choices=[("later", _("a later time")), (_EARLIER, _("an earlier time"))],
    )
    shift_days = forms.IntegerField(
        label=_("Move by days"), required=False, min_value=0, max_value=60
    )
    shift_minutes = forms.IntegerField(
        label=_("Move by minutes"), required=False, min_value=0, max_value=1440
    )
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_UNCHANGED
    )
    no_room = forms.BooleanField(label=_("Remove the room"), required=False)
    sub_forum = forms.ModelChoiceField(
        label=_("Sub-forum"),
        queryset=SubForum.objects.none(),
        required=False,
        empty_label=_UNCHANGED,
    )
    no_sub_forum = forms.BooleanField(label=_("Remove the sub-forum"), required=False)
    kind = _choice(_("Kind"), SessionKind.choices)
    visibility = _choice(_("Visible to"), Visibility.choices)
    status = _choice(_("Status"), SessionStatus.choices)
    set_floor = forms.BooleanField(label=_("Set the languages spoken"), required=False)
    floor_languages = _languages(_("Languages spoken"))
    set_languages = forms.BooleanField(label=_("Set the interpretation languages"), required=False)
    interpretation_languages = _languages(_("Interpreted into"))

    def __init__(self, event: Event, user: User, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.event = event
        offer_usual_languages(self, event.languages)
        fields: dict[str, Any] = self.fields
        fields["room"].queryset = Room.objects.filter(venue__event=event).select_related("venue")
        fields["sub_forum"].queryset = SubForum.objects.editable_by(user).filter(event=event)
        if not has_right(user, event, Right.EDIT_DRAFT):
            # Without its sub-forum a session would no longer be theirs to change.
            del self.fields["no_sub_forum"]

    def clean(self) -> dict[str, object]:
        """Refuse a value together with its removal, languages without the tick, an empty form."""
        cleaned = super().clean() or {}
        if cleaned.get("room") and cleaned.get("no_room"):
            self.add_error("no_room", _("Choose a room or remove it, not both."))
        if cleaned.get("sub_forum") and cleaned.get("no_sub_forum"):
            self.add_error("no_sub_forum", _("Choose a sub-forum or remove it, not both."))
        for name, tick in _LANGUAGES:
            if cleaned.get(name) and not cleaned.get(tick):
                self.add_error(tick, _("Tick this to set the languages."))
        if not any(value for name, value in cleaned.items() if name != "direction"):
            raise forms.ValidationError(_("Choose at least one change."))
        return cleaned

    def change(self) -> BulkChange:
        """Return the change that the form describes."""
        given = self.cleaned_data
        shift = timedelta(days=given["shift_days"] or 0, minutes=given["shift_minutes"] or 0)
        return BulkChange(
            shift=-shift if given["direction"] == _EARLIER else shift,
            room=given["room"],
            no_room=given["no_room"],
            sub_forum=given["sub_forum"],
            no_sub_forum=given.get("no_sub_forum", False),
            kind=given["kind"] or None,
            floor_languages=given["floor_languages"] if given["set_floor"] else None,
            interpretation_languages=(
                given["interpretation_languages"] if given["set_languages"] else None
            ),
            visibility=given["visibility"] or None,
            status=given["status"] or None,
        )
