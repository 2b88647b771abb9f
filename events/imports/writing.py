"""Save the rows of an import, and record what was done to which."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

from django.db.models import Max

from accounts.models import User
from core.history import history_manager
from events.import_kinds import TableKind
from events.imports.plan import PlannedRow
from events.models import Event

# The newest record of each row of an event; None where there is none.
KnownRows: TypeAlias = Mapping[int, int | None]


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


def load_known_rows(kind: TableKind, event: Event) -> KnownRows:
    """The rows of an event before they are planned, to notice later what others do to them."""
    rows = kind.model._base_manager.filter(**{kind.event_path: event})
    records = history_manager(kind.model).filter(id__in=rows.values("pk")).order_by()
    newest = records.values("id").annotate(newest=Max("history_id"))
    return dict.fromkeys(rows.values_list("pk", flat=True)) | dict(
        newest.values_list("id", "newest")
    )


def have_moved(
    kind: TableKind,
    event: Event,
    planned: list[PlannedRow],
    known: KnownRows,
    own: Collection[int],
) -> bool:
    """Whether somebody has added a row to the event, or changed one of `planned`, since `known`.

    The import itself has made the rows `own`.
    """
    rows = kind.model._base_manager.filter(**{kind.event_path: event})
    present = set(rows.values_list("pk", flat=True))
    if present - known.keys() - set(own):
        return True
    old = [planned_row.row.pk for planned_row in planned if not planned_row.is_new]
    records = history_manager(kind.model).filter(id__in=old).order_by().values("id")
    newest = dict(records.annotate(newest=Max("history_id")).values_list("id", "newest"))
    if any(pk not in present or newest.get(pk) != known.get(pk) for pk in old):
        return True
    return _has_moved_beside(planned)


def _has_moved_beside(planned: list[PlannedRow]) -> bool:
    """Whether what is saved beside stored rows, under their keys, has changed."""
    besides = {row.row.pk: row.beside for row in planned if row.beside and not row.is_new}
    if not besides:
        return False
    model = type(next(iter(besides.values())))
    saved = dict(model._base_manager.filter(pk__in=besides).values_list("pk", "updated_at"))
    return any(saved.get(pk) != beside.updated_at for pk, beside in besides.items())


def _newest(kind: TableKind, pks: list[int]) -> dict[int, int]:
    """The newest record of each row; one is made where history began after the row."""
    history = history_manager(kind.model)
    without = set(pks) - set(history.filter(id__in=pks).values_list("id", flat=True))
    if without:
        rows = kind.model._base_manager.filter(pk__in=without)
        history.bulk_history_create(list(rows), update=True)
    records = history.filter(id__in=pks).order_by().values("id").annotate(newest=Max("history_id"))
    return dict(records.values_list("id", "newest"))
