"""The board on which organizers move sessions: days, rooms, and sessions without a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db.models import Max
from django.forms.utils import flatatt

from accounts.models import User
from core.text.dates import hours
from events.models import Event
from programme.agenda.load_agenda import draft_agenda, find_rooms, room_value
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


@dataclass(frozen=True, slots=True)
class BoardBlock:
    """A session on the board; a move must name its version, `seen`."""

    session: Session
    place: BoardPlace
    pk: int
    seen: int
    can_move: bool
    said: Sentences

    @property
    def times(self) -> str:
        """From when to when, in the event's zone."""
        return hours(self.session.start, self.session.end)

    @property
    def attributes(self) -> str:
        """The attributes that static/js/planner/plan.js reads, as one text for speed."""
        sub_forum = self.session.sub_forum
        values: dict[str, object] = {
            "guid": self.session.guid,
            "pk": self.pk,
            "seen": self.seen,
            **self.place,
            "track": sub_forum.number if sub_forum else "",
            "colour": sub_forum.colour if sub_forum else "",
            "movable": self.can_move,
            "cancelled": self.session.is_cancelled,
        }
        return flatatt({f"data-{name}": value for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the page of the planner shows."""

    days: tuple[tuple[date, list[BoardBlock]], ...]
    unplanned: list[BoardBlock]
    rooms: list[Room]
    sub_forums: tuple[SubForum, ...]
    first_hour: int
    last_hour: int

    @property
    def groups(self) -> list[tuple[date | None, list[BoardBlock]]]:
        """The sessions by day, then those without a place (None)."""
        return [*self.days, (None, self.unplanned)]


def load_board(event: Event, user: User) -> Board:
    """Load the draft with its clashes for `user`, with as many queries at any size."""
    # Versions first: a session that is saved in between is refused later rather than overwritten.
    versions: dict[int, int] = dict(
        SessionRow.history.filter(event=event).order_by().values_list("id").annotate(Max("pk"))
    )
    draft = draft_agenda(event, public_only=False)
    blocks = _blocks(event, user, draft, versions)
    days = [event.start_date + timedelta(days=n) for n in range(_length(event))]
    planned: dict[date, list[BoardBlock]] = {day: [] for day in days}
    unplanned: list[BoardBlock] = []
    for block in blocks:
        is_planned = block.place["room"] and event.covers(block.session.day)
        (planned[block.session.day] if is_planned else unplanned).append(block)
    first, last = _hours(block for blocks_of_day in planned.values() for block in blocks_of_day)
    used = {block.session.room.guid for block in blocks if block.session.room}
    rooms = [room_value(row) for row in find_rooms(event)]
    rooms.sort(key=lambda room: room.guid not in used)
    return Board(tuple(planned.items()), unplanned, rooms, draft.sub_forums, first, last)


def sentences_as_json(event: Event, draft: Agenda | None = None) -> dict[str, Sentences]:
    """Return what the checks say of each session by its guid, without what was accepted."""
    whole = draft or draft_agenda(event, public_only=False)
    found = clashes_by_session(without_accepted(event, clashes_in(event, whole)))
    return {guid: sentences_of(findings) for guid, findings in found.items()}


def sentences_of(findings: Iterable[Finding]) -> Sentences:
    """Return the sentences of findings, errors apart from the others."""
    said: Sentences = {"clashes": [], "warnings": []}
    for finding in findings:
        said["clashes" if finding.is_error else "warnings"].append(str(finding.hit.sentence))
    return said


def without_accepted(event: Event, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that nobody has accepted."""
    rows = AcceptedFinding.objects.filter(event=event, withdrawn_at=None)
    accepted = set(rows.values_list("check_key", "fingerprint"))
    return [one for one in findings if one.identity not in accepted]


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


def _blocks(
    event: Event, user: User, draft: Agenda, versions: Mapping[int, int]
) -> list[BoardBlock]:
    rows = SessionRow.objects.filter(event=event)
    pks = {str(guid): pk for guid, pk in rows.values_list("guid", "pk")}
    movable = set(rows.editable_by(user).values_list("pk", flat=True))
    said = sentences_as_json(event, draft)
    return [
        BoardBlock(
            session=session,
            place=_place(session.start, session.end, _room_key(session)),
            pk=(pk := pks[session.guid]),
            seen=versions.get(pk, 0),
            can_move=pk in movable,
            said=said.get(session.guid, {"clashes": [], "warnings": []}),
        )
        for session in draft.sessions
    ]


def _room_key(session: Session) -> str:
    if session.in_all_rooms:
        return ALL_ROOMS
    return session.room.guid if session.room else ""


def _length(event: Event) -> int:
    return (event.end_date - event.start_date).days + 1


def _hours(blocks: Iterable[BoardBlock]) -> tuple[int, int]:
    places = [block.place for block in blocks]
    first = min((place["start"] // 60 for place in places), default=_FROM)
    last = max((-(-(place["start"] + place["minutes"]) // 60) for place in places), default=_TO)
    return min(first, _FROM), min(max(last, _TO), _MOST)
