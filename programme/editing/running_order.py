"""Saving the running order of a session as a whole; items that it lacks are deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.history.records import load_version
from programme.editing.single_session import InvalidSession, SessionGone, save_valid
from programme.models import RunItem, Session

RUN_FIELDS = (
    "offset",
    "minutes",
    "item",
    "who",
    "place",
    "cue",
    "interpretation",
    "owner",
    "note",
)


class RunningOrderMovedOn(Exception):
    """Somebody else has saved the running order since it was loaded."""


def run_version(session: Session) -> int:
    """Return the number of the newest record, which differs after any change of an item."""
    return load_version(session, [(RunItem, "session")])["runitem"]


def count_editions(session: Session) -> int:
    """Return how often the running order was saved: the version printed on paper."""
    moments = RunItem.history.filter(session=session).order_by().values("history_date")
    return int(moments.distinct().count())


@transaction.atomic
def save_running_order(
    *,
    session: Session,
    items: Sequence[tuple[int | None, Mapping[str, object]]],
    contacts: str,
    by: User,
    seen: int,
) -> None:
    """Make `items` (primary key or None, values of RUN_FIELDS) the running order, in this sequence.

    Unchanged items get no record; deleted rows are created again. All records of one call have the
    same time. Raises SessionGone, RunningOrderMovedOn, InvalidSession.
    """
    locked = Session.objects.select_for_update().filter(pk=session.pk).first()
    if locked is None:
        raise SessionGone
    if run_version(locked) != seen:
        raise RunningOrderMovedOn
    now = timezone.now()
    rows: dict[int, RunItem] = {row.pk: row for row in locked.run_items.all()}
    for position, (pk, values) in enumerate(items, start=1):
        row = rows.pop(pk, None) if pk is not None else None
        _save_item(row or RunItem(session=locked), {**values, "position": position}, by, now)
    for row in rows.values():
        row.deleted_by, row._history_date = by, now
        row.delete()
    if locked.stage_contacts != contacts:
        locked.stage_contacts = contacts
        save_valid(locked, by)


def _save_item(row: RunItem, values: Mapping[str, object], by: User, now: datetime) -> None:
    before = {name: getattr(row, name) for name in values}
    after = {
        name: before[name].updated(value) if isinstance(value, Mapping) else value
        for name, value in values.items()
    }
    if row.pk and before == after:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.updated_by, row._history_date = by, now
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidSession(error) from error
    row.save()
