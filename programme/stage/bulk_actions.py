"""Put many people on the stage of a session at once."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.db.models import Max
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Right
from core.form_fields import form_field
from core.json_types import JsonValue
from delegations.bulk.actions import ActionForm, Applied, BulkAction, Effect, Values
from delegations.choices import NOT_COMING
from delegations.models import Attendee
from events.models import Event
from programme.choices import AppearanceRole
from programme.models import Appearance, Session
from programme.querysets import AppearanceQuerySet


class StageForm(ActionForm):
    """A session that this person may edit, and the role there."""

    session = forms.ModelChoiceField(label=gettext_lazy("Session"), queryset=Session.objects.none())
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=AppearanceRole.choices)

    def __init__(self, data: QueryDict | None, *, event: Event, user: User) -> None:
        super().__init__(data, event=event, user=user)
        sessions = Session.objects.editable_by(user).filter(event=event).order_by("start", "pk")
        form_field(self, "session", forms.ModelChoiceField).queryset = sessions


class PutOnStage(BulkAction[Attendee]):
    """Add people to the draft of a session. Visitors see it with the next release."""

    key, label = "stage", gettext_lazy("Put on stage in a session")
    rights: ClassVar[frozenset[Right]] = frozenset({Right.EDIT_PEOPLE, Right.EDIT_DRAFT})
    form_class = StageForm
    note = gettext_lazy("This changes the draft of the agenda. Visitors see it once published.")

    def effects(
        self, event: Event, rows: Sequence[Attendee], values: Values
    ) -> list[Effect[Attendee]]:
        """The session of each person; those who are on its stage or not coming are left out."""
        known = set(_appearances(values).values_list("attendee_id", flat=True))
        return [
            Effect(row, "", str(values["session"]), _obstacle(row, is_there=row.pk in known))
            for row in rows
        ]

    def apply(
        self, event: Event, rows: Sequence[Attendee], values: Values, by: User
    ) -> Applied[Attendee]:
        """Add each person after those who are there."""
        last = Appearance.objects.filter(session=values["session"]).aggregate(n=Max("position"))
        first = (last["n"] or 0) + 1
        made = [
            Appearance.objects.create(
                session=values["session"],
                attendee=row,
                role=values["role"],
                position=position,
                updated_by=by,
            )
            for position, row in enumerate(rows, start=first)
        ]
        return Applied([appearance.pk for appearance in made])

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Take people off the stage again, except those whose place was changed since."""
        undone = 0
        for row in Appearance.objects.filter(session__event=event, pk__in=list(steps)):
            if row.history.count() == 1:
                row.deleted_by = by
                row.delete()
                undone += 1
        return undone


def _appearances(values: Values) -> AppearanceQuerySet:
    return Appearance.objects.filter(session=values["session"], role=values["role"])


def _obstacle(row: Attendee, *, is_there: bool) -> str | Promise:
    if is_there:
        return _("Already on stage in this session.")
    return _("This person is not coming.") if row.status in NOT_COMING else ""
