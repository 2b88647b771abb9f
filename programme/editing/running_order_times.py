"""When each item of a running order begins. Knows no database.

An item begins right after the one above, unless it is set to a minute of its own, counted from
the start of the session. What is set too early for the item above is told, not forbidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.text.dates import clock


@dataclass(frozen=True, slots=True)
class RunTime:
    """The begin of an item, the minutes since the first one, and by how many it comes too early.

    `day` is the one on which the session begins.
    """

    begins: datetime
    running: int
    overlap: int
    day: date

    @property
    def clock(self) -> str:
        """The time of day at which it begins; on a later day of the session with that day."""
        return clock(self.begins, self.day)


def run_times(start: datetime, items: Iterable[tuple[int | None, int]]) -> list[RunTime]:
    """The times of `items` (minute of its own or None, duration) of a session that starts then."""
    found: list[RunTime] = []
    at = first = 0
    for number, (offset, minutes) in enumerate(items):
        begins = at if offset is None else offset
        if number == 0:
            at = first = begins
        overlap = max(at - begins, 0)
        found.append(
            RunTime(start + timedelta(minutes=begins), begins - first, overlap, start.date())
        )
        at = begins + minutes
    return found
