"""Merging two records of a person: what happens to appearances, seats and profiles."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.files.uploads import remove_after_commit
from delegations.duplicates.merge_rules import Rule
from delegations.duplicates.merge_steps import Merging
from delegations.models import Attendee
from programme.choices import AppearanceState, SessionStatus, SignUpState
from programme.models import Appearance, Profile, Session, SignUp
from programme.sign_ups.services import fill_seats


def merge_appearances(merging: Merging, rows: Iterable[Appearance]) -> None:
    """Move all appearances; two in the same role and session become one."""
    own = {
        (appearance.session_id, appearance.role): appearance
        for appearance in merging.kept.appearances.all()
    }
    for row in rows:
        ours = own.get((row.session_id, row.role))
        if ours is None:
            merging.move(row)
            continue
        merging.remove(row, _("the same role in the same session becomes one place"))
        if AppearanceState.CONFIRMED in (row.state, ours.state):
            merging.change(ours, state=AppearanceState.CONFIRMED)


def merge_seats(merging: Merging, rows: Iterable[SignUp]) -> None:
    """Move seats, one for each session and none at the same time as another or as an appearance.

    Seats that come free go to people who wait. Sessions are locked after the people, as in every
    change of a seat.
    """
    pair = (merging.kept.pk, merging.other.pk)
    keys = SignUp.objects.filter(attendee__in=pair).values("session")
    locked = Session.objects.select_for_update(of=("self",), no_key=True)
    sessions = {session.pk: session for session in locked.filter(pk__in=keys).order_by("pk")}
    own = {seat.session_id: seat for seat in SignUp.objects.filter(attendee=merging.kept)}
    for row in rows:
        session = sessions[row.session_id]
        if row.session_id in own:
            _one_seat(merging, own[row.session_id], row)
        elif _is_elsewhere(session, merging.kept):
            _give_up(merging, row, _("this person is elsewhere at that time"))
        else:
            merging.move(row)
    for row in own.values():
        if _is_on_stage(sessions[row.session_id], merging.kept):
            _give_up(merging, row, _("this person is elsewhere at that time"))
    coming = [session for session in sessions.values() if session.start > timezone.now()]
    merging.afterwards += [partial(fill_seats, session=session) for session in coming]


def _one_seat(merging: Merging, ours: SignUp, theirs: SignUp) -> None:
    _give_up(merging, theirs, _("two sign-ups for the same session become one seat"))
    if theirs.state == SignUpState.SEATED != ours.state:
        merging.change(ours, state=theirs.state, seated_at=theirs.seated_at, at=theirs.at)


def _give_up(merging: Merging, row: SignUp, note: str | Promise) -> None:
    """Remove a seat; if the merge is undone, the person waits, because others may have the seat."""
    merging.remove(row, note)
    merging.steps[-1].before["fields"] |= {"state": SignUpState.WAITING, "seated_at": None}


def _is_elsewhere(session: Session, person: Attendee) -> bool:
    seats = SignUp.objects.filter(attendee=person)
    return _at_the_time(seats, session) or _is_on_stage(session, person)


def _is_on_stage(session: Session, person: Attendee) -> bool:
    stage = Appearance.objects.filter(attendee=person).exclude(state=AppearanceState.DECLINED)
    return _at_the_time(stage, session)


def _at_the_time(
    rows: models.QuerySet[SignUp] | models.QuerySet[Appearance], session: Session
) -> bool:
    meanwhile = rows.filter(session__start__lt=session.end, session__end__gt=session.start)
    others = meanwhile.exclude(session=session).exclude(session__status=SessionStatus.CANCELLED)
    return bool(others.exists())


def merge_profiles(merging: Merging, rows: Iterable[Profile]) -> None:
    """Keep biography and photograph as chosen, and delete the other photograph."""
    for theirs in rows:
        ours = Profile.objects.filter(attendee=merging.kept).first()
        if ours is None:
            merging.move(theirs)
            continue
        values = merging.values_from_other(ours, theirs)
        if "portrait" in values:
            values |= {
                "portrait": theirs.portrait.name,
                "portrait_digest": theirs.portrait_digest,
            }
        elif theirs.portrait.name:
            remove_after_commit(theirs.portrait.name)
        # Deleting the row would also delete the file, which the other row uses from now on.
        theirs.portrait = None
        merging.remove(theirs, _("both have one: each field as chosen"))
        merging.change(ours, **values)


MERGE_RULES: dict[str, Rule] = {
    "programme.Appearance.attendee": merge_appearances,
    "programme.SignUp.attendee": merge_seats,
    "programme.Profile.attendee": merge_profiles,
}
MERGE_WORDS: dict[type[models.Model], Callable[[Any], str]] = {
    Appearance: lambda row: f"{row.session} ({row.get_role_display()}, {row.get_state_display()})",
    SignUp: lambda row: f"{row.session} ({row.get_state_display()})",
    Profile: lambda row: "",
}
