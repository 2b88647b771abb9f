"""The forms in which a focal point replies to the invitation."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from delegations.choices import DeclineReason
from delegations.models import Attendee
from delegations.people.edit_conflicts import SeenField
from delegations.people.merge_edits import read_token, seen_token
from delegations.registration.replies import ReplyOptions

HEAD_FIELDS = ("given", "family", "office_title_en")


class ReplyForm(forms.Form):
    """What both replies carry: from which state of the reply the form was made."""

    seen_reply = forms.CharField(required=False, widget=forms.HiddenInput)

    def show_meanwhile(self, options: ReplyOptions) -> None:
        """Keep what was typed, so that sending it again is a reply to what is shown now."""
        self.data = {**self.data, "seen_reply": options.seen}


class AcceptForm(ReplyForm):
    """How many people come, and who leads them."""

    party_size = forms.IntegerField(label=_("How many people will come?"), min_value=1)
    is_undecided = forms.BooleanField(
        label=_("The head of delegation has not been decided yet"), required=False
    )
    given = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family = forms.CharField(label=_("Family name"), max_length=120, required=False)
    office_title_en = forms.CharField(
        label=_("Office title in English"),
        max_length=200,
        required=False,
        help_text=_("For example Mayor of the City of Lyon."),
    )
    seen = SeenField()

    def __init__(self, data: object, *, most: int, head: Attendee | None, **kwargs: object) -> None:
        known = {name: getattr(head, name) for name in HEAD_FIELDS} if head else {}
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        self.initial.update(known, seen=seen_token(known))
        size = self.fields["party_size"]
        size.widget.attrs |= {"max": most, "inputmode": "numeric"}
        size.validators.append(MaxValueValidator(most))
        if head is not None:
            del self.fields["is_undecided"]

    def clean(self) -> dict[str, object]:
        """Require a name and an office, or the answer that nobody has been chosen."""
        cleaned = super().clean() or {}
        is_undecided, is_named = cleaned.get("is_undecided"), any(self.head.values())
        if is_undecided and is_named:
            text = _("Either name the head of delegation, or tick that this is not decided yet.")
            self.add_error("is_undecided", text)
        elif not is_undecided and not (cleaned.get("given") or cleaned.get("family")):
            self.add_error("family", _("Enter the name of the head of delegation."))
        return cleaned

    @property
    def head(self) -> dict[str, object]:
        """The fields of the head of delegation; all empty if not decided."""
        return {name: self.cleaned_data.get(name, "") for name in HEAD_FIELDS}

    @property
    def seen_head(self) -> dict[str, str] | None:
        """The digests of the fields that the form showed."""
        return read_token(self.cleaned_data.get("seen") or "")


class DeclineForm(ReplyForm):
    """Why the delegation is not coming."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Message to the host office"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, object]:
        """Ask for words if none of the reasons is right."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == DeclineReason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("State briefly why the delegation is not coming."))
        return cleaned

    @property
    def reason_label(self) -> str:
        """The chosen reason, in the language of the reader."""
        return str(DeclineReason(self.cleaned_data["reason"]).label)
