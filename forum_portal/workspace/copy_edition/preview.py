"""What a copy of an edition would contain, before it is created."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Model

from core.text.zones import at_same_clock
from delegations.models import Deadline, EventQuota
from events.models import Award, Event, Page, Partner, Room, Venue
from forum_portal.workspace.copy_edition.choices import Part
from programme.models import RunItem, Session, SubForum

_EXAMPLES = 5
# For each part the rows that come with it, and the way from them to their event.
_ROWS: dict[str, tuple[tuple[type[Model], str], ...]] = {
    Part.VENUES: ((Venue, "event"), (Room, "venue__event")),
    Part.SUB_FORUMS: ((SubForum, "event"),),
    Part.SESSIONS: ((Session, "event"),),
    Part.RUNNING_ORDERS: ((RunItem, "session__event"),),
    Part.PAGES: ((Page, "event"),),
    Part.DEADLINES: ((Deadline, "event"),),
    Part.QUOTAS: ((EventQuota, "event"),),
    Part.PARTNERS: ((Partner, "event"),),
    Part.AWARD: ((Award, "event"),),
}


@dataclass(frozen=True, slots=True)
class Shift:
    """A session with its old and its new start, each in the zone of its edition."""

    session: Session
    old: datetime
    new: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """The number of rows by kind, the new dates, examples, and sessions outside the dates."""

    counts: list[tuple[str, int]]
    start_date: date
    end_date: date
    examples: list[Shift]
    outside: list[Shift]
    without_room: int
    without_sub_forum: int


def preview_of(
    *, event: Event, start_date: date, time_zone: str, parts: Collection[str]
) -> Preview:
    """Preview `copy_edition`; changes nothing."""
    days = (start_date - event.start_date).days
    end_date = start_date + (event.end_date - event.start_date)
    counts = [
        (str(model._meta.verbose_name_plural), model._base_manager.filter(**{path: event}).count())
        for part, rows in _ROWS.items()
        if part in parts
        for model, path in rows
    ]
    sessions = list(Session.objects.filter(event=event)) if Part.SESSIONS in parts else []
    zone = ZoneInfo(time_zone)
    shifts = [
        Shift(
            session,
            session.start.astimezone(event.zone),
            at_same_clock(session.start, event.zone, zone, days).astimezone(zone),
        )
        for session in sessions
    ]
    return Preview(
        counts,
        start_date,
        end_date,
        shifts[:_EXAMPLES],
        [shift for shift in shifts if not start_date <= shift.new.date() <= end_date],
        sum(1 for session in sessions if session.room_id and Part.VENUES not in parts),
        sum(1 for session in sessions if session.sub_forum_id and Part.SUB_FORUMS not in parts),
    )
