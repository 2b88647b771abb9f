"""Seats for the people of one delegation, for its focal points."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.text.numbers import read_guid
from delegations.models import Attendee, FocalPoint
from delegations.registration.views.focal_access import focal_answer, focal_page
from programme.choices import SignUpState, Visibility
from programme.models import Session, SignUp
from programme.querysets import SessionQuerySet
from programme.sign_ups import services


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def seats(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Show the sessions with sign-up and the delegation's seats; claim a seat or give one up."""
    if request.method == "POST":
        _ask(request, focal_point)
        return redirect("focal-seats")
    people = list(focal_point.delegation.attendees.coming().alphabetical())
    sessions = _sessions(focal_point).select_related("room").order_by("start", "pk")
    own = SignUp.objects.filter(attendee__in=people).in_bulk_by_session()
    rows = [_row(session, people, own.get(session.pk, {})) for session in sessions.with_seats()]
    return focal_answer(request, "focal/seats.html", focal_point, {"rows": rows})


def _sessions(focal_point: FocalPoint) -> SessionQuerySet:
    sessions = Session.objects.filter(event=focal_point.delegation.event, needs_sign_up=True)
    return sessions.exclude(visibility=Visibility.INTERNAL).taking_place()


def _row(session: Session, people: list[Attendee], own: dict[int, str]) -> dict[str, object]:
    total = services.seat_count(session)
    return {
        "session": session,
        "is_open": services.is_open(session),
        "free": None if total is None else max(0, total - session.seated_count),
        "waiting": session.waiting_count,
        "own": [
            (person, own[person.pk] == SignUpState.SEATED) for person in people if person.pk in own
        ],
        "others": [person for person in people if person.pk not in own],
    }


def _ask(request: HttpRequest, focal_point: FocalPoint) -> None:
    """Claim or give up one seat, and report the outcome."""
    session = get_object_or_404(_sessions(focal_point), code=request.POST.get("session", ""))
    people = focal_point.delegation.attendees
    person = get_object_or_404(people, guid=read_guid(request.POST.get("person", "")))
    values = {"person": person, "session": session.title}
    if "give-up" in request.POST:
        _give_up(request, session, person, values)
    else:
        _claim(request, focal_point, session, person, values)


def _give_up(
    request: HttpRequest, session: Session, person: Attendee, values: dict[str, object]
) -> None:
    try:
        services.give_up_seat(session=session, attendee=person)
    except services.SignUpClosed:
        messages.error(request, _("Sign-up is closed: %(session)s.") % values)
    else:
        messages.success(request, _("%(person)s no longer has a seat.") % values)


def _claim(
    request: HttpRequest,
    focal_point: FocalPoint,
    session: Session,
    person: Attendee,
    values: dict[str, object],
) -> None:
    try:
        sign_up = services.claim_seat(session=session, attendee=person, by_focal_point=focal_point)
    except services.SignUpClosed:
        messages.error(request, _("Sign-up is closed: %(session)s.") % values)
    except services.DelegationFull:
        messages.error(request, _("Your delegation has used all its seats: %(session)s.") % values)
    except services.ElsewhereThen as error:
        text = _("%(person)s is elsewhere at that time: %(other)s.")
        messages.error(request, text % {**values, "other": error.args[0].title})
    else:
        seated = sign_up.state == SignUpState.SEATED
        seat, place = (
            _("%(person)s has a seat: %(session)s"),
            _("%(person)s is on the waiting list: %(session)s"),
        )
        messages.success(request, (seat if seated else place) % values)
