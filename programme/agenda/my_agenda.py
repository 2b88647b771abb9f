"""A visitor's own choice of sessions, as a URL carries it. Knows no database and stores nothing.

The stars are stored on the device; the page and the calendar get the codes from the URL, so that a
link shares them and nobody needs an account.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from programme.agenda.overlaps import overlaps
from programme.agenda.values import Agenda, Session, Withdrawn

# More sessions than anybody attends; further ones are ignored.
MOST = 200
_SEPARATOR = "."


@dataclass(frozen=True, slots=True)
class MyAgenda:
    """The chosen sessions by time; `missing` is the number of codes that the agenda lacks.

    Of these `gone` were withdrawn: a calendar that has them must strike them out.
    """

    agenda: Agenda
    missing: int
    gone: tuple[Withdrawn, ...]
    clashes: dict[str, list[Session]]

    @property
    def codes(self) -> str:
        """The choice as a URL carries it."""
        return _SEPARATOR.join(session.code for session in self.agenda.sessions)


def my_agenda(agenda: Agenda, asked: str) -> MyAgenda:
    """Return the sessions with the codes in `asked`, separated by dots, and their overlaps."""
    codes = {code for code in asked.upper().split(_SEPARATOR)[:MOST] if code}
    chosen = [session for session in agenda.sessions if session.code in codes]
    gone = tuple(session for code, session in agenda.gone.items() if code in codes)
    return MyAgenda(agenda.only(chosen), len(codes) - len(chosen), gone, _clashes(chosen))


def _clashes(sessions: Iterable[Session]) -> dict[str, list[Session]]:
    clashes: dict[str, list[Session]] = {}
    live = [session for session in sessions if not session.is_cancelled]
    for earlier, other in overlaps(live, most=MOST):
        clashes.setdefault(earlier.code, []).append(other)
        clashes.setdefault(other.code, []).append(earlier)
    return clashes
