"""Characters that would be printed as empty boxes in the booklet, the run of show and the lists."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from core.typesetting.faces import without_face
from programme.agenda.values import Agenda
from programme.checks.finding import Check, Hit, Sentence, Severity
from programme.checks.known import Known


def unprintable(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find sessions with a text or name that no font on this server can print in full."""
    reader = _Texts()
    texts = {session.guid: reader.of(session) for session in agenda.sessions}
    missing = without_face(text for of_session in texts.values() for text in of_session)
    for session in agenda.sessions if missing else ():
        of_session = texts[session.guid]
        if characters := sorted(
            {char for text in of_session for char in missing.intersection(text)}
        ):
            sentence = Sentence(
                _("“{title}” cannot be printed in full: no font on this server has {characters}."),
                title=session.title,
                characters=", ".join(f"“{char}” (U+{ord(char):04X})" for char in characters),
            )
            yield Hit(sentence, (session.guid, *characters), (session,))


class _Texts:
    """Every text of a session, with those of its room, sub-forum and people, who come in many."""

    def __init__(self) -> None:
        self._known: dict[int, list[str]] = {}

    def of(self, value: object) -> list[str]:
        """Return the texts of a part of the agenda."""
        if isinstance(value, str):
            return [value]
        if isinstance(value, Mapping):
            return list(value.values())
        if isinstance(value, tuple):
            return [text for part in value for text in self.of(part)]
        if not is_dataclass(value) or isinstance(value, type):
            return []
        if id(value) not in self._known:
            names = _names(type(value))
            self._known[id(value)] = [
                text for name in names for text in self.of(getattr(value, name))
            ]
        return self._known[id(value)]


@cache
def _names(kind: type) -> list[str]:
    # A sort key is never printed, and is not made of characters.
    return [field.name for field in fields(kind) if field.name != "sort_key"]


CHECKS = (
    Check("unprintable", Severity.WARNING, _("Characters that cannot be printed"), unprintable),
)
