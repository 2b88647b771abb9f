"""What the time and room of one session make wrong, for saying it while they are typed.

Knows no database. The checks are those of the whole draft, of which these need no other session.
"""

from datetime import datetime

from core.text.translated import TranslatedText
from programme.agenda.values import Agenda, Room, Session
from programme.checks import dates, rooms
from programme.checks.known import Known
from programme.choices import SessionKind, SessionStatus

_ALONE = (dates.outside_event, dates.past_midnight, dates.odd_length, rooms.closed)


def place_sentences(
    known: Known,
    *,
    title: TranslatedText,
    kind: str,
    start: datetime,
    end: datetime,
    room: Room | None,
) -> list[str]:
    """Return one sentence for each thing that is wrong. Times are in the zone of the event."""
    session = _session(title=title, kind=kind, start=start, end=end, room=room)
    rooms_used = (room,) if room else ()
    agenda = Agenda(str(start.tzinfo), 0, None, rooms_used, (), (session,))
    return [str(hit.sentence) for check in _ALONE for hit in check(agenda, known)]


def _session(
    *, title: TranslatedText, kind: str, start: datetime, end: datetime, room: Room | None
) -> Session:
    return Session(
        guid="",
        code="",
        kind=kind or SessionKind.PLENARY,
        title=title,
        abstract=TranslatedText(),
        start=start,
        end=end,
        room=room,
        in_all_rooms=False,
        sub_forum=None,
        floor_languages=(),
        interpretation_languages=(),
        capacity=None,
        needs_sign_up=False,
        is_major=False,
        status=SessionStatus.PLANNED,
        appearances=(),
    )
