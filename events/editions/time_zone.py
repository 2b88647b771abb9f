"""Correcting the time zone of an edition. Nothing of it is public before the next release."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core.text.zones import at_same_clock, span_at_same_clock
from events.choices import KeptTimes
from events.editions.wall_times import WallTimes, wall_time_kinds
from events.models import Event


class OpensAtOnce(Exception):
    """With its clock time kept, something that waits would be public already: `str()` names it."""


def count_wall_times(event: Event) -> list[tuple[str, int]]:
    """How many rows of each kind hold a moment of the event's clocks, where there are any."""
    now = timezone.now()
    counts = [(kind.label, kind.rows(event, now).count()) for kind in wall_time_kinds()]
    return [(label, count) for label, count in counts if count]


@transaction.atomic
def correct_time_zone(*, event: Event, zone: str, keep: str, by: User) -> int:
    """Save `event` with another `zone`; how many rows hold other moments now.

    With KeptTimes.CLOCK what was typed as 9:00 is 9:00 in the new zone; with KeptTimes.MOMENTS it
    stays when it is and is shown as another time of day. Locks the event and the rows. Raises
    OpensAtOnce.
    """
    was = Event.objects.select_for_update().values_list("time_zone", flat=True).get(pk=event.pk)
    event.time_zone, event.updated_by = zone, by
    event.save()
    return keep_clock_times(event=event, was=was, by=by) if keep == KeptTimes.CLOCK else 0


@transaction.atomic
def keep_clock_times(*, event: Event, was: str, by: User) -> int:
    """Move what was typed in the zone `was` to the same clock time in the zone of `event`.

    How many rows moved. Each has a record of it where its model keeps a history. Raises
    OpensAtOnce.
    """
    now, old = timezone.now(), Event(time_zone=was).zone
    if was == event.time_zone:
        return 0
    return sum(_move(kind, event, old, now, by) for kind in wall_time_kinds())


def check_correction(*, event: Event, was: str, zone: str) -> None:
    """Work out what keeping the clock times would do, and change nothing. Raises OpensAtOnce."""
    now, old, new = timezone.now(), Event(time_zone=was).zone, Event(time_zone=zone).zone
    for kind in wall_time_kinds():
        for row in kind.rows(event, now) if kind.opens else ():
            _shift(kind, row, old, new, now)


def _move(kind: WallTimes, event: Event, old: tzinfo, now: datetime, by: User) -> int:
    rows = list(kind.rows(event, now).select_for_update(of=("self",)))
    for row in rows:
        _shift(kind, row, old, event.zone, now)
    if rows:
        _save(kind, rows, by, now)
    return len(rows)


def _shift(kind: WallTimes, row: object, old: tzinfo, new: tzinfo, now: datetime) -> None:
    start, end = kind.fields[:2] if kind.span else ("", "")
    if kind.span:
        ends = span_at_same_clock(getattr(row, start), getattr(row, end), old, new)
        row.__dict__.update(zip((start, end), ends, strict=True))
    for name in set(kind.fields) - {start, end}:
        moment = getattr(row, name)
        if moment is None or (kind.opens and moment <= now):
            continue
        moved = at_same_clock(moment, old, new)
        if kind.opens and moved <= now:
            raise OpensAtOnce(str(row))
        setattr(row, name, moved)


def _save(kind: WallTimes, rows: Sequence[Model], by: User, now: datetime) -> None:
    fields = list(kind.fields)
    if not hasattr(kind.model, "history"):
        kind.model._default_manager.bulk_update(rows, fields, batch_size=500)
        return
    for row in rows:
        for name, value in (("updated_by", by), ("updated_at", now)):
            setattr(row, name, value)
    bulk_update_with_history(
        rows, kind.model, [*fields, "updated_by", "updated_at"], batch_size=500, default_user=by
    )
