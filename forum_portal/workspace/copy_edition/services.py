"""Copy the structure of an edition into a new one, without people."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeAlias, TypeVar
from uuid import uuid4

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from accounts.roles import Role
from core.files.uploads import copy_file
from core.models import Authored
from core.text.translated import TranslatedText
from core.text.zones import span_at_same_clock
from delegations.models import Deadline, EventQuota, LetterTemplate
from events.choices import EventStatus, TeamChangeKind
from events.models import Award, Event, Page, Partner, Room, TeamMember, Venue, VenueDistance
from events.team.services import record
from forum_portal.workspace.copy_edition.choices import Part
from programme.choices import SessionStatus, Visibility
from programme.models import RunItem, Session, SubForum, new_code

# A file belongs to one row: it is deleted with it.
_NO_LOGO = {"logo": "", "logo_digest": "", "logo_alt": TranslatedText()}
# What an edition has of its own stays behind: its theme, its notice and its record.
_EVENT_FIELDS = (
    "description",
    "picture_alt",
    "picture_focus",
    "city",
    "country",
    "languages",
    "minutes_between_venues",
    "office_email",
    "needs_second_eyes",
    "second_factor_roles",
)

_Row = TypeVar("_Row", bound=Authored)
# Copies of rows, by the primary keys of the originals.
Copies: TypeAlias = dict[int | None, _Row]


class SlugTaken(Exception):
    """Another edition has this short name."""


class PartMissing(Exception):
    """Running orders were requested without their sessions."""


@transaction.atomic
def copy_edition(
    *,
    event: Event,
    by: User,
    slug: str,
    title: TranslatedText,
    start_date: date,
    time_zone: str,
    parts: Collection[str],
) -> Event:
    """Create a draft with the chosen `parts` of `event` and `by` as its administrator.

    Sessions keep their clock times in the zone of the new one. All or nothing. Raises SlugTaken,
    PartMissing.
    """
    if Part.RUNNING_ORDERS in parts and Part.SESSIONS not in parts:
        raise PartMissing
    new = _new_event(event, by, slug=slug, title=title, start_date=start_date, time_zone=time_zone)
    rooms: Copies[Room] = _copy_places(event, new, by) if Part.VENUES in parts else {}
    sub_forums: Copies[SubForum] = {}
    if Part.SUB_FORUMS in parts:
        sub_forums = _copy(SubForum.objects.filter(event=event), by, event=new)
    if Part.SESSIONS in parts:
        sessions = _copy_sessions(event, new, by, rooms, sub_forums)
        if Part.RUNNING_ORDERS in parts:
            _copy_running_orders(event, by, sessions)
    if Part.PAGES in parts:
        _copy(Page.objects.filter(event=event), by, event=new, is_published=False)
    _copy_delegations_desk(event, new, by, parts)
    if Part.PARTNERS in parts:
        _copy(Partner.objects.filter(event=event), by, event=new, **_NO_LOGO)
    if Part.AWARD in parts:
        unset = {"is_published": False, "shortlist_at": None, "results_at": None}
        _copy(Award.objects.filter(event=event), by, event=new, **unset)
    return new


def _copy_delegations_desk(event: Event, new: Event, by: User, parts: Collection[str]) -> None:
    """Copy the settings of the delegations desk; never its delegations and people."""
    if Part.DEADLINES in parts:
        _copy_deadlines(event, new, by)
    if Part.QUOTAS in parts:
        _copy(EventQuota.objects.filter(event=event), by, event=new)
    if Part.LETTERS in parts:
        # Numbers begin with the short name of the new edition.
        _copy(LetterTemplate.objects.filter(event=event), by, event=new, number_prefix="")


def _new_event(event: Event, by: User, *, start_date: date, **values: object) -> Event:
    new = Event(
        **{name: getattr(event, name) for name in _EVENT_FIELDS},
        **values,
        start_date=start_date,
        end_date=start_date + (event.end_date - event.start_date),
        status=EventStatus.DRAFT,
        picture=copy_file(event.picture),
        updated_by=by,
    )
    # Two who send the same form at once: the database lets one of them through.
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as error:
        if Event.objects.filter(slug=new.slug).exists():
            raise SlugTaken from error
        raise
    TeamMember.objects.create(event=new, user=by, role=Role.ADMINISTRATOR, updated_by=by)
    record(event=new, by=by, kind=TeamChangeKind.JOINED, about=str(by), after=Role.ADMINISTRATOR)
    return new


def _copy_places(event: Event, new: Event, by: User) -> Copies[Room]:
    venues = _copy(Venue.objects.filter(event=event), by, event=new)
    rooms = list(Room.objects.filter(venue__event=event))
    for room in rooms:
        room.venue = venues[room.venue_id]
    for distance in VenueDistance.objects.filter(from_venue__event=event):
        # Saved one by one: saving puts the pair in its order.
        VenueDistance.objects.create(
            from_venue=venues[distance.from_venue_id],
            to_venue=venues[distance.to_venue_id],
            minutes=distance.minutes,
            updated_by=by,
        )
    return _copy(rooms, by)


def _copy_sessions(
    event: Event, new: Event, by: User, rooms: Copies[Room], sub_forums: Copies[SubForum]
) -> Copies[Session]:
    rows = list(Session.objects.filter(event=event))
    days, codes = (new.start_date - event.start_date).days, set[str]()
    for row in rows:
        row.start, row.end = span_at_same_clock(row.start, row.end, event.zone, new.zone, days)
        row.room, row.sub_forum = rooms.get(row.room_id), sub_forums.get(row.sub_forum_id)
        while (code := new_code()) in codes:
            pass
        codes.add(code)
        row.code = code
    return _copy(
        rows,
        by,
        event=new,
        status=SessionStatus.PLANNED,
        visibility=Visibility.INTERNAL,
        office_note="",
        stream="",
        recording="",
        picture="",
        picture_digest="",
        picture_alt=TranslatedText(),
        stage_contacts="",
        sign_up_closes_at=None,
    )


def _copy_running_orders(event: Event, by: User, sessions: Copies[Session]) -> None:
    rows = list(RunItem.objects.filter(session__event=event))
    for row in rows:
        row.session = sessions[row.session_id]
    # Who is on stage and who is in charge are people; a note may name them.
    _copy(rows, by, who="", owner="", note="")


def _copy_deadlines(event: Event, new: Event, by: User) -> None:
    rows = list(Deadline.objects.filter(event=event))
    for row in rows:
        row.due_on += new.start_date - event.start_date
    _copy(rows, by, event=new)


def _copy(rows: Iterable[_Row], by: User, **values: object) -> Copies[_Row]:
    """Save a copy of each row with `values`, author and record; return them by old primary key."""
    copies: Copies[_Row] = {}
    for row in rows:
        copies[row.pk] = row
        row.pk, row._state.adding, row.updated_by = None, True, by
        if hasattr(row, "guid"):
            row.guid = uuid4()
        for name, value in values.items():
            setattr(row, name, value)
    if copies:
        first = next(iter(copies.values()))
        bulk_create_with_history([*copies.values()], type(first), batch_size=500, default_user=by)
    return copies
