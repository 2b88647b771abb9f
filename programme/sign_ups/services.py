"""Seats in sessions with sign-up: never overbooked, however many people sign up at once.

Each change locks the person, then the session, so that no count changes before it is used.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.access.focal_point_mails import tell_focal_points
from delegations.choices import NOT_COMING
from delegations.models import Attendee, FocalPoint
from programme.choices import SessionStatus, SignUpState
from programme.models import Appearance, Session, SignUp


class SignUpClosed(Exception):
    """The session has no sign-up, it is closed, or the person is not coming."""


class DelegationFull(Exception):
    """The delegation already has as many seats as a delegation may have."""


class ElsewhereThen(Exception):
    """The person has another seat, or is on stage, at that time. Holds that session."""


def seat_count(session: Session) -> int | None:
    """Return the number of seats in the session, or None if it is unlimited."""
    if session.capacity is not None:
        return session.capacity
    return session.room.capacity if session.room else None


def is_open(session: Session) -> bool:
    """Whether seats can be claimed and given up."""
    closes = session.sign_up_closes_at or session.start
    takes = session.needs_sign_up and session.status != SessionStatus.CANCELLED
    return takes and timezone.now() < closes


@transaction.atomic
def claim_seat(
    *,
    session: Session,
    attendee: Attendee,
    by_focal_point: FocalPoint | None = None,
    by: User | None = None,
) -> SignUp:
    """Seat a person or put them on the waiting list; a sign-up that exists is returned as it is.

    Raises SignUpClosed, DelegationFull, ElsewhereThen.
    """
    session, attendee = _turn(session, attendee)
    known = SignUp.objects.filter(session=session, attendee=attendee).first()
    if known is not None:
        return known
    if not is_open(session) or attendee.status in NOT_COMING:
        raise SignUpClosed
    if (most := session.seats_per_delegation) is not None:
        own = session.sign_ups.live().filter(attendee__delegation=attendee.delegation_id)
        if own.count() >= most:
            raise DelegationFull
    refuse_elsewhere(session, attendee)
    state = SignUpState.SEATED if _has_free(session) else SignUpState.WAITING
    return SignUp.objects.create(
        session=session,
        attendee=attendee,
        state=state,
        seated_at=timezone.now() if state == SignUpState.SEATED else None,
        by_focal_point=by_focal_point,
        by=by,
    )


@transaction.atomic
def give_up_seat(*, session: Session, attendee: Attendee) -> bool:
    """Give up a seat or leave the waiting list; the next person moves up. False if there was none.

    Raises SignUpClosed.
    """
    session, attendee = _turn(session, attendee)
    if not is_open(session):
        raise SignUpClosed
    gone, _rows = SignUp.objects.filter(session=session, attendee=attendee).delete()
    _move_up(session)
    return bool(gone)


@transaction.atomic
def fill_seats(*, session: Session) -> int:
    """Give free seats to people on the waiting list; return the number of seats given."""
    locked = Session.objects.select_for_update(of=("self",), no_key=True)
    return _move_up(locked.select_related("room").get(pk=session.pk))


def fill_free_seats() -> int:
    """Fill the seats that came free in every session with a waiting list. A background job."""
    waiting = SignUp.objects.waiting().values("session")
    rows = Session.objects.filter(pk__in=waiting, start__gt=timezone.now()).taking_place()
    return sum(fill_seats(session=session) for session in rows)


def _turn(session: Session, attendee: Attendee) -> tuple[Session, Attendee]:
    """Both, locked. Raises SignUpClosed if one is gone: merged, erased or deleted."""
    people = Attendee.objects.select_for_update(of=("self",), no_key=True)
    person = people.filter(pk=attendee.pk, delegation__event=session.event_id).first()
    sessions = Session.objects.select_for_update(of=("self",), no_key=True).select_related("room")
    current = sessions.filter(pk=session.pk).first()
    if person is None or current is None:
        raise SignUpClosed
    return current, person


def _has_free(session: Session) -> bool:
    seats = seat_count(session)
    if seats is None:
        return True
    return bool(session.sign_ups.seated().live().count() < seats)


def refuse_elsewhere(session: Session, attendee: Attendee) -> None:
    """Raise ElsewhereThen if the person has another seat or is on stage at that time."""
    others = (
        SignUp.objects.filter(attendee=attendee),
        Appearance.objects.filter(attendee=attendee).exclude(state="declined"),
    )
    for rows in others:
        at_the_time = rows.filter(
            session__start__lt=session.end, session__end__gt=session.start
        ).exclude(session__status=SessionStatus.CANCELLED)
        if clash := at_the_time.exclude(session=session).select_related("session").first():
            raise ElsewhereThen(clash.session)


def _move_up(session: Session) -> int:
    moved = 0
    while _has_free(session):
        following = session.sign_ups.waiting().live().order_by("at", "pk").first()
        if following is None:
            break
        following.state, following.seated_at = SignUpState.SEATED, timezone.now()
        following.save(update_fields=["state", "seated_at"])
        _tell(session, following.attendee)
        moved += 1
    return moved


def _tell(session: Session, attendee: Attendee) -> None:
    tell_focal_points(
        delegation=attendee.delegation,
        key=f"seat/{session.guid.hex}/{attendee.guid.hex}/{timezone.now().timestamp()}",
        subject=lambda: (
            _("%(person)s has a seat: %(session)s") % {"person": attendee, "session": session.title}
        ),
        template="mail/seat.txt",
        context={"person": attendee, "session": session},
    )
