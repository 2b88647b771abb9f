"""Set the status of an invitation or the liaison officer of many delegations at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.forms import DayField, DayInput
from core.json_types import JsonValue
from delegations.bulk.actions import (
    ALREADY_SO,
    ActionForm,
    Applied,
    BulkAction,
    DelegationAction,
    Effect,
    Values,
)
from delegations.bulk.fields import LIAISON_OFFICER, REPLY_BY, SetField
from delegations.bulk.people_fields import LiaisonForm
from delegations.bulk.running import newest_changes
from delegations.choices import INVITATION_STEPS, NEEDS_REASON, InvitationStatus
from delegations.models import Delegation
from delegations.people.delegation_steps import change_delegation_status, way_back
from events.models import Event


class StatusForm(ActionForm):
    """A status, and why, if the delegations are not coming."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=InvitationStatus.choices)
    reason = forms.CharField(
        label=gettext_lazy("Note for the office"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Required if the delegations are not coming."),
    )

    def clean(self) -> dict[str, Any]:
        """Require a reason if the delegations are not coming."""
        cleaned = super().clean() or {}
        if cleaned.get("status") in NEEDS_REASON and not cleaned.get("reason"):
            self.add_error("reason", _("State briefly why the delegation is not coming."))
        return cleaned


class SetStatus(BulkAction[Delegation]):
    """Take the same step with the invitations of many delegations."""

    key, label = "status", gettext_lazy("Set status")
    form_class = StatusForm

    def effects(
        self, event: Event, rows: Sequence[Delegation], values: Values
    ) -> list[Effect[Delegation]]:
        """The status before and after."""
        to = InvitationStatus(str(values["status"]))
        return [
            Effect(row, str(row.get_status_display()), str(to.label), self._obstacle(row, to))
            for row in rows
        ]

    def _obstacle(self, row: Delegation, to: InvitationStatus) -> str | Promise:
        if row.status == to:
            return ALREADY_SO
        if to not in INVITATION_STEPS[InvitationStatus(row.status)]:
            return _("Not possible from “%s”.") % row.get_status_display()
        return ""

    def apply(
        self, event: Event, rows: Sequence[Delegation], values: Values, by: User
    ) -> Applied[Delegation]:
        """Record each step with its author."""
        to = InvitationStatus(str(values["status"]))
        note = str(values.get("reason", ""))
        for row in rows:
            change_delegation_status(delegation=row, to=to, by=by, office_note=note)
        newest = newest_changes("delegation", [row.pk for row in rows])
        return Applied(
            [{"pk": row.pk, "before": row.status, "change": newest[row.pk]} for row in rows]
        )

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Step back, unless somebody has taken another step since or no step leads back."""
        undone = 0
        steps_by_key = {step["pk"]: step for step in steps if isinstance(step, dict)}
        newest = newest_changes("delegation", list(steps_by_key))
        for row in Delegation.objects.filter(event=event, pk__in=steps_by_key).order_by("pk"):
            step = steps_by_key[row.pk]
            way = way_back(InvitationStatus(row.status), InvitationStatus(str(step["before"])))
            if newest.get(row.pk) != step["change"] or not way:
                continue
            for to in way:
                note = _("Undone") if to in NEEDS_REASON else ""
                change_delegation_status(delegation=row, to=to, by=by, office_note=note)
            undone += 1
        return undone


class SetLiaisonOfDelegation(SetField[Delegation]):
    """Set the liaison officer."""

    key, label = "liaison", gettext_lazy("Set liaison officer")
    field = LIAISON_OFFICER
    form_class = LiaisonForm


class ReplyDeadlineForm(ActionForm):
    """The last day for the reply; none for that of the event."""

    reply_by = DayField(
        label=gettext_lazy("Last day for the reply"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Leave empty for the deadline of the event."),
    )


class SetReplyDeadline(SetField[Delegation]):
    """Give delegations a date of their own for the reply, or that of the event again."""

    key, label = "reply-by", gettext_lazy("Set reply deadline")
    field = REPLY_BY
    form_class = ReplyDeadlineForm

    def _key(self, values: Values) -> object:
        day = super()._key(values)
        return str(day) if day else None


DELEGATION_ACTIONS: tuple[DelegationAction, ...] = (
    SetStatus(),
    SetReplyDeadline(),
    SetLiaisonOfDelegation(),
)
