"""The kinds of tables: their columns, how rows are compared, how they are written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.models import User
from core.tables import Field
from events.models import Event, Room
from programme.choices import ImportKind
from programme.imports.appearances import AppearancePlanner, appearance_rows
from programme.imports.fields import APPEARANCE_FIELDS, ROOM_FIELDS, SESSION_FIELDS
from programme.imports.rooms import RoomPlanner, room_rows
from programme.imports.rows import PlannedRow, RowReader
from programme.imports.sessions import SessionPlanner, session_rows
from programme.models import Appearance, Session


class Planner(Protocol):
    """Compares the rows of a table with the draft and changes nothing."""

    def prepare(self, rows: list[RowReader]) -> None:
        """Look at the whole table."""

    def plan(self, cells: RowReader) -> PlannedRow:
        """What would become of one row."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table. `event_path` leads from a row of `model` to its event."""

    model: Any
    event_path: str
    fields: tuple[Field, ...]
    planner: Callable[[Event, User], Planner]
    rows: Callable[[Event], Iterator[Mapping[str, Any]]]


KINDS: Mapping[str, Kind] = {
    ImportKind.SESSIONS: Kind(Session, "event", SESSION_FIELDS, SessionPlanner, session_rows),
    ImportKind.APPEARANCES: Kind(
        Appearance, "session__event", APPEARANCE_FIELDS, AppearancePlanner, appearance_rows
    ),
    ImportKind.ROOMS: Kind(Room, "venue__event", ROOM_FIELDS, RoomPlanner, room_rows),
}
