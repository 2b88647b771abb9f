"""Sessions of the board as values, of which the planner's script makes the rows of its table.

Places and sub-forums are said once and named by their number: 1,200 sessions are a fifth of what
they are as HTML.
"""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import get_language

from core.text.languages import direction, language_tag
from core.text.translated import TranslatedText
from programme.editing.board import BoardBlock

# A text in the language of the reader; in another one with its tag and direction.
Text = str | tuple[str, str, str]
# guid, key, version; day (its number), start, minutes, place and sub-forum (their numbers); title;
# whether it stays where it is, whether it is cancelled. Ends that are false are left out.
Row = list[str | int | Text | bool]


class BoardValues(TypedDict):
    """`places` are the room as in `BoardPlace`, the venue, the name of the room."""

    days: list[str]
    places: list[tuple[str, str, Text]]
    sub_forums: list[tuple[int | str, str, Text]]
    sessions: list[Row]


def values_of(blocks: Iterable[BoardBlock]) -> BoardValues:
    """Return what the script needs to know of these sessions."""
    days: dict[str, int] = {}
    places: dict[tuple[str, str, Text], int] = {}
    sub_forums: dict[tuple[int | str, str, Text], int] = {}
    sessions = []
    for session, key in ((block.session, block.key) for block in blocks):
        room, sub_forum = session.room, session.sub_forum
        place = (room.venue_guid, _text(room.name)) if room else ("", "")
        track = (
            (sub_forum.number, sub_forum.colour, _text(sub_forum.title))
            if sub_forum
            else ("", "", "")
        )
        row: Row = [
            key.guid,
            key.pk,
            key.seen,
            days.setdefault(key.place["day"], len(days)),
            key.place["start"],
            key.place["minutes"],
            places.setdefault((key.place["room"], *place), len(places)),
            sub_forums.setdefault(track, len(sub_forums)),
            _text(session.title),
            not key.can_move,
            session.is_cancelled,
        ]
        while row[-1] is False:
            row.pop()
        sessions.append(row)
    return {
        "days": [*days],
        "places": [*places],
        "sub_forums": [*sub_forums],
        "sessions": sessions,
    }


def _text(value: TranslatedText) -> Text:
    best = value.best()
    if best.language == get_language():
        return best.text
    return best.text, language_tag(best.language), direction(best.language)
