"""Changes of the agenda by day, as the office's pages list them. Knows no database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.functional import Promise

from core.text.dates import clock, hours
from core.text.translated import TranslatedText
from programme.agenda.payload_types import ChangePayload
from programme.releases.change_wording import CHANGE_LABELS, change_lines
from programme.releases.changes import Change, as_json

# Longer lists are folded, so that the days are seen at a glance.
_MOST_OPEN = 40


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in one line: of a changed session `lines` has only the fields that differ."""

    start: datetime
    times: str
    kind: str
    title: TranslatedText
    lines: list[str]

    @property
    def label(self) -> str | Promise:
        """New, moved, changed, cancelled or withdrawn."""
        return CHANGE_LABELS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """The changes of one day; `is_open` where the whole list is short."""

    day: date
    rows: list[ChangeRow]
    is_open: bool

    @property
    def counts(self) -> list[tuple[str | Promise, int]]:
        """How many there are of each kind."""
        counts = Counter(row.kind for row in self.rows)
        return [(label, counts[kind]) for kind, label in CHANGE_LABELS.items() if counts[kind]]


def group_pending(changes: list[Change]) -> list[DayOfChanges]:
    """Return what a release would change, by day."""
    sessions = [change.session for change in changes]
    times = [hours(session.start, session.end) for session in sessions]
    pairs = zip(as_json(changes, for_office=True), times, strict=True)
    return _by_day(_row(payload, time) for payload, time in pairs)


def group_payloads(changes: Iterable[ChangePayload]) -> list[DayOfChanges]:
    """Return changes as a release stores them, by day. They do not know when a session ends."""
    return _by_day(_row(change) for change in changes)


def _row(change: ChangePayload, times: str = "") -> ChangeRow:
    start = datetime.fromisoformat(change["start"])
    return ChangeRow(
        start=start,
        times=times or clock(start, start.date()),
        kind=change["kind"],
        title=TranslatedText(change["title"]),
        lines=change_lines(change),
    )


def _by_day(changes: Iterable[ChangeRow]) -> list[DayOfChanges]:
    rows = sorted(changes, key=lambda row: row.start)
    days = groupby(rows, key=lambda row: row.start.date())
    return [DayOfChanges(day, list(of_day), len(rows) <= _MOST_OPEN) for day, of_day in days]
