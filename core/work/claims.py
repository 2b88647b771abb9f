"""Work that waits as a row: one worker claims it, and one that loses its claim notices.

A claim is a commit of its own, made before the work begins. It has a lease: the queryset `due` of a
model names the rows that wait and those that were claimed so long ago that their worker was killed.
A worker that was only slow then finds that the row is no longer its own.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.db import models, transaction

logger = logging.getLogger(__name__)

# Work that has brought down so many workers, one after the other, is given up.
MOST_ATTEMPTS = 3

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


def claim_or_give_up(
    due: models.QuerySet[Row], values: Mapping[str, object], give_up: Callable[[Row], None]
) -> Row | None:
    """Claim the first row of `due` that is not given up; None if there is none.

    For models that keep a `claim` and count their `attempts`. `values` are written with the claim;
    `give_up` must take the row out of `due`, or set its attempts back.
    """

    def values_of(row: Row) -> dict[str, object]:
        return {**values, "claim": uuid4(), "attempts": cast("Any", row).attempts + 1}

    while (row := claim_next(due, values_of)) is not None:
        if cast("Any", row).attempts <= MOST_ATTEMPTS:
            return row
        name = row._meta.verbose_name
        logger.error("Given up after %d workers: %s %s.", MOST_ATTEMPTS, name, row.pk)
        give_up(row)
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
