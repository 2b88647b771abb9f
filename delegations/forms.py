"""What staff choose in the attendee list. The state is in the address."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from delegations.choices import (
    INVITATION_STEPS,
    NEEDS_REASON,
    AttendeeFunction,
    AttendeeStatus,
    InvitationStatus,
    RankClass,
)
from delegations.columns import ListColumn
from delegations.lists import ALPHABETICAL, PRECEDENCE, AttendeeList
from delegations.models import Delegation
from events.models import Event

_FILTERS = ("q", "delegation", "country", "function", "rank", "status", "counted", "session")
NOT_APPROVED = "not-approved"


class DelegationForm(forms.ModelForm):
    """A delegation. Its status takes one step at a time, with what is to be said about it."""

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
        help_text=_("Both notes are kept with the change of status."),
    )

    # The status that the page was opened with: a newer one is not overwritten unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("status")
        if self.instance.pk and field is not None:
            self.fields["seen"].initial = self.instance.status
            now = InvitationStatus(self.instance.status)
            steps = INVITATION_STEPS[now] | {now}
            field.choices = [(one.value, one.label) for one in InvitationStatus if one in steps]

    def clean(self) -> dict[str, Any]:
        """Ask why, where the delegation does not come."""
        cleaned: dict[str, Any] = super().clean() or {}
        seen = cleaned.get("seen")
        if self.instance.pk and seen and seen != self.initial.get("status"):
            now = InvitationStatus(self.initial["status"]).label
            text = _("Somebody else has made it “%(status)s” meanwhile. Choose again, and save.")
            self.errors.pop("status", None)
            self.add_error("status", ValidationError(text, params={"status": now}))
            # The page that comes back shows what is there now: it was seen by then.
            shown = cast("QueryDict", self.data).copy()
            for name in ("seen", "status"):
                shown[self.add_prefix(name)] = self.initial["status"]
            self.data = shown
        said = cleaned.get("delegation_note") or cleaned.get("step_note")
        is_step = "status" in self.changed_data and self.instance.pk
        if is_step and cleaned.get("status") in NEEDS_REASON and not said:
            self.add_error("step_note", _("Say in a few words why the delegation does not come."))
        if said and not is_step and not self.errors:
            self.add_error("status", _("Choose the step that the notes are about."))
        return cleaned


class AttendeeFilterForm(forms.Form):
    """Search, filters, order and columns of the attendee list."""

    q = forms.CharField(label=_("Name, office or city"), required=False, max_length=100)
    delegation = forms.ModelChoiceField(
        label=_("Delegation"),
        queryset=Delegation.objects.none(),
        required=False,
        empty_label=_("all"),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    function = forms.ChoiceField(
        label=_("Function"), required=False, choices=[("", _("all")), *AttendeeFunction.choices]
    )
    rank = forms.ChoiceField(
        label=_("Rank class"), required=False, choices=[("", _("all")), *RankClass.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("all")), (NOT_APPROVED, _("not approved")), *AttendeeStatus.choices],
    )
    counted = forms.ChoiceField(
        label=_("Counted"),
        required=False,
        choices=[("", _("all")), ("yes", _("counted")), ("no", _("not counted"))],
    )
    session = forms.ChoiceField(label=_("On stage in"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(ALPHABETICAL, _("Alphabetical by country")), (PRECEDENCE, _("Precedence"))],
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason for sensitive columns"), required=False, max_length=300
    )

    def __init__(
        self,
        data: Any,
        *,
        event: Event,
        columns: Mapping[str, ListColumn],
        sessions: Sequence[tuple[str, str]],
        country_names: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.event = event
        self.available = columns
        field: Any = self.fields["delegation"]
        field.queryset = event.delegations.select_related("organisation").alphabetical()
        self._choose("country", [("", _("all")), *country_names])
        self._choose("session", [("", _("all")), ("any", _("any session")), *sessions])
        self._choose("columns", [(key, one.heading) for key, one in columns.items()])
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def lacks_reason(self) -> bool:
        """Whether a sensitive column is asked for and nobody said what for."""
        sensitive = any(column.is_sensitive for column in self.chosen_columns())
        return sensitive and not self.cleaned_data["reason"]

    def chosen_columns(self) -> list[ListColumn]:
        """The columns asked for, in the list's own order; the usual ones where none is."""
        keys = set(self.cleaned_data.get("columns") or ())
        return [
            column
            for key, column in self.available.items()
            if (key in keys if keys else column.is_default)
        ]

    def attendee_list(self) -> AttendeeList:
        """The list asked for. Only for a valid form."""
        chosen = self.cleaned_data
        lookups = {
            "delegation": chosen["delegation"],
            "delegation__organisation__country": chosen["country"],
            "function": chosen["function"],
            "rank_class": chosen["rank"],
            **_by_status(chosen["status"]),
        }
        return AttendeeList(
            event=self.event,
            columns=self.chosen_columns(),
            order=chosen["order"] or ALPHABETICAL,
            text=chosen["q"],
            filters={name: value for name, value in lookups.items() if value},
            counted={"yes": True, "no": False}.get(chosen["counted"]),
        )

    def in_words(self) -> dict[str, str]:
        """The filters as a person reads them: label to value, for the file and for the log."""
        words = {}
        for name in _FILTERS:
            value = self.cleaned_data.get(name)
            if value:
                field: Any = self.fields[name]
                labels = {} if name == "delegation" else dict(getattr(field, "choices", ()))
                words[str(field.label)] = str(labels.get(value, value))
        return words


def _by_status(chosen: str) -> dict[str, Any]:
    if chosen == NOT_APPROVED:
        return {"status__in": [one for one in AttendeeStatus if one != AttendeeStatus.APPROVED]}
    return {"status": chosen}
