"""One day of the agenda as a grid: time downwards, columns across. Knows no database.

The columns are sub-forums on a day on which several meet at once, unless rooms need less space; on
any other day they are the rooms in use. The lines of the grid are the times at which a session
begins or ends that day, so that no style attribute is needed: a session spans `row_span` lines from
`row`, and lanes from `column`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from programme.agenda.values import Day, Room, Session, SubForum

# As many places as static/css/agenda-grid.css has: a day every five minutes, and 60 rooms.
MOST_LINES = 200
MOST_LANES = 60
# As many as a window of 1,280 pixels shows side by side; wider days scroll in a box of their own.
MOST_LANES_IN_SIGHT = 8
# As many as a sheet of A4 can show side by side; wider days are printed by time.
MOST_LANES_ON_PAPER = 12


@dataclass(frozen=True, slots=True)
class Head:
    """A column head over `span` lanes; `of` is None for what belongs to no column."""

    of: Room | SubForum | None
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
    lanes: int
    end: datetime

    @property
    def is_by_sub_forum(self) -> bool:
        """Whether the columns are sub-forums; otherwise they are rooms."""
        return any(isinstance(head.of, SubForum) for head in self.heads)

    @property
    def is_in_sight(self) -> bool:
        """Whether all its lanes are in sight on a desk."""
        return self.lanes <= MOST_LANES_IN_SIGHT

    @property
    def is_wide(self) -> bool:
        """Whether it has too many lanes for a sheet of paper."""
        return self.lanes > MOST_LANES_ON_PAPER

    @property
    def fits(self) -> bool:
        """Whether the style sheet has all positions; a larger day is shown as a list."""
        lines = max((cell.row + cell.row_span for cell in self.cells), default=1)
        return lines <= MOST_LINES and self.lanes <= MOST_LANES


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns with the lanes of each, and what spans all of them, each group of one time."""

    columns: list[tuple[Room | SubForum | None, list[list[Session]]]]
    across: list[list[list[Session]]]

    @property
    def lanes(self) -> int:
        most = max((len(lanes) for lanes in self.across), default=1)
        return max(sum(len(lanes) for _of, lanes in self.columns), most)


def grid_of(day: Day) -> Grid:
    """Place every session of `day`. Two at once in one column are side by side and never overlap.

    Sessions that began earlier are shown from midnight, those that end later until midnight.
    """
    moments = sorted({moment for session in day.sessions for moment in _within(session, day)})
    lines = {moment: index for index, moment in enumerate(moments, start=1)}
    layout = _layout(day)
    heads: list[Head] = []
    cells: list[Cell] = []
    column = 1
    for of, lanes in layout.columns:
        heads.append(Head(of, column, len(lanes)))
        for offset, lane in enumerate(lanes):
            cells += [_cell(session, day, lines, column + offset, 1) for session in lane]
        column += len(lanes)
    for lanes in layout.across:
        edges = [1 + layout.lanes * index // len(lanes) for index in range(len(lanes) + 1)]
        for lane, start, end in zip(lanes, edges, edges[1:], strict=False):
            cells += [_cell(session, day, lines, start, end - start) for session in lane]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(_times(day, lines)), tuple(heads), tuple(cells), layout.lanes, moments[-1])


def _layout(day: Day) -> _Layout:
    groups = _groups(day.sessions)
    by_room = _layout_by_room(day, groups)
    if any(len({_guid(session) for session in group} - {""}) > 1 for group in groups):
        by_sub_forum = _layout_by_sub_forum(groups)
        if by_sub_forum.lanes <= by_room.lanes:
            return by_sub_forum
    return by_room


def _layout_by_room(day: Day, groups: list[list[Session]]) -> _Layout:
    """Lay out by room; what is in all rooms spans them if nothing runs beside it."""
    alone = [group for group in groups if len(group) == 1 and group[0].in_all_rooms]
    across = {session.guid for group in alone for session in group}
    left = Day(day.date, tuple(session for session in day.sessions if session.guid not in across))
    columns = [(room, _lanes(sessions)) for room, sessions in left.by_room]
    return _Layout([*columns], [_lanes(group) for group in alone])


def _layout_by_sub_forum(groups: list[list[Session]]) -> _Layout:
    """Lay out by sub-forum; while none of them meets, the other sessions share the whole width."""
    columns: dict[str, tuple[SubForum | None, list[Session]]] = {}
    across: list[list[list[Session]]] = []
    for group in groups:
        if not any(session.sub_forum for session in group):
            across.append(_lanes(group))
            continue
        for session in group:
            columns.setdefault(_guid(session), (session.sub_forum, []))[1].append(session)
    ordered = sorted(columns.values(), key=lambda pair: (pair[0] is None, _number(pair[0])))
    return _Layout([(of, _lanes(sessions)) for of, sessions in ordered], across)


def _guid(session: Session) -> str:
    return session.sub_forum.guid if session.sub_forum else ""


def _number(sub_forum: SubForum | None) -> int:
    return sub_forum.number if sub_forum else 0


def _groups(sessions: Iterable[Session]) -> list[list[Session]]:
    """Divide sessions into groups, so that no two of different groups are at the same time."""
    groups: list[list[Session]] = []
    end: datetime | None = None
    for session in sorted(sessions, key=lambda session: (session.start, session.end)):
        if end is None or session.start >= end:
            groups.append([])
        groups[-1].append(session)
        end = max(end or session.end, session.end)
    return groups


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
