"""Interpretation: too few booths, and major events without any."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from programme.agenda.values import Agenda, Session
from programme.checks.finding import Check, Hit, Sentence, Severity
from programme.checks.known import Known


def too_few_booths(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions with more languages to interpret into than the room has booths."""
    for session in agenda.sessions:
        room = known.rooms.get(session.room.guid) if session.room else None
        languages = _interpreted(session)
        if session.room is None or room is None or len(languages) <= room.booths:
            continue
        sentence = Sentence(
            _("“{title}” needs {needed} interpretation booths ({languages}); {room} has {booths}."),
            title=session.title,
            needed=len(languages),
            room=session.room.name,
            languages=" · ".join(code.upper() for code in languages),
            booths=room.booths,
        )
        facts = (session.guid, languages, session.room.guid, room.booths)
        yield Hit(sentence, facts, (session,))


def not_interpreted(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find major events without interpretation."""
    for session in agenda.sessions:
        if session.is_major and not session.interpretation_languages:
            sentence = Sentence(
                _("“{title}” is a major event without interpretation."), title=session.title
            )
            yield Hit(sentence, (session.guid,), (session,))


def _interpreted(session: Session) -> list[str]:
    return sorted({*session.interpretation_languages} - {*session.floor_languages})


CHECKS = (
    Check("too-few-booths", Severity.WARNING, _("More languages than booths"), too_few_booths),
    Check(
        "not-interpreted",
        Severity.WARNING,
        _("Major event without interpretation"),
        not_interpreted,
    ),
)
