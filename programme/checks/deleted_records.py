"""Rooms and people that an agenda names although they have been deleted.

The draft cannot name them, but an earlier release can, which matters for a roll-back.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from programme.agenda.values import Agenda
from programme.checks.finding import Check, Hit, Sentence, Severity
from programme.checks.known import Known


def room_gone(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions in a room that has been deleted."""
    for session in agenda.sessions:
        if session.room and session.room.guid not in known.rooms:
            sentence = Sentence(
                _("“{title}” is in {room}, a room that no longer exists."),
                title=session.title,
                room=session.room.name,
            )
            yield Hit(sentence, (session.guid, session.room.guid), (session,))


def person_gone(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find people on stage who have been deleted, so that their names must not be public."""
    for person, on_stage in agenda.on_stage.values():
        if person.guid not in known.people:
            for session in on_stage:
                sentence = Sentence(
                    _("{person} is on stage in “{title}” but is no longer an attendee."),
                    person=person.name,
                    title=session.title,
                )
                yield Hit(sentence, (person.guid, session.guid), (session,), (person,))


CHECKS = (
    Check("room-gone", Severity.ERROR, _("Room no longer exists"), room_gone),
    Check("person-gone", Severity.ERROR, _("On stage but no longer an attendee"), person_gone),
)
