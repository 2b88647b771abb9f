"""Preview an action on many rows, apply it batch by batch, and undo it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Generic, Literal

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.json_types import JsonValue
from delegations.bulk.actions import Applied, BulkAction, Effect, Row, Values
from delegations.models import StatusChange
from delegations.people.delegation_order import lock_order, refresh_order
from events.models import Event

# So many rows are changed in one transaction: others get their turn in between.
BATCH = 100

# The rows with these keys, of the event that the reader may change.
Load = Callable[[Sequence[int]], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Preview(Generic[Row]):
    """What an action would do, and to whom it would do nothing."""

    changes: list[Effect[Row]]
    skipped: list[Effect[Row]]

    @property
    def fingerprint(self) -> str:
        """Differs if anything in the preview does."""
        parts = [
            (effect.row.pk, effect.before, effect.after, str(effect.obstacle))
            for effect in (*self.changes, *self.skipped)
        ]
        return sha256(repr(parts).encode()).hexdigest()[:32]


@dataclass(slots=True)
class Outcome(Generic[Row]):
    """What was done: how many rows were changed, which were not, and what undoing takes."""

    changed: int = 0
    skipped: list[Effect[Row]] = field(default_factory=list)
    undo: list[JsonValue] = field(default_factory=list)


def preview_action(
    action: BulkAction[Row], event: Event, rows: Sequence[Row], values: Values
) -> Preview[Row]:
    """What `action` would do to these rows now."""
    effects = action.effects(event, rows, values)
    return Preview(
        [effect for effect in effects if not effect.obstacle],
        [effect for effect in effects if effect.obstacle],
    )


def run_action(
    action: BulkAction[Row],
    *,
    event: Event,
    pks: Sequence[int],
    load: Load[Row],
    values: Values,
    by: User,
) -> Outcome[Row]:
    """Apply `action` to the rows with these keys, a hundred in one transaction.

    Each batch is looked at again with the order of the event locked, as every service does: a row
    that somebody else has changed in the meantime is judged as it is now.
    """
    outcome: Outcome[Row] = Outcome()
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            lock_order(pk=event.pk)
            now = preview_action(action, event, list(load(pks[start : start + BATCH])), values)
            rows = [effect.row for effect in now.changes]
            applied = action.apply(event, rows, values, by) if rows else Applied[Row]()
            refresh_order(event=event)
        outcome.changed += len(rows) - len(applied.refused)
        outcome.skipped += [*now.skipped, *applied.refused]
        outcome.undo += applied.undo
    return outcome


def newest_changes(owner: Literal["attendee", "delegation"], keys: Sequence[int]) -> dict[int, int]:
    """The key of the newest change of status of each person, or of each delegation itself."""
    changes = StatusChange.objects.filter(**{f"{owner}__in": keys}).order_by()
    if owner == "delegation":
        changes = changes.filter(attendee=None)
    return dict(changes.values_list(owner).annotate(Max("pk")))


def undo_action(
    action: BulkAction[Row], *, event: Event, steps: Sequence[JsonValue], by: User
) -> int:
    """Undo what an action did, a hundred steps in one transaction; return how many were undone."""
    undone = 0
    for start in range(0, len(steps), BATCH):
        with transaction.atomic():
            lock_order(pk=event.pk)
            undone += action.undo(event, steps[start : start + BATCH], by)
            refresh_order(event=event)
    return undone
