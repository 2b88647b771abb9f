"""Approve or return many people at once."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.json_types import JsonValue
from delegations.access.focal_point_mails import tell_decision
from delegations.bulk.actions import (
    ALREADY_SO,
    ActionForm,
    Applied,
    BulkAction,
    Effect,
    PeopleAction,
    Values,
)
from delegations.bulk.running import newest_changes
from delegations.choices import TRANSITIONS, AttendeeStatus, ConsentPurpose
from delegations.decisions.queue import count_over_quota
from delegations.decisions.services import decide_people
from delegations.models import Attendee
from delegations.people.person_steps import approve_people, change_attendee_status
from delegations.people.quotas import load_uses_over_quota
from events.models import Event


class Decide(BulkAction[Attendee]):
    """Give people a new status by a decision, which their focal points are e-mailed."""

    to: AttendeeStatus

    def effects(
        self, event: Event, rows: Sequence[Attendee], values: Values
    ) -> list[Effect[Attendee]]:
        """The status before and after."""
        obstacles = self.load_obstacles(event, rows)
        return [
            Effect(
                row,
                str(row.get_status_display()),
                str(self.to.label),
                self._wrong_status(row) or obstacles.get(row.pk, ""),
            )
            for row in rows
        ]

    def _wrong_status(self, row: Attendee) -> str | Promise:
        if row.status == self.to:
            return ALREADY_SO
        if self.to not in TRANSITIONS[AttendeeStatus(row.status)]:
            return _("Not possible from “%s”.") % row.get_status_display()
        return ""

    def load_obstacles(self, event: Event, rows: Sequence[Attendee]) -> dict[int, str | Promise]:
        """Why the decision cannot be made, by person; those who are not in it are free."""
        return {}

    def apply(
        self, event: Event, rows: Sequence[Attendee], values: Values, by: User
    ) -> Applied[Attendee]:
        """Decide on the people of each status together: one mail for each focal point."""
        by_status: dict[str, list[Attendee]] = {}
        for row in rows:
            by_status.setdefault(row.status, []).append(row)
        for status, people in by_status.items():
            decide_people(
                event=event,
                people=people,
                to=self.to,
                by=by,
                delegation_note=str(values.get("reason", "")),
                seen=AttendeeStatus(status),
            )
        newest = newest_changes("attendee", [row.pk for row in rows])
        return Applied(
            [{"pk": row.pk, "before": row.status, "change": newest[row.pk]} for row in rows]
        )

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Give people their former status back, unless somebody has decided on them since.

        Who was approved, and cannot be approved any more, stays submitted and is not counted. Each
        step is recorded, and the focal points are notified.
        """
        done = {step["pk"]: step for step in steps if isinstance(step, dict)}
        newest = newest_changes("attendee", list(done))
        untouched = [pk for pk, step in done.items() if newest.get(pk) == step["change"]]
        people = Attendee.objects.of_event(event).filter(pk__in=untouched, status=self.to)
        restored = list(people.order_by("pk"))
        for row in restored:
            change_attendee_status(attendee=row, to=AttendeeStatus.SUBMITTED, by=by)
        again = [row for row in restored if done[row.pk]["before"] == AttendeeStatus.APPROVED]
        obstacles = Approve().load_obstacles(event, again)
        approve_people(people=[row for row in again if row.pk not in obstacles], by=by)
        rows = Attendee.objects.filter(pk__in=[row.pk for row in restored])
        tell_decision(people=list(rows), note="")
        return len(restored) - len(obstacles)


class Approve(Decide):
    """Approve submitted people, as far as they agree and their delegation has places."""

    key, label = "approve", gettext_lazy("Approve")
    to = AttendeeStatus.APPROVED

    def load_obstacles(self, event: Event, rows: Sequence[Attendee]) -> dict[int, str | Promise]:
        """People who refused to be registered, and those of a delegation over its quota."""
        keys, delegations = [row.pk for row in rows], {row.delegation_id for row in rows}
        refusing = Attendee.objects.filter(pk__in=keys).refusing(ConsentPurpose.REGISTRATION)
        over = count_over_quota(event, delegations)
        functions = load_uses_over_quota(event, delegations)
        too_many: dict[int, str | Promise] = {
            row.pk: _("The delegation is over its quota. Decide under “Waiting”.")
            for row in rows
            if (row.counted and over.get(row.delegation_id, 0) > 0)
            or any(use.function == row.function for use in functions[row.delegation_id])
        }
        unwilling = dict.fromkeys(
            refusing.values_list("pk", flat=True), _("Has refused consent to registration.")
        )
        return {**too_many, **unwilling}


class ReasonForm(ActionForm):
    """Why people are returned; their delegations read it."""

    reason = forms.CharField(
        label=gettext_lazy("Note for the delegation"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": gettext_lazy("State what the delegation must change, or why you refuse.")
        },
    )


class Return(Decide):
    """Return people to their delegations, because something is missing."""

    key, label = "return", gettext_lazy("Return to the delegation")
    to = AttendeeStatus.RETURNED
    form_class = ReasonForm


DECISION_ACTIONS: tuple[PeopleAction, ...] = (Approve(), Return())
