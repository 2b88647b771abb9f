"""Save the rows of an import, and record what was done to which."""

from collections.abc import Mapping

from django.db.models import Max

from accounts.models import User
from core.history import history_manager
from events.import_kinds import TableKind
from events.imports.rows import PlannedRow


def write_rows(kind: TableKind, planned: list[PlannedRow], by: User) -> list[dict[str, object]]:
    """Save the rows of a plan; return for each what `ImportBatch.done` keeps of it."""
    before = _newest(
        kind, [planned_row.row.pk for planned_row in planned if not planned_row.is_new]
    )
    keys = {planned_row.number: planned_row.row.pk for planned_row in planned}
    more = kind.write(planned, by) if kind.write else _write_each(kind, planned, by)
    after = _newest(kind, [planned_row.row.pk for planned_row in planned])
    return [
        {
            "row": planned_row.number,
            "pk": planned_row.row.pk,
            "name": planned_row.name,
            "before": before.get(keys[planned_row.number]),
            "after": after[planned_row.row.pk],
            **more.get(planned_row.number, {}),
        }
        for planned_row in planned
    ]


def _write_each(
    kind: TableKind, planned: list[PlannedRow], by: User
) -> Mapping[int, Mapping[str, object]]:
    # The planner took these from rows of the event: asking for each again is a query a row.
    relations = [field.name for field in kind.model._meta.concrete_fields if field.is_relation]
    for planned_row in planned:
        planned_row.row.updated_by = by
        planned_row.row.full_clean(exclude=relations, validate_constraints=False)
        planned_row.row.validate_constraints()
        planned_row.row.save()
    return {}


def _newest(kind: TableKind, pks: list[int]) -> dict[int, int]:
    """The newest record of each row; one is made where history began after the row."""
    history = history_manager(kind.model)
    without = set(pks) - set(history.filter(id__in=pks).values_list("id", flat=True))
    if without:
        rows = kind.model._base_manager.filter(pk__in=without)
        history.bulk_history_create(list(rows), update=True)
    records = history.filter(id__in=pks).order_by().values("id").annotate(newest=Max("history_id"))
    return dict(records.values_list("id", "newest"))
