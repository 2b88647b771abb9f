"""What has changed on the board since somebody last looked at it."""

from dataclasses import dataclass, field

from django.db.models import Count, Max

from accounts.models import User
from core.text.numbers import row_number
from events.models import Event
from programme.editing.board import BoardBlock, load_board, load_keys
from programme.editing.packed_sentences import PackedSentences, pack_sentences
from programme.models import Session

# Records are numbered in one order and may become visible in another: look back a little.
_LOOK_BACK = 64


@dataclass(frozen=True, slots=True)
class BoardState:
    """The newest record of any session of an event, and how many records there are."""

    newest: int
    count: int

    @classmethod
    def read(cls, text: str) -> "BoardState | None":
        """Read what `__str__` writes; None for anything else."""
        newest, _dash, count = map(row_number, text.partition("-"))
        return None if newest is None or count is None else cls(newest, count)

    @classmethod
    def load(cls, event_pk: int) -> "BoardState":
        """Load the state of the board of an event with one query."""
        records = Session.history.filter(event=event_pk).order_by()
        numbers = records.aggregate(newest=Max("history_id"), count=Count("history_id"))
        return cls(numbers["newest"] or 0, numbers["count"])

    def __str__(self) -> str:
        return f"{self.newest}-{self.count}"


@dataclass(frozen=True, slots=True)
class BoardChanges:
    """Sessions that changed, guids of those that are gone, and by guid who else changed them.

    `sentences` are those of every session.
    """

    state: BoardState
    blocks: list[BoardBlock]
    sentences: PackedSentences
    gone: list[str] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)


def load_changes(
    event: Event, user: User, since: BoardState | None, *, only_day: str = ""
) -> BoardChanges:
    """Load what changed after `since`, or all sessions, with what the checks say now.

    With `only_day`, the day whose sessions the page has beside those without a room, the sessions
    of all other days are added.
    """
    state = BoardState.load(event.pk)
    board = load_board(event, keys := load_keys(event, user))
    sentences = pack_sentences(board.findings, {key.guid: key.pk for key in keys.values()})
    if since is None:
        return BoardChanges(state, board.blocks, sentences)
    records = Session.history.filter(event=event, history_id__gt=since.newest - _LOOK_BACK)
    recent = records.order_by("history_id")
    changed = {
        str(record.guid): record.history_user for record in recent.select_related("history_user")
    }
    return BoardChanges(
        state=state,
        blocks=[
            block
            for block in board.blocks
            if block.key.guid in changed or (only_day and not block.key.is_on(only_day))
        ],
        gone=[guid for guid in changed if guid not in keys],
        authors={guid: str(by) for guid, by in changed.items() if by is not None and by != user},
        sentences=sentences,
    )
