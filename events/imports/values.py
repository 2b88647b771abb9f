"""What a value of a cell means that is not known: asked once, remembered for the edition."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.tables import Field
from core.tables.moments import DayOrder
from events.import_kinds import KINDS
from events.imports.lookup import value_key
from events.imports.notes import DAY_ORDER
from events.imports.plan import Plan
from events.models import ImportBatch, ValueChoice
from events.permissions import may_import

# A value that somebody chose to leave out: as if the cell were empty.
LEFT_EMPTY = ""
# So many are asked about at once, the most frequent first.
_MOST_ASKED = 100

Options: TypeAlias = Sequence[tuple[str, str | Promise]]
_DAYS_SHOWN = 5
_ORDERS: Options = (
    (DayOrder.DAY_FIRST, _("The day comes first: 7/12 is 7 December")),
    (DayOrder.MONTH_FIRST, _("The month comes first: 12/7 is 7 December")),
)


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A text that no value of its field is called, and in how many rows it is."""

    field: Field
    text: str
    count: int
    options: Options
    can_be_added: bool = False
    is_day_order: bool = False

    @property
    def label(self) -> str:
        """The column and the text."""
        return f"{self.field.label}: {self.text[:80]}"

    @property
    def key(self) -> tuple[str, str]:
        """What is remembered of it."""
        return self.field.key, DAY_ORDER if self.is_day_order else value_key(self.text)


def load_choices(batch: ImportBatch) -> dict[tuple[str, str], str]:
    """What values mean that are not known, by field and value, as somebody chose before.

    With which of two numbers is the day, as chosen for this table alone.
    """
    rows = ValueChoice.objects.filter(event=batch.event, kind=batch.kind)
    choices = {(row.field, row.text): row.value for row in rows}
    return choices | {(field, DAY_ORDER): order for field, order in batch.day_orders.items()}


def find_unknown_values(batch: ImportBatch, plan: Plan, by: User) -> list[UnknownValue]:
    """The unknown values of a plan for which another can be chosen, field by field.

    Those that `by` may add as new rows are marked; a bare number names nothing new.
    """
    kind = KINDS[batch.kind]
    addable = {key for key, added in kind.adds.items() if may_import(by, batch.event, added)}
    options = kind.values(batch.event) if kind.values else {}
    fields = {
        field.key: field
        for field in kind.fields_for(batch.event)
        if options.get(field.key) or field.key in addable
    }
    unknown = collect_unknown(plan, fields, options, addable)
    return find_day_orders(plan, kind.fields_for(batch.event)) + unknown


def collect_unknown(
    plan: Plan,
    fields: Mapping[str, Field],
    options: Mapping[str, Options],
    addable: Collection[str] = (),
) -> list[UnknownValue]:
    """The unknown values of a plan in these fields, each once with the number of its rows."""
    texts: dict[tuple[str, str], str] = {}
    rows: Counter[tuple[str, str]] = Counter()
    for row in plan.rows:
        unknown = {
            (note.key, value_key(note.value)): note.value
            for note in row.errors
            if note.value and note.kind != DAY_ORDER
        }
        texts |= unknown
        rows.update(key for key in unknown if key[0] in fields)
    asked = rows.most_common(_MOST_ASKED)
    order = list(fields)
    return [
        UnknownValue(
            fields[key[0]],
            texts[key],
            count,
            options.get(key[0], ()),
            can_be_added=key[0] in addable and not texts[key].isdecimal(),
        )
        for key, count in sorted(asked, key=lambda pair: (order.index(pair[0][0]), -pair[1]))
    ]


def find_day_orders(plan: Plan, fields: Sequence[Field]) -> list[UnknownValue]:
    """The columns with days that could be two, each once, with what its first day would be."""
    asked = []
    for field in fields:
        days = [
            note.value
            for row in plan.rows
            for note in row.errors
            if note.key == field.key and note.kind == DAY_ORDER
        ]
        if days:
            text = ", ".join(dict.fromkeys(days[:_DAYS_SHOWN]))
            asked.append(UnknownValue(field, text, len(days), _ORDERS, is_day_order=True))
    return asked


@transaction.atomic
def choose_values(
    *, batch: ImportBatch, chosen: Mapping[tuple[str, str], str | None], by: User
) -> None:
    """Remember what values mean, by field and value; None forgets what was chosen before."""
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    _choose_day_orders(
        batch, {key[0]: order for key, order in chosen.items() if key[1] == DAY_ORDER}
    )
    meanings = {key: value for key, value in chosen.items() if key[1] != DAY_ORDER}
    for (field, text), value in meanings.items():
        of: dict[str, Any] = {
            "event": batch.event,
            "kind": batch.kind,
            "field": field,
            "text": text,
        }
        if value is None:
            ValueChoice.objects.filter(**of).delete()
        else:
            ValueChoice.objects.update_or_create(**of, defaults={"value": value})


def _choose_day_orders(batch: ImportBatch, orders: Mapping[str, str | None]) -> None:
    kept = {field: order for field, order in batch.day_orders.items() if field not in orders}
    batch.day_orders = kept | {field: order for field, order in orders.items() if order}
    batch.save(update_fields=["day_orders"])
