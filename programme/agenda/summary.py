"""A session in one line, for search engines and shared links. Knows no database."""

from django.utils.text import Truncator

from core.text.dates import moment_range
from core.text.prose import plain_blocks
from core.text.translated import fallback_order
from programme.agenda.values import Session

# As much as messengers and search engines show, in characters.
_LONGEST = 200


def summary(session: Session, languages: list[str]) -> str:
    """When, where, and how the description begins, in the language of the page."""
    when = moment_range(session.start, session.end, "WEEKDAY_MOMENT_FORMAT")
    with fallback_order(languages, is_closed=True):
        where = str(session.room.name) if session.room else ""
        blocks = plain_blocks(str(session.abstract))
    parts = (when, where, " ".join(block.text for block in blocks))
    return Truncator(" · ".join(part for part in parts if part)).chars(_LONGEST)
