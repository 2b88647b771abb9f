"""The board on which organizers move sessions: days, rooms, and sessions without a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypedDict

from django.db.models import Exists, Max, OuterRef, Subquery

from accounts.models import User
from core.text.dates import hours
from events.models import Event
from events.models import Room as RoomRow
from programme.agenda.load_agenda import (
    draft_agenda,
    find_rooms,
    load_sessions,
    load_sub_forums,
    room_value,
)
from programme.agenda.values import Agenda, Room, Session, SubForum
from programme.checks import Finding
from programme.checks.clashes import clashes_by_session, clashes_in
from programme.models import AcceptedFinding
from programme.models import Session as SessionRow

ALL_ROOMS = "all"
# Hours that the board shows at least, and the last at most: a longer session is cut off.
_FROM, _TO, _MOST = 7, 22, 30


class BoardPlace(TypedDict):
    """Where a session is on the board: minutes from midnight of `day`, in local time.

    `room` is the guid of a room, ALL_ROOMS, or empty.
    """

    day: str
    start: int
    minutes: int
    room: str


class Sentences(TypedDict):
    """What is said of a session: clashes cannot work, warnings will cause trouble."""

    clashes: list[str]
    warnings: list[str]


class BoardKey(NamedTuple):
    """What the board knows of every session; a move must name its version, `seen`."""

    guid: str
    pk: int
    seen: int
    can_move: bool
    place: BoardPlace
    sub_forum: int | None

    @property
    def is_planned(self) -> bool:
        """Whether it has a room, and so a place on the board of its day."""
        return bool(self.place["room"])

    def is_on(self, day: str) -> bool:
        """Whether the page of `day` shows it: on the board, or because it has no room."""
        return not self.is_planned or self.place["day"] == day


# Of every session, by its guid.
Keys = Mapping[str, BoardKey]


@dataclass(frozen=True, slots=True)
class BoardBlock:
    """A session on the board. `sentences` is None where nothing was checked."""

    session: Session
    key: BoardKey
    sentences: Sentences | None

    @property
    def times(self) -> str:
        """From when to when, in the event's zone."""
        return hours(self.session.start, self.session.end)


@dataclass(frozen=True, slots=True)
class Board:
    """What the planner shows: `keys` of all sessions, `blocks` of those that were asked for.

    `findings` are of the whole draft, without what was accepted; none where nothing was checked.
    """

    days: list[date]
    keys: Keys
    blocks: list[BoardBlock]
    rooms: list[Room]
    sub_forums: list[SubForum]
    findings: list[Finding]

    @property
    def hours(self) -> tuple[int, int]:
        """The first hour of the board and the one after its last."""
        return _hours(key.place for key in self.keys.values() if key.is_planned)

    def blocks_of(self, day: date | None) -> list[BoardBlock]:
        """Return the blocks of a day, or of what has no room (None)."""
        text = day.isoformat() if day else None
        return [
            block
            for block in self.blocks
            if (block.key.place["day"] if block.key.is_planned else None) == text
        ]


def load_keys(event: Event, user: User) -> Keys:
    """Load the keys of all sessions of the draft, with two queries.

    Load them before the sessions: what is saved in between is refused later, not overwritten.
    """
    records = SessionRow.history.filter(id=OuterRef("pk")).order_by().values("id")
    mine = SessionRow.objects.editable_by(user).filter(pk=OuterRef("pk"))
    rows = SessionRow.objects.filter(event=event).values_list(
        "guid",
        "pk",
        Subquery(records.values(newest=Max("history_id"))),
        Exists(mine),
        "start",
        "end",
        "room",
        "in_all_rooms",
        "sub_forum__number",
    )
    # Forty rooms, not the room of each of a thousand sessions.
    rooms = dict(RoomRow.objects.filter(venue__event=event).values_list("pk", "guid"))
    names = {pk: str(guid) for pk, guid in rooms.items()}
    zone = event.zone
    return {
        str(guid): BoardKey(
            guid=str(guid),
            pk=pk,
            seen=seen or 0,
            can_move=can_move,
            place=_place(
                start.astimezone(zone),
                end.astimezone(zone),
                ALL_ROOMS if in_all_rooms else names.get(room, ""),
            ),
            sub_forum=number,
        )
        for guid, pk, seen, can_move, start, end, room, in_all_rooms, number in rows
    }


