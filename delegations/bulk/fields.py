"""Set one field of many people or delegations, and bring the former values back."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise

from accounts.models import User
from core.history import history_manager, value_in_words
from core.json_types import JsonValue
from delegations.bulk.actions import ALREADY_SO, Applied, BulkAction, Effect, Row, Values
from delegations.decisions.corrections import write_fields
from delegations.models import Attendee, Delegation
from events.history.records import CannotRestore
from events.history.undo import ChangedSince, undo
from events.models import Event


class SetField(BulkAction[Row]):
    """Set one field of each row to the same value, with its history."""

    model: ClassVar[type[models.Model]]
    # The field that is set, and the only value that it can be set to, if no form asks.
    name: ClassVar[str]
    value: ClassVar[object] = None

    def effects(self, event: Event, rows: Sequence[Row], values: Values) -> list[Effect[Row]]:
        """The values before and after."""
        column = {field.name: field for field in self.model._meta.concrete_fields}[self.name]
        value = values.get(self.name, self.value)
        key = getattr(value, "pk", value)
        after = value_in_words(column, self.model(), key)
        effects = []
        for row in rows:
            now = getattr(row, column.attname)
            obstacle = ALREADY_SO if now == key else self.obstacle(row)
            effects.append(Effect(row, value_in_words(column, row, now), after, obstacle))
        return effects

    def obstacle(self, row: Row) -> str | Promise:
        """Why the field of this row cannot be set; empty if it can."""
        return ""

    def apply(self, event: Event, rows: Sequence[Row], values: Values, by: User) -> Applied[Row]:
        """Save each row with its author."""
        value = values.get(self.name, self.value)
        for row in rows:
            self.save(row, value, by)
        return Applied(newest_records(self.model, rows))

    def save(self, row: Row, value: object, by: User) -> None:
        """Save one row with the value."""
        raise NotImplementedError

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Bring back the former values."""
        return undo_records(self.model, steps, by)


class SetPersonField(SetField[Attendee]):
    """Set one field of each person, as the form of one person does."""

    model = Attendee

    def save(self, row: Attendee, value: object, by: User) -> None:
        """Save one person with the value."""
        write_fields(row, {self.name: value}, by)


def save_delegation(row: Delegation, name: str, value: object, by: User) -> None:
    """Save one delegation with the value of one field."""
    setattr(row, name, value)
    row.updated_by = by
    row.save()


def newest_records(model: type[models.Model], rows: Sequence[models.Model]) -> list[JsonValue]:
    """The key of the newest record in the history of each row."""
    records = history_manager(model).filter(id__in=[row.pk for row in rows]).order_by()
    newest = records.values("id").annotate(newest=models.Max("history_id"))
    return [int(key) for key in newest.values_list("newest", flat=True)]


def undo_records(model: type[models.Model], records: Sequence[JsonValue], by: User) -> int:
    """Undo these changes of rows, except where somebody has changed the row since."""
    undone = 0
    for record in history_manager(model).filter(history_id__in=list(records)):
        try:
            undo(record=record, by=by)
        except (ChangedSince, CannotRestore):
            continue
        undone += 1
    return undone
