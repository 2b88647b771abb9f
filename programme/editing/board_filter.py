"""Which rooms and sub-forums of the planner are shown, as its address names them."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from django.http import QueryDict

from core.text.translated import TranslatedText
from programme.agenda.values import Room, SubForum
from programme.editing.board import Board, BoardBlock

Value = TypeVar("Value", Room, SubForum)


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value]):
    """A room or sub-forum in the menu, with the number of its sessions."""

    value: Value
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class VenueChoice:
    """A venue in the menu, with its rooms; choosing it is choosing each of them."""

    guid: str
    name: TranslatedText
    count: int
    is_chosen: bool
    rooms: list[Choice[Room]]


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Guids of venues and rooms, numbers of sub-forums. Nothing chosen shows everything."""

    venues: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    sub_forums: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: QueryDict) -> "BoardFilter":
        """Read the parameters `venue`, `room` and `track`, each any number of times."""
        names = ("venue", "room", "track")
        return cls(*(frozenset(filter(None, query.getlist(name))) for name in names))

    def hides(self, block: BoardBlock) -> bool:
        """Whether a session is left out: what is in all rooms or in none is in each choice."""
        room = block.session.room
        is_elsewhere = (
            room is not None
            and bool(self.venues or self.rooms)
            and room.venue_guid not in self.venues
            and room.guid not in self.rooms
        )
        return is_elsewhere or bool(
            self.sub_forums and str(block.key.sub_forum) not in self.sub_forums
        )

    def venue_choices(self, board: Board) -> list[VenueChoice]:
        """Return the venues with rooms, in the order of the board."""
        counts = Counter(key.place["room"] for key in board.keys.values())
        venues = []
        for guid, rooms in groupby(board.rooms, key=lambda room: room.venue_guid):
            choices = [Choice(room, counts[room.guid], room.guid in self.rooms) for room in rooms]
            count = sum(choice.count for choice in choices)
            venue = choices[0].value.venue
            venues.append(VenueChoice(guid, venue, count, guid in self.venues, choices))
        return venues

    def sub_forum_choices(self, board: Board) -> list[Choice[SubForum]]:
        """Return the sub-forums, in their order."""
        counts = Counter(key.sub_forum for key in board.keys.values())
        return [
            Choice(sub_forum, counts[sub_forum.number], str(sub_forum.number) in self.sub_forums)
            for sub_forum in board.sub_forums
        ]
