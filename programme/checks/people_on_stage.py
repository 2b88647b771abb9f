"""People on stage: in two places at once, with too little time, not coming, or not yet there."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text.dates import day_without_time
from core.text.whole_days import earliest, has_time
from delegations.choices import NOT_COMING, AttendeeStatus
from programme.agenda.overlaps import gap, overlaps
from programme.agenda.values import Agenda, Person, Session
from programme.checks.finding import Check, Hit, Sentence, Severity, moment, secret, span
from programme.checks.known import Known, PersonFacts
from programme.checks.minutes_between_venues import longest_way, minutes_between_sessions

_STATUS: dict[str, str | Promise] = {status.value: status.label for status in AttendeeStatus}


def in_two_places(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people who are on two stages at once."""
    for person, on_stage in agenda.on_stage.values():
        for earlier, later in overlaps(on_stage):
            sentence = Sentence(
                _("{person} is on stage twice on {time}: “{one}” and “{other}”."),
                person=person.name,
                time=moment(later.start),
                one=earlier.title,
                other=later.title,
            )
            yield Hit(
                sentence, (person.guid, span(earlier), span(later)), (earlier, later), (person,)
            )


def twice_in_session(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people who are on the stage of one session twice, in two roles."""
    for session in agenda.sessions:
        people = [appearance.person for appearance in session.appearances if appearance.person]
        counts = Counter(person.guid for person in people)
        for person in {person.guid: person for person in people}.values():
            if counts[person.guid] == 1:
                continue
            sentence = Sentence(
                _("{person} is on stage twice in “{title}”."),
                person=person.name,
                title=session.title,
            )
            yield Hit(sentence, (person.guid, session.guid), (session,), (person,))


def in_a_hurry(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people with less time between two venues than the journey takes."""
    for person, on_stage in agenda.on_stage.values():
        for earlier, later in overlaps(on_stage, within=longest_way(known)):
            minutes, needed = gap(earlier, later), minutes_between_sessions(earlier, later, known)
            if not 0 <= minutes < needed:
                continue
            sentence = Sentence(
                _(
                    "{person} has {minutes} min to get from “{one}” to “{other}” on {time}; the "
                    "journey takes {needed} min."
                ),
                person=person.name,
                minutes=minutes,
                one=earlier.title,
                other=later.title,
                time=moment(later.start),
                needed=needed,
            )
            facts = (person.guid, span(earlier), span(later), needed)
            yield Hit(sentence, facts, (earlier, later), (person,))


def not_coming(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people on stage who have withdrawn or were rejected."""
    yield from _by_status(agenda, known, NOT_COMING)


def not_approved(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people on stage who are not approved yet."""
    waiting = frozenset(AttendeeStatus) - {*NOT_COMING, AttendeeStatus.APPROVED}
    yield from _by_status(agenda, known, waiting)


def _by_status(agenda: Agenda, known: Known, statuses: Collection[AttendeeStatus]) -> Iterator[Hit]:
    for person, facts, session in _appearances(agenda, known):
        if facts.status in statuses:
            sentence = Sentence(
                _("{person} is on stage in “{title}” but is not approved ({status})."),
                person=person.name,
                title=session.title,
                status=_STATUS[facts.status],
            )
            yield Hit(sentence, (person.guid, session.guid, facts.status), (session,), (person,))


def not_there_yet(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people on stage before they arrive; only the private sentence says when that is."""
    for person, facts, session in _appearances(agenda, known):
        if facts.arrives_at and session.start < earliest(facts.arrives_at, _zone_of(session)):
            sentence = Sentence(
                _("{person} is on stage in “{title}” on {time}, before their arrival."),
                person=person.name,
                title=session.title,
                time=moment(session.start),
            )
            private = Sentence(_("Arrival: {time}."), time=_at(facts.arrives_at, session))
            yield _absence(sentence, private, person, session, facts.arrives_at)


def gone_already(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people on stage after they leave; only the private sentence says when that is."""
    for person, facts, session in _appearances(agenda, known):
        if facts.departs_at and session.end > facts.departs_at:
            sentence = Sentence(
                _("{person} is on stage in “{title}” on {time}, after their departure."),
                person=person.name,
                title=session.title,
                time=moment(session.start),
            )
            private = Sentence(_("Departure: {time}."), time=_at(facts.departs_at, session))
            yield _absence(sentence, private, person, session, facts.departs_at)


def _absence(
    sentence: Sentence, private: Sentence, person: Person, session: Session, at: datetime
) -> Hit:
    # Hashed with the portal's secret: all minutes of a week are quickly tried.
    facts = (person.guid, span(session), secret(person.guid, at.timestamp()))
    return Hit(sentence, facts, (session,), (person,), private)


def _at(travel: datetime, session: Session) -> str:
    if not has_time(travel):
        return day_without_time(travel.astimezone(_zone_of(session)))
    return moment(travel.astimezone(_zone_of(session)))


def _zone_of(session: Session) -> tzinfo:
    return session.start.tzinfo or UTC


def _appearances(agenda: Agenda, known: Known) -> Iterator[tuple[Person, PersonFacts, Session]]:
    for person, on_stage in agenda.on_stage.values():
        if facts := known.people.get(person.guid):
            for session in on_stage:
                yield person, facts, session


CHECKS = (
    Check("person-in-two-places", Severity.ERROR, _("Person in two places"), in_two_places),
    Check("person-twice-in-session", Severity.NOTE, _("Twice in one session"), twice_in_session),
    Check("person-in-a-hurry", Severity.WARNING, _("Too little time between venues"), in_a_hurry),
    Check("person-not-coming", Severity.ERROR, _("On stage but rejected or withdrawn"), not_coming),
    Check(
        "person-not-approved", Severity.WARNING, _("On stage but not yet approved"), not_approved
    ),
    Check("person-not-there-yet", Severity.ERROR, _("On stage before arrival"), not_there_yet),
    Check("person-gone-already", Severity.ERROR, _("On stage after departure"), gone_already),
)
