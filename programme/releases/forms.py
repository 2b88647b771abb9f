"""Forms of publishing, of withdrawing a session, and of links to the draft."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import MomentField
from core.text.dates import moment_range
from programme.agenda.values import Agenda
from programme.checks.review import Review
from programme.choices import TakingBack
from programme.releases.changes import Change
from programme.releases.services import TakenBack, errors_fingerprint, fingerprint


class ReviewedForm(forms.Form):
    """Publish reviewed changes: a comment, and digests of the changes and errors shown."""

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
        help_text=_("The release records which errors were open."),
    )
    reviewed = forms.CharField(widget=forms.HiddenInput)
    errors_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        if data is None and not self.initial.get("errors_seen"):
            del self.fields["publish_anyway"], self.fields["errors_seen"]

    def shown_with(self, changes: list[Change], review: Review) -> "ReviewedForm":
        """Return the form to show beside these changes and findings, with what was typed before."""
        typed = {name: self.data.get(name, "") for name in ("comment", "due_at")}
        reviewed = {
            "reviewed": fingerprint(changes),
            "errors_seen": errors_fingerprint(review.open_errors),
        }
        return type(self)(initial=typed | reviewed)

    @property
    def despite(self) -> str:
        """The digest of the errors to publish with; empty unless “Publish anyway” is ticked."""
        anyway: bool = self.cleaned_data["publish_anyway"]
        return str(self.cleaned_data["errors_seen"]) if anyway else ""


class ReleaseForm(ReviewedForm):
    """Publish the draft now or later, and choose what happens to the sessions that it takes back.

    `taken_back` are the published sessions that are no longer public in the draft.
    """

    due_at = MomentField(
        label=_("Public from"),
        required=False,
        help_text=_("In the time zone of the forum. Leave empty to publish at once."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: dict[str, str] | None = None,
        taken_back: Iterable[TakenBack] = (),
    ) -> None:
        super().__init__(data, initial=initial)
        self._taken_back = {f"way-{taken.session.guid}": taken for taken in taken_back}
        for name, taken in self._taken_back.items():
            values = {
                "title": taken.session.title,
                "when": moment_range(taken.session.start, taken.session.end),
            }
            self.fields[name] = forms.ChoiceField(
                label=_("What should happen to “%(title)s” (%(when)s)?") % values,
                choices=TakingBack.choices,
                initial=TakingBack.WITHDRAWN if taken.is_withdrawn else TakingBack.CALLED_OFF,
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields(self._taken_back)

    def shown_with(self, changes: list[Change], review: Review) -> "ReleaseForm":
        """Return the form to show beside these changes and findings, with what was typed before."""
        shown = super().shown_with(changes, review)
        ways = {name: self.data[name] for name in self._taken_back if name in self.data}
        shown = type(self)(initial={**shown.initial, **ways}, taken_back=self._taken_back.values())
        shown.errors.update(self.errors)
        return shown

    def clean_due_at(self) -> datetime | None:
        """Refuse the past: a mistyped year would publish at once."""
        due_at: datetime | None = self.cleaned_data["due_at"]
        if due_at and due_at <= timezone.now():
            raise ValidationError(
                _("This date and time is in the past. Leave it empty to publish at once.")
            )
        return due_at

    @property
    def withdraw(self) -> set[str]:
        """The guids of the sessions to withdraw, as chosen or else as proposed."""
        return {
            taken.session.guid
            for name, taken in self._taken_back.items()
            if (self.cleaned_data[name] or self.fields[name].initial) == TakingBack.WITHDRAWN
        }


class WithdrawSessionForm(forms.Form):
    """Withdraw one session of the published agenda."""

    session = forms.ChoiceField(label=_("Session"), choices=())
    comment = forms.CharField(
        label=_("Comment for visitors"),
        max_length=500,
        required=False,
        help_text=_("Do not name the session: visitors read this."),
    )

    def __init__(self, data: QueryDict | None = None, *, agenda: Agenda, chosen: str = "") -> None:
        super().__init__(data, initial={"session": chosen})
        field: Any = self.fields["session"]
        field.choices = [
            ("", "---------"),
            *(
                (session.guid, f"{moment_range(session.start, session.end)} · {session.title}")
                for session in agenda.sessions
            ),
        ]


class PreviewLinkForm(forms.ModelForm):
    """A link to the draft for somebody outside the team: for whom, and for how many days."""

    days = forms.IntegerField(label=_("Valid for (days)"), min_value=1, max_value=30, initial=7)
