"""Sessions outside the dates of the event, past midnight, and of implausible lengths."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from programme.agenda.values import Agenda
from programme.checks.finding import Check, Hit, Sentence, Severity, day, moment, span
from programme.checks.known import Known
from programme.choices import SessionKind

# The database refuses a session that ends before it begins. These are what a slip of the finger
# makes of the day or the hour of an end.
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=14)
# These go on into the night.
_EVENINGS = frozenset({SessionKind.RECEPTION, SessionKind.MEAL, SessionKind.TOUR})


def outside_event(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions that begin on a day before or after the event."""
    for session in agenda.sessions:
        # A gala that ends after midnight of the last day is still within the event.
        if not known.start_date <= session.day <= known.end_date:
            sentence = Sentence(
                _("“{title}” is on {day}, outside the dates of the event."),
                title=session.title,
                day=day(session.day),
            )
            facts = (span(session), known.start_date.isoformat(), known.end_date.isoformat())
            yield Hit(sentence, facts, (session,))


def odd_length(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions shorter than SHORTEST or longer than LONGEST."""
    for session in agenda.sessions:
        if not SHORTEST <= session.end - session.start <= LONGEST:
            sentence = Sentence(
                _("“{title}” lasts from {start} to {end}. Is that intended?"),
                title=session.title,
                start=moment(session.start),
                end=moment(session.end),
            )
            yield Hit(sentence, (span(session),), (session,))


def past_midnight(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions that end on the next day, of a kind that does not go on into the night.

    Those longer than LONGEST are reported as such.
    """
    for session in agenda.sessions:
        is_short = session.end - session.start <= LONGEST
        if session.last_day > session.day and is_short and session.kind not in _EVENINGS:
            sentence = Sentence(
                _("“{title}” runs past midnight, from {start} to {end}. Is that intended?"),
                title=session.title,
                start=moment(session.start),
                end=moment(session.end),
            )
            yield Hit(sentence, (span(session),), (session,))


CHECKS = (
    Check("outside-event", Severity.ERROR, _("Outside the dates of the event"), outside_event),
    Check("odd-length", Severity.WARNING, _("Implausible length"), odd_length),
    Check("past-midnight", Severity.WARNING, _("Past midnight"), past_midnight),
)
