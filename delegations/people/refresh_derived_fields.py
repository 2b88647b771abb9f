"""Work out the derived fields of many people again."""

from django.db import transaction
from django.db.models import QuerySet

from core.text.folding import tidy
from delegations.models import Attendee
from delegations.protocol.derived_fields import DERIVED, derive_forms

_BATCH = 1000
_TYPED = (
    "given",
    "family",
    "display_name",
    "native_name",
    "list_name",
    "badge_name",
    "pronunciation",
    "honorific",
    "office_title",
    "office_title_en",
)


def refresh_forms(people: QuerySet[Attendee]) -> int:
    """Work out names in lists, sort keys and search texts; return the number of changed people.

    Works in batches, each in a separate transaction unless there is one. `people` may be rows of an
    older state of the model: migrations call this when the rules change.
    """
    changed, last = 0, 0
    rows = people.select_related("delegation__organisation").order_by("pk")
    while True:
        with transaction.atomic(using=people.db):
            waiting = rows.select_for_update(of=("self",), no_key=True).filter(pk__gt=last)
            batch = list(waiting[:_BATCH])
            changed += sum(_refresh(people, row) for row in batch)
        if len(batch) < _BATCH:
            return changed
        last = batch[-1].pk


def _refresh(people: QuerySet[Attendee], row: Attendee) -> bool:
    before = {name: getattr(row, name) for name in (*_TYPED, *DERIVED)}
    for name in _TYPED:
        setattr(row, name, tidy(getattr(row, name)))
    derive_forms(row)
    values = {name: value for name in before if (value := getattr(row, name)) != before[name]}
    return bool(values) and bool(people.model._base_manager.filter(pk=row.pk).update(**values))
