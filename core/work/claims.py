"""Work that waits as a row: one worker claims it, and one that loses its claim notices.

A claim is a commit of its own, made before the work begins. It has a lease: the queryset `due` of a
model names the rows that wait and those that were claimed so long ago that their worker was killed.
A worker that was only slow then finds that the row is no longer its own.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


class ClaimLost(Exception):
    """Another worker has claimed the row since, or nobody wants the work any more."""


def claim_next(
    due: models.QuerySet[Row], values_of: Callable[[Row], Mapping[str, object]]
) -> Row | None:
    """Claim the first row of `due` that nobody else is claiming; None if there is none.

    `values_of` gives what the claim writes to the row; it must take the row out of `due`. Rows that
    others have locked are skipped. Where the database locks no rows, the write itself decides who
    was first.
    """
    # Looked at before a transaction begins: on SQLite that locks out everybody who writes.
    while due.exists():
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                return None
            if _write(row, values_of(row)):
                return row
    return None


def while_claimed(row: Row) -> models.QuerySet[Row]:
    """The row as long as the claim holds: an update of it says whether it did.

    For models that keep a `claim`, a UUID that each claim sets.
    """
    return _unchanged(row, ("claim",))


def _write(row: models.Model, values: Mapping[str, object]) -> bool:
    if not _unchanged(row, values).update(**values):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _unchanged(row: Row, names: Iterable[str]) -> models.QuerySet[Row]:
    """The row, if these of its fields are still as they were read."""
    as_read = {name: getattr(row, name) for name in names}
    return type(row)._default_manager.filter(pk=row.pk, **as_read)