def find_days(event: Event, keys: Keys) -> list[date]:
    """Return the days of the event and any other day with a session in a room, in order."""
    length = (event.end_date - event.start_date).days + 1
    own = {event.start_date + timedelta(days=number) for number in range(length)}
    planned = {key.place["day"] for key in keys.values() if key.is_planned}
    return sorted(own | {date.fromisoformat(day) for day in planned})


def load_board(
    event: Event, keys: Keys, *, day: date | None = None, is_checked: bool = True
) -> Board:
    """Load the draft, with as many queries at any size. `keys` are those of `load_keys`.

    With `day`, only the blocks of that day and those without a room; `is_checked` adds what the
    checks say of each, which needs the whole draft.
    """
    rooms = {row.pk: room_value(row) for row in find_rooms(event)}
    sub_forums = load_sub_forums(event)
    wanted = [key for key in keys.values() if day is None or key.is_on(day.isoformat())]
    findings: list[Finding] = []
    sentences: dict[str, Sentences] | None = None
    if is_checked:
        draft = draft_agenda(event, public_only=False)
        findings, guids = find_open(event, draft), {key.guid for key in wanted}
        by_guid = clashes_by_session(findings)
        sentences = {guid: sentences_of(own) for guid, own in by_guid.items()}
        sessions = tuple(session for session in draft.sessions if session.guid in guids)
    else:
        sessions = load_sessions(event, rooms, sub_forums, pks=[key.pk for key in wanted])
    quiet: Sentences = {"clashes": [], "warnings": []}
    return Board(
        days=find_days(event, keys),
        keys=keys,
        blocks=[
            BoardBlock(session, key, None if sentences is None else sentences.get(key.guid, quiet))
            for session in sessions
            if (key := keys.get(session.guid))
        ],
        rooms=_used_first(rooms.values(), keys.values()),
        sub_forums=list(sub_forums.values()),
        findings=findings,
    )


def find_open(event: Event, draft: Agenda) -> list[Finding]:
    """Return what the checks find in a draft, without what was accepted."""
    return without_accepted(event, clashes_in(event, draft))


def sentences_of(findings: Iterable[Finding]) -> Sentences:
    """Return the sentences of findings, errors apart from the others."""
    sentences: Sentences = {"clashes": [], "warnings": []}
    for finding in findings:
        kind = sentences["clashes" if finding.is_error else "warnings"]
        kind.append(str(finding.hit.sentence))
    return sentences


def without_accepted(event: Event, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that nobody has accepted."""
    rows = AcceptedFinding.objects.filter(event=event, withdrawn_at=None)
    accepted = set(rows.values_list("check_key", "fingerprint"))
    return [finding for finding in findings if finding.identity not in accepted]


def place_of(row: SessionRow) -> BoardPlace:
    """Return where a session is on the board now."""
    zone = row.event.zone
    room = ALL_ROOMS if row.in_all_rooms else str(row.room.guid) if row.room else ""
    return _place(row.start.astimezone(zone), row.end.astimezone(zone), room)


def _place(start: datetime, end: datetime, room: str) -> BoardPlace:
    wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return {
        "day": start.date().isoformat(),
        "start": start.hour * 60 + start.minute,
        "minutes": int(wall.total_seconds() // 60),
        "room": room,
    }


def _used_first(rooms: Iterable[Room], keys: Iterable[BoardKey]) -> list[Room]:
    """Return venues in use before others, and in each venue its rooms in use before others."""
    used = {key.place["room"] for key in keys}
    every = list(rooms)
    venues = {room.venue_guid for room in every if room.guid in used}

    def order(room: Room) -> tuple[bool, int, bool]:
        return room.venue_guid not in venues, room.position // 1000, room.guid not in used

    return sorted(every, key=order)


def _hours(places: Iterable[BoardPlace]) -> tuple[int, int]:
    spans = [(place["start"], place["start"] + place["minutes"]) for place in places]
    first = min((start // 60 for start, _end in spans), default=_FROM)
    last = max((-(-end // 60) for _start, end in spans), default=_TO)
    return min(first, _FROM), min(max(last, _TO), _MOST)
