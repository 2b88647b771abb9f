"""The office's form of a delegation."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.form_fields import form_field
from core.widgets import HiddenValue
from delegations.choices import INVITATION_STEPS, NEEDS_REASON, InvitationStatus


class DelegationForm(forms.ModelForm):
    """A delegation. Its status changes one step at a time, with notes."""

    delegation_note = forms.CharField(
        label=_("note for the delegation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    step_note = forms.CharField(
        label=_("note for the office, on this step"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Both notes are stored with the change of status."),
    )

    # The status that the page was opened with: a newer one is not overwritten unseen.
    seen = forms.CharField(required=False, widget=HiddenValue)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "status" in self.fields:
            self.fields["seen"].initial = self.instance.status
            now = InvitationStatus(self.instance.status)
            steps = INVITATION_STEPS[now] | {now}
            form_field(self, "status", forms.ChoiceField).choices = [
                (status.value, status.label) for status in InvitationStatus if status in steps
            ]

    def clean(self) -> dict[str, object]:
        """Require a note if the delegation is not coming; refuse to overwrite a newer status."""
        cleaned = super().clean() or {}
        seen = cleaned.get("seen")
        if self.instance.pk and seen and seen != self.initial.get("status"):
            now = InvitationStatus(self.initial["status"]).label
            text = _(
                "Somebody else has changed the status to “%(status)s” in the meantime. "
                "Choose again and save."
            )
            self.errors.pop("status", None)
            self.add_error("status", ValidationError(text, params={"status": now}))
            # The page that comes back shows what is there now: it was seen by then.
            shown = cast("QueryDict", self.data).copy()
            for name in ("seen", "status"):
                shown[self.add_prefix(name)] = self.initial["status"]
            self.data = shown
        note = cleaned.get("delegation_note") or cleaned.get("step_note")
        is_step = "status" in self.changed_data and self.instance.pk
        if is_step and cleaned.get("status") in NEEDS_REASON and not note:
            self.add_error("step_note", _("State briefly why the delegation is not coming."))
        if note and not is_step and not self.errors:
            self.add_error("status", _("Choose the new status that the notes refer to."))
        return cleaned
