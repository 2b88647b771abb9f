"""Heads of delegation, who are needed in more sessions than those that name them.

Both heads take part in a bilateral meeting, even if another member of the delegation is on stage.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from programme.agenda.overlaps import gap, overlaps
from programme.agenda.values import Agenda, Person, Session
from programme.checks.finding import Check, Hit, Sentence, Severity, moment, span
from programme.checks.known import Known
from programme.checks.minutes_between_venues import longest_way, minutes_between_sessions
from programme.choices import SessionKind

# Minutes between two meetings, as international forums plan bilaterals.
BREATH = 15


@dataclass
class _Calendar:
    """The sessions that need the head of one delegation, by guid.

    `because_of` is the person on stage who makes the head necessary; `in_person` are the sessions
    in which the head is on stage.
    """

    sessions: dict[str, Session] = field(default_factory=dict)
    because_of: dict[str, Person] = field(default_factory=dict)
    in_person: set[str] = field(default_factory=set)


def needed_twice(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find heads of delegation who are needed in two sessions at once."""
    for delegation, calendar in _calendars(agenda, known).items():
        for earlier, later in overlaps(calendar.sessions.values()):
            # If the head is on both stages, the check of people on stage reports it.
            if not {earlier.guid, later.guid} <= calendar.in_person:
                sentence = Sentence(
                    _(
                        "The head of delegation of {delegation} is needed twice on {time}: "
                        "“{one}” and “{other}”."
                    ),
                    delegation=calendar.because_of[earlier.guid].delegation_name,
                    time=moment(later.start),
                    one=earlier.title,
                    other=later.title,
                )
                yield _hit(
                    sentence, (delegation, span(earlier), span(later)), calendar, earlier, later
                )


def out_of_breath(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find heads of delegation with fewer than BREATH minutes to spare between two sessions."""
    within = longest_way(known) + timedelta(minutes=BREATH)
    for delegation, calendar in _calendars(agenda, known).items():
        for earlier, later in overlaps(calendar.sessions.values(), within=within):
            minutes, needed = gap(earlier, later), minutes_between_sessions(earlier, later, known)
            both = {earlier.guid, later.guid} <= calendar.in_person
            # If the head is on both stages, too little time for the way is reported of the person.
            if (needed if both else 0) <= minutes < needed + BREATH:
                sentence = Sentence(
                    _(
                        "The head of delegation of {delegation} has {minutes} min between "
                        "“{one}” and “{other}” on {time}."
                    ),
                    delegation=calendar.because_of[earlier.guid].delegation_name,
                    minutes=minutes,
                    one=earlier.title,
                    other=later.title,
                    time=moment(later.start),
                )
                facts = (delegation, span(earlier), span(later), needed)
                yield _hit(sentence, facts, calendar, earlier, later)


def _hit(
    sentence: Sentence,
    facts: tuple[object, ...],
    calendar: _Calendar,
    earlier: Session,
    later: Session,
) -> Hit:
    people = dict.fromkeys(calendar.because_of[session.guid] for session in (earlier, later))
    return Hit(sentence, facts, (earlier, later), tuple(people))


def _calendars(agenda: Agenda, known: Known) -> dict[str, _Calendar]:
    calendars: dict[str, _Calendar] = defaultdict(_Calendar)
    for session in agenda.sessions:
        people = [appearance.person for appearance in session.appearances if appearance.person]
        on_stage = [
            (person, known.people[person.guid]) for person in people if person.guid in known.people
        ]
        # With more than two sides it is a block of meetings, each with a time of its own.
        sides = {facts.delegation for _person, facts in on_stage}
        is_meeting = session.kind == SessionKind.BILATERAL and len(sides) <= 2
        for person, facts in on_stage:
            if facts.is_head or is_meeting:
                _enter(calendars[facts.delegation], session, person, is_head=facts.is_head)
    return calendars


def _enter(calendar: _Calendar, session: Session, person: Person, *, is_head: bool) -> None:
    calendar.sessions[session.guid] = session
    if is_head:
        calendar.in_person.add(session.guid)
    if is_head or session.guid not in calendar.because_of:
        calendar.because_of[session.guid] = person


CHECKS = (
    Check("head-needed-twice", Severity.ERROR, _("Head of delegation needed twice"), needed_twice),
    Check(
        "head-out-of-breath",
        Severity.NOTE,
        _("Head of delegation without a break"),
        out_of_breath,
    ),
)
