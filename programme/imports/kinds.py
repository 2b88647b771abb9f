"""The kinds of tables of the programme."""

from functools import partial

from accounts.roles import Right
from events.import_kinds import TableKind
from events.models import Room, Venue
from programme.choices import ImportKind
from programme.imports.appearances import AppearancePlanner, appearance_rows
from programme.imports.fields import (
    APPEARANCE_FIELDS,
    ROOM_FIELDS,
    SESSION_FIELDS,
    SUB_FORUM_FIELDS,
    VENUE_FIELDS,
)
from programme.imports.rooms import RoomPlanner, room_rows
from programme.imports.sessions import SessionPlanner, session_rows
from programme.imports.sub_forums import SubForumPlanner, sub_forum_rows
from programme.imports.undo import (
    explain_kept_appearances,
    explain_kept_rooms,
    explain_kept_sessions,
    explain_kept_sub_forums,
    explain_kept_venues,
)
from programme.imports.values import (
    appearance_values,
    room_values,
    session_values,
    venue_values,
)
from programme.imports.venues import VenuePlanner, venue_rows
from programme.models import Appearance, Session, SubForum
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
        adds={"sub_forum": ImportKind.SUB_FORUMS},
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
        key=ImportKind.VENUES,
        label=ImportKind.VENUES.label,
        model=Venue,
        event_path="event",
        fields=VENUE_FIELDS,
        planner=VenuePlanner,
        rows=venue_rows,
        values=venue_values,
        right=Right.VIEW_DRAFT,
        events=partial(importable_events, kind=ImportKind.VENUES),
        stays=explain_kept_venues,
    ),
    TableKind(
        key=ImportKind.SUB_FORUMS,
        label=ImportKind.SUB_FORUMS.label,
        model=SubForum,
        event_path="event",
        fields=SUB_FORUM_FIELDS,
        planner=SubForumPlanner,
        rows=sub_forum_rows,
        right=Right.VIEW_DRAFT,
        events=partial(importable_events, kind=ImportKind.SUB_FORUMS),
        stays=explain_kept_sub_forums,
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
        adds={"venue": ImportKind.VENUES},
        right=Right.VIEW_DRAFT,
        events=partial(importable_events, kind=ImportKind.ROOMS),
        stays=explain_kept_rooms,
    ),
)
