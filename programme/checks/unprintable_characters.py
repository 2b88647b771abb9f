"""Characters that would be printed as empty boxes in the booklet, the run of show and the lists."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.typesetting.faces import without_face
from programme.agenda.values import Agenda
from programme.checks.finding import Check, Hit, Severity
from programme.checks.known import Known


def unprintable(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions with a text or name that no font on this server can print in full."""
    texts = {session.guid: list(_texts(session)) for session in agenda.sessions}
    missing = without_face(text for of_session in texts.values() for text in of_session)
    for session in agenda.sessions if missing else ():
        of_session = texts[session.guid]
        if found := sorted({one for text in of_session for one in missing.intersection(text)}):
            sentence = format_lazy(
                _("“{title}” cannot be printed in full: no font on this server has {characters}."),
                title=session.title,
                characters=", ".join(f"“{one}” (U+{ord(one):04X})" for one in found),
            )
            yield Hit(sentence, (session.guid, *found), (session,))


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a session, with those of its room, sub-forum and people."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        # A sort key is never printed, and is not made of characters.
        for field in (field for field in fields(value) if field.name != "sort_key"):
            yield from _texts(getattr(value, field.name))


CHECKS = (
    Check("unprintable", Severity.WARNING, _("Characters that cannot be printed"), unprintable),
)
