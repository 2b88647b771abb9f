"""One change of many sessions: previewed, then saved all together or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.history import value_in_words
from events.history.records import CannotRestore
from events.history.undo import ChangedSince, undo
from events.models import Room
from programme.editing.single_session import InvalidSession, SessionMovedOn, save_valid
from programme.models import Session, SubForum


class SessionRefused(Exception):
    """`session` would not be valid for these `reasons`, so nothing is saved."""

    def __init__(self, session: Session, reasons: list[str]) -> None:
        super().__init__(session, reasons)
        self.session, self.reasons = session, reasons


@dataclass(frozen=True, slots=True)
class BulkChange:
    """A change of sessions. None leaves a field as it is; `no_…` empties it."""

    shift: timedelta = timedelta()
    room: Room | None = None
    no_room: bool = False
    sub_forum: SubForum | None = None
    no_sub_forum: bool = False
    kind: str | None = None
    floor_languages: list[str] | None = None
    interpretation_languages: list[str] | None = None
    visibility: str | None = None
    status: str | None = None

    def apply(self, row: Session) -> None:
        """Change the row in memory."""
        # In local time: nine o'clock is still nine o'clock after the clocks change.
        for name in ("start", "end"):
            moment = getattr(row, name).astimezone(row.event.zone)
            setattr(row, name, moment + self.shift)
        if self.room is not None or self.no_room:
            row.room, row.in_all_rooms = self.room, False
        if self.sub_forum is not None or self.no_sub_forum:
            row.sub_forum = self.sub_forum
        for name in _SET:
            if (value := getattr(self, name)) is not None:
                setattr(row, name, value)


# What a change sets to one value for all.
_SET = ("kind", "floor_languages", "interpretation_languages", "visibility", "status")
CHANGED_FIELDS = ("start", "end", "room", "in_all_rooms", "sub_forum", *_SET)


def changes_of(row: Session, change: BulkChange) -> list[tuple[str, str, str]]:
    """Apply `change` to a row in memory; return label, old and new text of each changed field."""
    fields: list[Any] = [Session._meta.get_field(name) for name in CHANGED_FIELDS]
    before = [getattr(row, field.attname) for field in fields]
    # In words at once: afterwards the row knows its new room and sub-forum alone.
    old = [value_in_words(field, row, value) for field, value in zip(fields, before, strict=True)]
    change.apply(row)
    return [
        (str(field.verbose_name), words, value_in_words(field, row, now))
        for field, value, words in zip(fields, before, old, strict=True)
        if (now := getattr(row, field.attname)) != value
    ]


def load_versions(pks: Iterable[int]) -> dict[int, int]:
    """Load the version (`session_version`) of each of these sessions with one query."""
    wanted = [*pks]
    records = Session.history.filter(id__in=wanted).order_by()
    return dict.fromkeys(wanted, 0) | dict(records.values_list("id").annotate(Max("history_id")))


@transaction.atomic
def change_sessions(
    *, sessions: Iterable[Session], change: BulkChange, by: User, seen: Mapping[int, int]
) -> list[int]:
    """Save one change of many sessions; return the record of each that really changed.

    All rows are locked in one order. Nothing is saved if any of them has changed since it was
    previewed (`seen`: `load_versions`). Raises SessionMovedOn, SessionRefused.
    """
    pks = [session.pk for session in sessions]
    locked = Session.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    rows: list[Session] = list(locked.select_related("event", "room", "sub_forum"))
    if load_versions(row.pk for row in rows) != {pk: seen.get(pk, -1) for pk in pks}:
        raise SessionMovedOn
    changed = [row.pk for row in rows if changes_of(row, change) and _save(row, by)]
    return sorted(load_versions(changed).values())


def _save(row: Session, by: User) -> Session:
    try:
        return save_valid(row, by)
    except InvalidSession as error:
        raise SessionRefused(row, error.reasons) from error


def undo_changes(*, records: Iterable[int], by: User) -> tuple[list[Session], list[Session]]:
    """Give sessions back what they said before these `records` of a change of many.

    Return those that were given back, and those that were not: somebody changed them since, or
    what they referred to is gone. Those that `by` may not change are in neither.
    """
    undone, left = [], []
    history = Session.history.filter(history_id__in=[*records]).order_by("history_id")
    editable = Session.objects.editable_by(by).filter(pk__in=history.order_by().values("id"))
    by_pk = {row.pk: row for row in editable}
    for record in history:
        if (row := by_pk.get(record.id)) is None:
            continue
        try:
            undo(record=record, by=by)
        except (ChangedSince, CannotRestore):
            left.append(row)
        else:
            undone.append(row)
    return undone, left
