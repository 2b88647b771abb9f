"""The forms of office tables, whose state is in the URL, and of the letters of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.form_fields import form_field
from core.forms import DayField, DayInput, MomentField
from delegations.models import VisaLetter
from delegations.querysets import ALPHABETICAL, PRECEDENCE
from events.models import Event


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the form of a table may offer: journeys, and versions by number and label."""

    event: Event
    may_see_journeys: bool
    versions: Sequence[tuple[str, str]] = ()


class TableForm(forms.Form):
    """The choices of a table: by default none."""

    reason = forms.CharField(
        label=_("Reason for sensitive columns"), required=False, max_length=300
    )
    chosen: Sequence[str] = ()

    def __init__(self, data: QueryDict | None, options: TableOptions) -> None:
        super().__init__(data)
        self.set_up(options)

    def set_up(self, options: TableOptions) -> None:
        """Fit the fields to the event and to the rights of the reader."""
        del self.fields["reason"]

    @property
    def of_the_menu(self) -> list[forms.BoundField]:
        """The fields of the menu of filters; the reason is asked for beside the files."""
        return [self[name] for name in self.fields if name != "reason"]

    def in_words(self) -> dict[str, str]:
        """The choices in words, by label."""
        return {str(self.fields[name].label): text for name, text in self.choices_made().items()}

    def choices_made(self) -> dict[str, str]:
        """The choices in words, by parameter."""
        texts = {}
        for name in self.chosen:
            if value := self.cleaned_data.get(name):
                labels = dict(getattr(self.fields[name], "choices", ()))
                texts[name] = _as_words(labels.get(value, value))
        return texts


def _as_words(value: object) -> str:
    if value is True:
        return str(_("yes"))
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)


class SensitiveForm(TableForm):
    """The reason, for tables that leave the portal with one only."""

    def set_up(self, options: TableOptions) -> None:
        """Keep the field for the reason."""


class MasterForm(TableForm):
    """The order of the delegations, and whether to include journeys."""

    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(ALPHABETICAL, _("Alphabetical by country")), (PRECEDENCE, _("Precedence"))],
    )
    journeys = forms.BooleanField(label=_("With arrival, departure and hotels"), required=False)
    chosen = ("order", "journeys")
    field_order = ("order", "journeys", "reason")

    def set_up(self, options: TableOptions) -> None:
        """Offer journeys only to readers who may see them."""
        if not options.may_see_journeys:
            del self.fields["journeys"], self.fields["reason"]


class ChangesForm(TableForm):
    """The start of the changes: a time, or a version of the sheet; by default one day ago.

    The page opens with the newest version, which the desks have.
    """

    version = forms.ChoiceField(label=_("Since version"), required=False)
    since = MomentField(
        label=_("Since"),
        required=False,
    )
    chosen = ("version", "since")

    def set_up(self, options: TableOptions) -> None:
        """Offer the exported versions of the sheet."""
        super().set_up(options)
        form_field(self, "version", forms.ChoiceField).choices = [("", "–"), *options.versions]
        if not options.versions:
            del self.fields["version"]

    def clean(self) -> dict[str, object]:
        """Ignore the time if a version is chosen; use one day ago if neither is given."""
        chosen = self.cleaned_data
        if chosen.get("version"):
            chosen["since"] = None
        elif "since" not in self.errors:
            chosen["since"] = chosen.get("since") or timezone.now() - timedelta(days=1)
        return chosen


class VisaLetterForm(forms.ModelForm):
    """What became of a letter."""

    sent_on = DayField(label=_("Sent on"), required=False, widget=DayInput)

    class Meta:
        model = VisaLetter
        fields = ("stamped_by", "sent_on", "visa")

    def save_changes(self) -> None:
        """Save what was changed here alone: two officers may fill in one letter."""
        letter = self.save(commit=False)
        letter.save(update_fields=self.changed_data)


class RevokeForm(forms.Form):
    """Why a letter is no longer valid."""

    reason = forms.CharField(
        label=_("Reason for revoking"),
        max_length=300,
        help_text=_("The number stays in the register and is not given again."),
    )
