"""Undoing one change of a row, as long as nobody has changed the row since."""

from django.db import models, transaction
from simple_history.models import HistoricalChanges

from accounts.models import User
from core.history import history_manager
from events.history.records import CHANGED, restore


class ChangedSince(Exception):
    """The row was changed or deleted after the record: undoing would overwrite that."""


@transaction.atomic
def undo(*, record: HistoricalChanges, by: User) -> models.Model:
    """Give a row back what it said before the change `record`; itself a change with an author.

    The row is locked first. Raises ChangedSince, CannotRestore.
    """
    model = record.instance_type
    model._base_manager.select_for_update(no_key=True).filter(pk=record.id).first()
    records = history_manager(model).filter(id=record.id).order_by("-history_id")
    newest, before = [*records[:2], None, None][:2]
    if newest != record or before is None or record.history_type != CHANGED:
        raise ChangedSince
    return restore(record=before, by=by)
