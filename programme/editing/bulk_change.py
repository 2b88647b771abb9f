"""One change of many sessions: previewed, then saved all together or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.history import value_in_words
from events.models import Room
from programme.editing.single_session import InvalidSession, SessionMovedOn, save_valid
from programme.models import Session


class SessionRefused(Exception):
    """`session` would not be valid for these `reasons`, so nothing is saved."""

    def __init__(self, session: Session, reasons: list[str]) -> None:
        super().__init__(session, reasons)
        self.session, self.reasons = session, reasons


@dataclass(frozen=True, slots=True)
class BulkChange:
    """A change of sessions. None leaves a field as it is; `no_room` removes the room."""

    shift: timedelta = timedelta()
    room: Room | None = None
    no_room: bool = False
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
        for name in ("interpretation_languages", "visibility", "status"):
            if (value := getattr(self, name)) is not None:
                setattr(row, name, value)


_CHANGED = ("start", "end", "room", "in_all_rooms", "interpretation_languages", "visibility")
CHANGED_FIELDS = (*_CHANGED, "status")


def changes_of(row: Session, change: BulkChange) -> list[tuple[str, str, str]]:
    """Apply `change` to a row in memory; return label, old and new text of each changed field."""
    fields: list[Any] = [Session._meta.get_field(name) for name in CHANGED_FIELDS]
    before = {field.name: getattr(row, field.attname) for field in fields}
    change.apply(row)
    return [
        (
            str(field.verbose_name),
            value_in_words(field, row, before[field.name]),
            value_in_words(field, row, now),
        )
        for field in fields
        if (now := getattr(row, field.attname)) != before[field.name]
    ]


def load_versions(pks: Iterable[int]) -> dict[int, int]:
    """Load the version (`session_version`) of each of these sessions with one query."""
    wanted = [*pks]
    records = Session.history.filter(id__in=wanted).order_by()
    return dict.fromkeys(wanted, 0) | dict(records.values_list("id").annotate(Max("history_id")))


@transaction.atomic
def change_sessions(
    *, sessions: Iterable[Session], change: BulkChange, by: User, seen: Mapping[int, int]
) -> int:
    """Save one change of many sessions, each with its record; return how many really changed.

    All rows are locked in one order. Nothing is saved if any of them has changed since it was
    previewed (`seen`: `load_versions`). Raises SessionMovedOn, SessionRefused.
    """
    pks = [session.pk for session in sessions]
    locked = Session.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    rows: list[Session] = list(locked.select_related("event"))
    if load_versions(row.pk for row in rows) != {pk: seen.get(pk, -1) for pk in pks}:
        raise SessionMovedOn
    count = 0
    for row in rows:
        if not changes_of(row, change):
            continue
        try:
            save_valid(row, by)
        except InvalidSession as error:
            raise SessionRefused(row, error.reasons) from error
        count += 1
    return count
