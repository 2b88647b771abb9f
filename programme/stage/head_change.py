"""Changing the head of a delegation, with a decision on every place and seat of the former head.

Nothing passes to the new head by itself: a deputy must not sit in the mayor's chair because the
portal moved the seat. Being head, rank and VIP are separate facts (docs/architecture.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.text.languages import in_language, interface_languages
from core.text.translated import TranslatedText
from delegations.choices import NOT_COMING, AttendeeFunction, AttendeeStatus
from delegations.models import Attendee, Delegation, HeadChange
from delegations.people.delegation_order import lock_order, refresh_order
from delegations.people.person_steps import (
    NotEligible,
    change_attendee_status,
    name_head,
    step_down,
)
from programme.choices import AppearanceState
from programme.models import Appearance, Session, SignUp
from programme.sign_ups.services import fill_seats, refuse_elsewhere

LEAVE, TAKE, MOVE = "leave", "take", "move"
_LONGEST_NAME = 120


class HeadMovedOn(Exception):
    """The head, or the places and seats of the head, have changed since they were shown."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What happens to everything that the former head had: LEAVE, TAKE or MOVE by primary key.

    `stage` is None if the user may not change the agenda: places on stage are then not changed.
    """

    stage: Mapping[int, str] | None = None
    seats: Mapping[int, str] = field(default_factory=dict)
    keeps_position: bool = False
    keeps_liaison: bool = True


def load_places(head: Attendee | None) -> list[Appearance]:
    """Load the appearances of a head that were not declined, by time."""
    rows = Appearance.objects.filter(attendee=head) if head else Appearance.objects.none()
    ordered = rows.exclude(state=AppearanceState.DECLINED).select_related("session__room")
    return list(ordered.order_by("session__start", "pk"))


def load_seats(head: Attendee | None) -> list[SignUp]:
    """Load the sign-ups of a head, seated or waiting, by time."""
    rows = SignUp.objects.filter(attendee=head) if head else SignUp.objects.none()
    return list(rows.select_related("session__room").order_by("session__start", "pk"))


@transaction.atomic
def change_head(
    *,
    delegation: Delegation,
    to: Attendee | None,
    seen: Attendee | None,
    former_becomes: str,
    decisions: Decisions,
    note: str,
    by: User,
) -> HeadChange:
    """Make `to`, or nobody yet, head of a delegation, and carry out the decisions.

    `seen` is the head whom the user saw; `former_becomes` is a function or `withdrawn`. Public
    pages change only with the next release.

    Raises HeadMovedOn, NotEligible, ElsewhereThen.
    """
    event = lock_order(pk=delegation.event_id)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("organisation").get(pk=delegation.pk)
    before = row.precedence_position
    former, new = _people(row, to, seen)
    _refuse_moved_on(former, decisions)
    if former is not None:
        _decide_stage(row, former, new, decisions.stage or {}, by)
        _decide_seats(former, new, decisions.seats)
    _decide_delegation(row, decisions, by)
    _hand_over(former, new, former_becomes, note, by)
    refresh_order(event=event)
    _fill(decisions.seats, former)
    row.refresh_from_db()
    return HeadChange.objects.create(
        delegation=row,
        former=former,
        new=new,
        by=by,
        note=note,
        place_before=before,
        place_after=row.precedence_position,
    )


def _people(
    row: Delegation, to: Attendee | None, seen: Attendee | None
) -> tuple[Attendee | None, Attendee | None]:
    people = row.attendees.select_for_update(of=("self",), no_key=True).order_by("pk")
    by_key = {person.pk: person for person in people}
    former = next((person for person in by_key.values() if person.is_head), None)
    if former != seen:
        raise HeadMovedOn
    if to is None:
        return former, None
    new = by_key.get(to.pk)
    if new is None or new == former or new.status in NOT_COMING:
        raise NotEligible
    return former, new


def _refuse_moved_on(former: Attendee | None, decisions: Decisions) -> None:
    if decisions.stage is not None and set(decisions.stage) != {
        place.pk for place in load_places(former)
    }:
        raise HeadMovedOn
    if set(decisions.seats) != {seat.pk for seat in load_seats(former)}:
        raise HeadMovedOn


def _decide_stage(
    row: Delegation,
    former: Attendee,
    new: Attendee | None,
    stage: Mapping[int, str],
    by: User,
) -> None:
    for place in Appearance.objects.select_for_update().filter(pk__in=stage).order_by("pk"):
        decision = stage[place.pk]
        if decision == LEAVE:
            continue
        place.updated_by = by
        same = Appearance.objects.filter(session=place.session_id, role=place.role, attendee=new)
        if decision == MOVE and new is not None:
            if same.exists():
                # The new head is already on that stage in the same role.
                place.deleted_by = by
                place.delete()
                continue
            place.attendee = new
        else:
            place.attendee, place.placeholder = None, _to_be_confirmed(row)
        place.state = AppearanceState.INVITED
        place.save()


def _to_be_confirmed(row: Delegation) -> TranslatedText:
    """Return a placeholder for the head of delegation in the languages of event and interface."""
    names = {}
    known = [code for code in row.event.languages if code in interface_languages()]
    for code in known or [row.event.source_language]:
        with in_language(code):
            name = row.organisation.name.best(code).text[:_LONGEST_NAME]
            names[code] = _("Head of delegation, %(organisation)s, to be confirmed") % {
                "organisation": name
            }
    return TranslatedText(names)


def _decide_seats(former: Attendee, new: Attendee | None, seats: Mapping[int, str]) -> None:
    """Decide on seats. Locks the sessions after the people, as every change of a seat does."""
    held = SignUp.objects.filter(pk__in=seats)
    sessions = Session.objects.select_for_update(of=("self",), no_key=True)
    locked = {session.pk: session for session in sessions.filter(sign_ups__in=held).order_by("pk")}
    for seat in held.order_by("pk"):
        decision = seats[seat.pk]
        if decision == TAKE or (decision == MOVE and new is None):
            seat.delete()
        elif decision == MOVE and new is not None:
            if SignUp.objects.filter(session=seat.session_id, attendee=new).exists():
                seat.delete()
                continue
            refuse_elsewhere(locked[seat.session_id], new)
            seat.attendee = new
            seat.save(update_fields=["attendee"])


def _decide_delegation(row: Delegation, decisions: Decisions, by: User) -> None:
    if not decisions.keeps_position:
        row.manual_position, row.manual_reason, row.manual_by = None, "", None
    if not decisions.keeps_liaison:
        row.liaison_officer = None
    row.updated_by = by
    row.save()


def _hand_over(
    former: Attendee | None, new: Attendee | None, former_becomes: str, note: str, by: User
) -> None:
    leaves = former_becomes == AttendeeStatus.WITHDRAWN
    becomes = AttendeeFunction.DELEGATE if leaves else AttendeeFunction(former_becomes)
    if new is not None:
        name_head(attendee=new, by=by, former_becomes=becomes)
    elif former is not None:
        step_down(attendee=former, becomes=becomes, by=by)
    if former is not None and leaves and former.status not in NOT_COMING:
        change_attendee_status(
            attendee=former, to=AttendeeStatus.WITHDRAWN, by=by, office_note=note
        )


def _fill(seats: Mapping[int, str], former: Attendee | None) -> None:
    """Give the seats that came free to people who wait."""
    if former is None or not seats:
        return
    waiting = SignUp.objects.waiting().values("session")
    coming = Session.objects.filter(event=former.delegation.event_id, start__gt=timezone.now())
    for session in coming.filter(pk__in=waiting, needs_sign_up=True).taking_place():
        fill_seats(session=session)
