"""From rows to the agenda value: the draft, and the release that visitors see."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch
from django.utils.text import slugify

from core.translated import TranslatedText
from delegations.choices import AttendeeStatus
from delegations.models import Attendee
from delegations.names import fold
from events.models import Event
from events.models import Room as RoomRow
from programme import agenda, payloads
from programme.choices import AppearanceState, SessionStatus, Visibility
from programme.clashes import Known
from programme.models import Appearance as AppearanceRow
from programme.models import ScheduleRelease
from programme.models import Session as SessionRow
from programme.models import SubForum as SubForumRow

_NOTHING = TranslatedText()


def published_agenda(event: Event) -> agenda.Agenda:
    """What visitors see: the newest release. Before the first one, an agenda without sessions."""
    newest = (
        ScheduleRelease.objects.filter(event=event)
        .order_by("-version")
        .values_list("pk", "version", "released_at")
        .first()
    )
    return _released(*newest) if newest else agenda.Agenda(event.time_zone, 0, None, (), ())


@lru_cache(maxsize=8)
def _released(pk: int, version: int, released_at: datetime) -> agenda.Agenda:
    # Nobody changes a release, so it is read once: every page of the edition needs it. The moment
    # is part of the key because a number that was rolled back may be given again.
    payload = ScheduleRelease.objects.values_list("payload", flat=True).get(pk=pk)
    return payloads.from_payload(payload, version=version, released_at=released_at)


def draft_agenda(event: Event, *, public_only: bool) -> agenda.Agenda:
    """The agenda as the rows say now, in six queries.

    `public_only` leaves out what would not enter a release: the preview and the release itself.
    Without it, sessions for participants and internal ones are there too: for the clash checks.
    """
    rooms = {
        row.pk: _room(row)
        for row in RoomRow.objects.filter(venue__event=event)
        .select_related("venue")
        .order_by("venue__position", "position", "pk")
    }
    sub_forums = {row.pk: _sub_forum(row) for row in SubForumRow.objects.filter(event=event)}
    sessions = SessionRow.objects.filter(event=event).prefetch_related(
        Prefetch("appearances", AppearanceRow.objects.order_by("position", "pk")),
        Prefetch(
            "appearances__attendee", Attendee.objects.select_related("delegation__organisation")
        ),
    )
    if public_only:
        sessions = sessions.filter(visibility=Visibility.PUBLIC)
    people: dict[int, agenda.Person] = {}
    values = agenda.in_order(_session(row, event, rooms, sub_forums, people) for row in sessions)
    used = {session.room.guid for session in values if session.room}
    return agenda.Agenda(
        time_zone=event.time_zone,
        version=0,
        released_at=None,
        rooms=tuple(room for room in rooms.values() if room.guid in used),
        sub_forums=tuple(sub_forums.values()),
        sessions=values,
    )


def known_of(event: Event) -> Known:
    """What the clash checks must know beside the agenda: one query."""
    waiting = (
        Attendee.objects.filter(appearances__session__event=event)
        .exclude(status=AttendeeStatus.APPROVED)
        .values_list("guid", "status")
        .distinct()
    )
    labels = dict(AttendeeStatus.choices)
    return Known(
        start_date=event.start_date,
        end_date=event.end_date,
        not_approved={str(guid): str(labels[AttendeeStatus(status)]) for guid, status in waiting},
    )


def _room(row: RoomRow) -> agenda.Room:
    return agenda.Room(
        guid=str(row.guid),
        name=row.name,
        venue=row.venue.name,
        floor=row.floor,
        capacity=row.capacity,
        position=row.venue.position * 1000 + row.position,
    )


def _sub_forum(row: SubForumRow) -> agenda.SubForum:
    return agenda.SubForum(str(row.guid), row.number, row.slug, row.title, row.colour)


def _session(
    row: SessionRow,
    event: Event,
    rooms: dict[int, agenda.Room],
    sub_forums: dict[int, agenda.SubForum],
    people: dict[int, agenda.Person],
) -> agenda.Session:
    appearances: Iterable[Any] = (
        one for one in row.appearances.all() if one.state != AppearanceState.DECLINED
    )
    return agenda.Session(
        guid=str(row.guid),
        code=row.code,
        kind=row.kind,
        title=row.title,
        abstract=row.abstract,
        start=row.start.astimezone(event.zone),
        end=row.end.astimezone(event.zone),
        room=rooms.get(row.room_id) if row.room_id else None,
        in_all_rooms=row.in_all_rooms,
        sub_forum=sub_forums.get(row.sub_forum_id) if row.sub_forum_id else None,
        floor_languages=tuple(row.floor_languages),
        interpretation_languages=tuple(row.interpretation_languages),
        capacity=row.capacity,
        needs_sign_up=row.needs_sign_up,
        is_major=row.is_major,
        status=SessionStatus(row.status).value,
        appearances=tuple(_appearance(one, people) for one in appearances),
    )


def _appearance(row: AppearanceRow, people: dict[int, agenda.Person]) -> agenda.Appearance:
    if row.attendee is not None and row.attendee.pk not in people:
        people[row.attendee.pk] = _person(row.attendee)
    return agenda.Appearance(
        role=row.role,
        person=people[row.attendee.pk] if row.attendee else None,
        placeholder=row.placeholder or _NOTHING,
        is_confirmed=row.state == AppearanceState.CONFIRMED,
    )


def _person(row: Attendee) -> agenda.Person:
    organisation = row.delegation.organisation
    name = row.full_name
    # Half a guid keeps two people of the same name apart, and never tells how many there are.
    slug = "-".join(part for part in (slugify(fold(name)), row.guid.hex[:8]) if part)
    return agenda.Person(
        guid=str(row.guid),
        slug=slug,
        name=name,
        native_name=row.native_name,
        honorific=row.honorific,
        office_title=row.office_title_en or row.office_title,
        delegation_name=organisation.name,
        country=str(organisation.country or ""),
        sort_key=row.sort_key,
    )
