"""One day of the agenda as a grid: time downwards, rooms across. Knows no database.

The lines of the grid are the times at which a session begins or ends that day, so that no style
attribute is needed: a session spans `row_span` lines from `row`, and lanes from `column`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from programme.agenda.values import Day, Room, Session

# As many places as static/css/agenda-grid.css has: a day every five minutes, and 60 rooms.
MOST_LINES = 200
MOST_LANES = 60
# As many as a sheet of A4 can show side by side; wider days are printed by time.
MOST_LANES_ON_PAPER = 12


@dataclass(frozen=True, slots=True)
class Head:
    """A column head: a room over `span` lanes, or None for sessions without a single room."""

    room: Room | None
    column: int
    span: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time at which a session begins, shown down to the next one."""

    moment: datetime
    row: int
    row_span: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A session with its position. Lines and lanes count from 1."""

    session: Session
    row: int
    row_span: int
    column: int
    column_span: int

    @property
    def classes(self) -> str:
        """The position as classes of `static/css/agenda-grid.css`."""
        across = " across" if self.column_span > 1 else ""
        place = f"row-{self.row} rows-{self.row_span} col-start-{self.column}"
        return f"{place} cols-{self.column_span}{across}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of one day."""

    times: tuple[Time, ...]
    heads: tuple[Head, ...]
    cells: tuple[Cell, ...]

    @property
    def lanes(self) -> int:
        """The number of lanes of all rooms."""
        return max((head.column + head.span - 1 for head in self.heads), default=1)

    @property
    def is_wide(self) -> bool:
        """Whether it has too many lanes for a sheet of paper."""
        return self.lanes > MOST_LANES_ON_PAPER

    @property
    def fits(self) -> bool:
        """Whether the style sheet has all positions; a larger day is shown as a list."""
        lines = max((cell.row + cell.row_span for cell in self.cells), default=1)
        return lines <= MOST_LINES and self.lanes <= MOST_LANES


def grid_of(day: Day) -> Grid:
    """Place every session of `day`. Two at once in one room are side by side and never overlap.

    Sessions that began earlier are shown from midnight, those that end later until midnight.
    """
    moments = sorted({moment for session in day.sessions for moment in _within(session, day)})
    lines = {moment: index for index, moment in enumerate(moments, start=1)}
    wide = {
        session.guid
        for session in day.sessions
        if session.in_all_rooms and _alone(session, day.sessions)
    }
    heads: list[Head] = []
    cells: list[Cell] = []
    column = 1
    for room, sessions in _rooms_of(day, wide):
        lanes = _lanes(sessions)
        heads.append(Head(room, column, len(lanes)))
        for offset, lane in enumerate(lanes):
            cells += [_cell(session, day, lines, column + offset, 1) for session in lane]
        column += len(lanes)
    across = max(column - 1, 1)
    cells += [
        _cell(session, day, lines, 1, across) for session in day.sessions if session.guid in wide
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(_times(day, lines)), tuple(heads), tuple(cells))


def _times(day: Day, lines: dict[datetime, int]) -> Iterator[Time]:
    starts = sorted({_within(session, day)[0] for session in day.sessions})
    ends = [*(lines[start] for start in starts[1:]), len(lines)]
    for start, end in zip(starts, ends, strict=True):
        yield Time(start, lines[start], end - lines[start])


def _within(session: Session, day: Day) -> tuple[datetime, datetime]:
    """The part of a session that lies on `day`."""
    zone = session.start.tzinfo
    midnight = datetime.combine(day.date, time(), zone)
    next_one = datetime.combine(day.date + timedelta(days=1), time(), zone)
    return max(session.start, midnight), min(session.end, next_one)


def _cell(session: Session, day: Day, lines: dict[datetime, int], column: int, span: int) -> Cell:
    start, end = (lines[moment] for moment in _within(session, day))
    return Cell(session, start, end - start, column, span)


def _alone(session: Session, others: Iterable[Session]) -> bool:
    return not any(
        other.start < session.end and session.start < other.end
        for other in others
        if other.guid != session.guid
    )


def _rooms_of(day: Day, wide: set[str]) -> list[tuple[Room | None, list[Session]]]:
    left = Day(day.date, tuple(session for session in day.sessions if session.guid not in wide))
    return left.by_room


def _lanes(sessions: Sequence[Session]) -> list[list[Session]]:
    lanes: list[list[Session]] = []
    for session in sorted(sessions, key=lambda session: (session.start, session.end)):
        for lane in lanes:
            if lane[-1].end <= session.start:
                lane.append(session)
                break
        else:
            lanes.append([session])
    return lanes
