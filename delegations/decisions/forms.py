"""The form for deciding on submitted people."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.form_fields import form_field
from delegations.choices import PERSON_NEEDS_REASON, AttendeeStatus
from delegations.querysets import AttendeeQuerySet

# The new status for each button.
DECISIONS = {
    "approve": AttendeeStatus.APPROVED,
    "return": AttendeeStatus.RETURNED,
    "refuse": AttendeeStatus.REFUSED,
}


class DecisionForm(forms.Form):
    """One decision on all selected people, with a note."""

    decision = forms.ChoiceField(choices=[(status, status) for status in DECISIONS])
    person: object = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="guid",
        error_messages={
            "required": _("Select the people you want to decide on."),
            "invalid_choice": _("Somebody else has decided in the meantime. Please check again."),
        },
    )
    delegation_note = forms.CharField(
        label=_("Note for the delegation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Required when you return or refuse. The delegation can read it."),
    )
    office_note = forms.CharField(
        label=_("Note for the office"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: QueryDict | None, *, people: AttendeeQuerySet) -> None:
        super().__init__(data)
        form_field(self, "person", forms.ModelMultipleChoiceField).queryset = people

    def clean(self) -> dict[str, object]:
        """Require a note if the people are returned or refused."""
        cleaned = super().clean() or {}
        to = DECISIONS.get(cleaned.get("decision", ""))
        if to in PERSON_NEEDS_REASON and not cleaned.get("delegation_note", "").strip():
            self.add_error(
                "delegation_note", _("State what the delegation must change, or why you refuse.")
            )
        return cleaned

    @property
    def to(self) -> AttendeeStatus:
        """The status that the decision leads to."""
        return DECISIONS[self.cleaned_data["decision"]]
