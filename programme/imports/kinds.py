"""The kinds of tables of the programme."""

from functools import partial

from accounts.roles import Right
from events.import_kinds import TableKind
from events.models import Room
from programme.choices import ImportKind
from programme.imports.appearances import AppearancePlanner, appearance_rows
from programme.imports.fields import APPEARANCE_FIELDS, ROOM_FIELDS, SESSION_FIELDS
from programme.imports.rooms import RoomPlanner, room_rows
from programme.imports.sessions import SessionPlanner, session_rows
from programme.imports.undo import (
    explain_kept_appearances,
    explain_kept_rooms,
    explain_kept_sessions,
)
from programme.imports.values import appearance_values, room_values, session_values
from programme.models import Appearance, Session
from programme.permissions import importable_events

KINDS: tuple[TableKind, ...] = (
    TableKind(
        key=ImportKind.SESSIONS,
        label=ImportKind.SESSIONS.label,
        model=Session,
        event_path="event",
        fields=SESSION_FIELDS,
        planner=SessionPlanner,
        rows=session_rows,
        values=session_values,
        right=Right.VIEW_DRAFT,
        events=partial(importable_events, kind=ImportKind.SESSIONS),
        stays=explain_kept_sessions,
    ),
    TableKind(
        key=ImportKind.APPEARANCES,
        label=ImportKind.APPEARANCES.label,
        model=Appearance,
        event_path="session__event",
        fields=APPEARANCE_FIELDS,
        planner=AppearancePlanner,
        rows=appearance_rows,
        values=appearance_values,
        right=Right.VIEW_DRAFT,
        events=partial(importable_events, kind=ImportKind.APPEARANCES),
        stays=explain_kept_appearances,
    ),
    TableKind(
        key=ImportKind.ROOMS,
        label=ImportKind.ROOMS.label,
        model=Room,
        event_path="venue__event",
        fields=ROOM_FIELDS,
        planner=RoomPlanner,
        rows=room_rows,
        values=room_values,
        right=Right.VIEW_DRAFT,
        events=partial(importable_events, kind=ImportKind.ROOMS),
        stays=explain_kept_rooms,
    ),
)
