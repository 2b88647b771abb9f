"""Set one field of many rows with few queries, and bring the former values back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from core.history import history_manager, value_in_words
from core.json_types import JsonValue
from delegations.bulk.actions import ALREADY_SO, Applied, BulkAction, Effect, Row, Values
from delegations.models import Attendee, Delegation
from events.models import Event, TeamMember


class FieldOf:
    """A recorded field of a model, written for many rows at once with their history."""

    def __init__(self, model: type[models.Model], name: str) -> None:
        self.model = model
        self.column = {field.name: field for field in model._meta.concrete_fields}[name]

    def of(self, row: models.Model) -> Any:
        """The present value, for a relation its key."""
        return getattr(row, self.column.attname)

    def derived(self, value: object) -> dict[str, object]:
        """Other columns that follow from the value."""
        return {}

    def write(self, rows: Sequence[models.Model], value: object, by: User) -> list[JsonValue]:
        """Set the value, which differs from that of each row; return what undoing takes."""
        before = {row.pk: self.of(row) for row in rows}
        self._update(rows, value, by)
        history_manager(self.model).bulk_history_create(rows, update=True)
        newest = self._newest_records(before)
        return [{"pk": pk, "record": newest[pk], "before": former} for pk, former in before.items()]

    def undo(self, steps: Sequence[JsonValue], by: User) -> int:
        """Bring former values back, except where somebody has changed the row since."""
        left = {step["pk"]: step for step in steps if isinstance(step, dict)}
        newest = self._newest_records(left)
        by_value: dict[object, list[models.Model]] = defaultdict(list)
        for row in self.model._default_manager.filter(pk__in=left):
            if newest.get(row.pk) == left[row.pk]["record"]:
                by_value[left[row.pk]["before"]].append(row)
        restored = 0
        for value, candidates in by_value.items():
            if rows := self.restorable(candidates, value):
                self._update(rows, value, by)
                history_manager(self.model).bulk_history_create(rows, update=True)
                restored += len(rows)
        return restored

    def restorable(self, rows: Sequence[Any], value: object) -> Sequence[models.Model]:
        """The rows that may have this former value again."""
        return rows

    def _update(self, rows: Sequence[models.Model], value: object, by: User) -> None:
        values = {self.column.attname: value, **self.derived(value), "updated_by": by}
        for row in rows:
            for name, new in values.items():
                setattr(row, name, new)
        chosen = self.model._default_manager.filter(pk__in=[row.pk for row in rows])
        chosen.update(**values, updated_at=timezone.now())

    def _newest_records(self, keys: Mapping[int, object]) -> dict[int, int]:
        records = history_manager(self.model).filter(id__in=list(keys)).order_by()
        return dict(records.values_list("id").annotate(models.Max("history_id")))


class SetField(BulkAction[Row]):
    """Set one field of each row to the same value."""

    field: ClassVar[FieldOf]
    # The only value that it can be set to, if no form asks.
    value: ClassVar[object] = None

    def effects(self, event: Event, rows: Sequence[Row], values: Values) -> list[Effect[Row]]:
        """The values before and after."""
        column, key = self.field.column, self._key(values)
        after = value_in_words(column, self.field.model(), key)
        return [
            Effect(
                row,
                value_in_words(column, row, self.field.of(row)),
                after,
                ALREADY_SO if self.field.of(row) == key else self.obstacle(row),
            )
            for row in rows
        ]

    def _key(self, values: Values) -> object:
        value = values.get(self.field.column.name, self.value)
        return getattr(value, "pk", value)

    def obstacle(self, row: Row) -> str | Promise:
        """Why the field of this row cannot be set; empty if it can."""
        return ""

    def apply(self, event: Event, rows: Sequence[Row], values: Values, by: User) -> Applied[Row]:
        """Write all rows at once."""
        return Applied(self.field.write(rows, self._key(values), by))

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Bring back the former values."""
        return self.field.undo(steps, by)


class _LiaisonOfficer(FieldOf):
    def restorable(self, rows: Sequence[Any], value: object) -> Sequence[models.Model]:
        """None for somebody who has left the team since."""
        if value is None or not rows:
            return rows
        members = TeamMember.objects.filter(event=rows[0].event_id, user__is_active=True)
        return rows if members.filter(user_id=str(value)).exists() else ()


class _Day(FieldOf):
    """A day, as text: what undoing takes is stored as JSON."""

    def of(self, row: models.Model) -> str | None:
        """The present day, if there is one."""
        day = super().of(row)
        return str(day) if day else None


REPLY_BY = _Day(Delegation, "reply_by")
LIAISON_OFFICER = _LiaisonOfficer(Delegation, "liaison_officer")
VIP, RANK_CLASS = FieldOf(Attendee, "vip"), FieldOf(Attendee, "rank_class")
