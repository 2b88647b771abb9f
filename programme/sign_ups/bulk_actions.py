"""Seat many people in a session at once: in a sub-forum, at a dinner, on a tour."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.form_fields import form_field
from core.json_types import JsonValue
from delegations.bulk.actions import ActionForm, Applied, BulkAction, Effect, Values
from delegations.choices import NOT_COMING
from delegations.models import Attendee
from events.models import Event
from programme.models import Session, SignUp
from programme.sign_ups.services import (
    DelegationFull,
    ElsewhereThen,
    SignUpClosed,
    claim_seat,
    give_up_seat,
    is_open,
)


class SeatForm(ActionForm):
    """A session that takes sign-ups."""

    session = forms.ModelChoiceField(label=gettext_lazy("Session"), queryset=Session.objects.none())

    def __init__(self, data: QueryDict | None, *, event: Event, user: User) -> None:
        super().__init__(data, event=event, user=user)
        sessions = Session.objects.filter(event=event, needs_sign_up=True).order_by("start", "pk")
        form_field(self, "session", forms.ModelChoiceField).queryset = sessions

    def clean_session(self) -> Session:
        """A session whose sign-up is open."""
        session: Session = self.cleaned_data["session"]
        if not is_open(session):
            raise forms.ValidationError(_("The sign-up for this session is closed."))
        return session


class GiveSeats(BulkAction[Attendee]):
    """Seat people, or put them on the waiting list once all seats are taken."""

    key, label = "seat", gettext_lazy("Give a seat in a session")
    form_class = SeatForm
    note = gettext_lazy("When all seats are taken, people join the waiting list in this order.")

    def effects(
        self, event: Event, rows: Sequence[Attendee], values: Values
    ) -> list[Effect[Attendee]]:
        """The session of each person; those who are in it or not coming are left out."""
        session = values["session"]
        known = set(SignUp.objects.filter(session=session).values_list("attendee_id", flat=True))
        return [
            Effect(row, "", str(session), _obstacle(row, has_seat=row.pk in known)) for row in rows
        ]

    def apply(
        self, event: Event, rows: Sequence[Attendee], values: Values, by: User
    ) -> Applied[Attendee]:
        """Seat one after the other; those who cannot have a seat are named with the reason."""
        session, applied = values["session"], Applied[Attendee]()
        for row in rows:
            try:
                seat = claim_seat(session=session, attendee=row, by=by)
            except SignUpClosed:
                refusal = _("The sign-up for this session is closed.")
            except DelegationFull:
                refusal = _("The delegation has no seat left in this session.")
            except ElsewhereThen as error:
                refusal = _("Elsewhere at that time: %s") % error
            else:
                applied.undo.append(seat.pk)
                continue
            applied.refused.append(Effect(row, obstacle=refusal))
        return applied

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Give the seats up again; people who wait move up."""
        undone = 0
        seats = SignUp.objects.filter(session__event=event, pk__in=list(steps))
        for seat in seats.select_related("session", "attendee"):
            try:
                undone += give_up_seat(session=seat.session, attendee=seat.attendee)
            except SignUpClosed:
                continue
        return undone


def _obstacle(row: Attendee, *, has_seat: bool) -> str | Promise:
    if has_seat:
        return _("Already signed up for this session.")
    return _("This person is not coming.") if row.status in NOT_COMING else ""
