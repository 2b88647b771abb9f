"""When each item of a running order begins. Knows no database.

An item begins right after the one above, unless it has a minute of its own, counted from the start
of the session. An item that begins before the one above ends is reported, not refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.text.dates import clock


@dataclass(frozen=True, slots=True)
class RunTime:
    """When an item begins; `running` minutes after the first item, `overlap` minutes too early.

    `day` is the day on which the session begins.
    """

    begins: datetime
    running: int
    overlap: int
    day: date

    @property
    def clock(self) -> str:
        """The time at which it begins, with the day if that is not the first day of the session."""
        return clock(self.begins, self.day)


def run_times(start: datetime, items: Iterable[tuple[int | None, int]]) -> list[RunTime]:
    """Return the times of `items` (own minute or None, duration) from the start of a session."""
    times: list[RunTime] = []
    at = first = 0
    for number, (offset, minutes) in enumerate(items):
        begins = at if offset is None else offset
        if number == 0:
            at = first = begins
        overlap = max(at - begins, 0)
        times.append(
            RunTime(start + timedelta(minutes=begins), begins - first, overlap, start.date())
        )
        at = begins + minutes
    return times
