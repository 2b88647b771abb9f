"""The history of a row and of the rows within it, and restoring a former state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from accounts.models import User
from core.history import FieldChange, compare_records, history_manager

# Rows within a deleted row are deleted with it, a moment before.
_TOGETHER = timedelta(seconds=5)
CREATED, CHANGED, DELETED = "+", "~", "-"


# A recorded model that a page edits within a row, and the field that leads to the row.
Child: TypeAlias = tuple[type[models.Model], str]


class CannotRestore(Exception):
    """The state cannot be restored: it refers to a deleted row, or breaks a rule."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in a history: author, time, row. `record` holds all fields after it."""

    record: HistoricalChanges
    row: str
    kind: str
    changes: list[FieldChange]
    is_within: bool = False
    is_newest: bool = False

    @property
    def token(self) -> str:
        """The identifier of the record in a URL: model and number."""
        return f"{self.record._meta.model_name}-{self.record.history_id}"

    @property
    def kind_of_row(self) -> str:
        """The verbose name of the row's model."""
        return str(self.record.instance_type._meta.verbose_name)

    @property
    def can_come_back(self) -> bool:
        """Whether the state can be restored: it differs from the present one."""
        return self.is_newest is (self.kind == DELETED)


def children_of(
    model: type[models.Model], inlines: "Iterable[type[InlineModelAdmin[Any, Any]]]"
) -> list[Child]:
    """The recorded models that a page edits inline, each with its field that refers to the row."""
    pairs = []
    for inline in inlines:
        if hasattr(inline.model, "history"):
            keys = [field for field in inline.model._meta.fields if field.related_model is model]
            pairs += [(inline.model, getattr(inline, "fk_name", None) or keys[0].name)]
    return pairs


def load_version(row: models.Model, children: Iterable[Child]) -> dict[str, int]:
    """The newest record of a row and of each kind of row within it; differs after any change."""
    newest = {"row": history_manager(row).aggregate(newest=models.Max("history_id"))["newest"] or 0}
    for model, key in children:
        records = history_manager(model).filter(**{key: row.pk})
        newest[str(model._meta.model_name)] = (
            records.aggregate(n=models.Max("history_id"))["n"] or 0
        )
    return newest


def load_history(
    row: models.Model,
    children: Iterable[Child],
    since: dict[str, int] | None = None,
    without: frozenset[str] = frozenset(),
) -> list[Entry]:
    """The changes of `row` and of the rows within it, newest first; only those after `since`.

    Entries without visible changes are left out, and so are the fields `without`.
    """
    since = since or {}
    records = list(history_manager(row).select_related("history_user").order_by("history_id"))
    entries = _entries(records, since.get("row", 0), is_within=False, without=without)
    for model, key in children:
        within = history_manager(model).filter(**{key: row.pk}).select_related("history_user")
        by_row: dict[int, list[HistoricalChanges]] = {}
        for record in within.order_by("history_id"):
            by_row.setdefault(record.id, []).append(record)
        for records in by_row.values():
            entries += _entries(records, since.get(str(model._meta.model_name), 0), is_within=True)
    return sorted(entries, key=lambda entry: entry.record.history_date, reverse=True)


def entry_of(record: HistoricalChanges) -> Entry:
    """The entry of a single record."""
    return Entry(record, str(record.instance), record.history_type, [], is_newest=True)


def _entries(
    records: list[HistoricalChanges],
    after: int,
    *,
    is_within: bool,
    without: frozenset[str] = frozenset(),
) -> list[Entry]:
    entries = []
    for before, record in zip([None, *records], records, strict=False):
        if record.history_id <= after:
            continue
        kind = record.history_type
        differing = [] if kind == DELETED else compare_records(before, record)
        changes = [change for change in differing if change.name not in without]
        if changes or kind != CHANGED:
            is_newest = record is records[-1]
            row = str(record.instance)
            entries.append(Entry(record, row, kind, changes, is_within, is_newest))
    return entries


@transaction.atomic
def restore(*, record: HistoricalChanges, by: User, children: Iterable[Child] = ()) -> models.Model:
    """Restore the state in `record`; a deleted row is restored with the rows within it.

    A restoration is a change like any other: it has an author and can be undone. Raises
    CannotRestore.
    """
    model = record.instance_type
    is_there = model._base_manager.select_for_update().filter(pk=record.instance.pk).exists()
    row = _bring_back(record, by)
    if not is_there:
        for child, key in children:
            deleted = history_manager(child).filter(
                history_type=DELETED,
                history_date__gte=record.history_date - _TOGETHER,
                history_date__lte=record.history_date + _TOGETHER,
                **{key: row.pk},
            )
            for deletion in deleted:
                _bring_back(deletion, by)
    return row


def _bring_back(record: HistoricalChanges, by: User) -> models.Model:
    row: models.Model = record.instance
    relations = [
        field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)
    ]
    gone = [field for field in relations if not _leads_somewhere(field, row)]
    if missing := [str(field.verbose_name) for field in gone if not field.null]:
        raise CannotRestore(_("No longer exists: %s.") % ", ".join(missing))
    for field in gone:
        # What may be empty is emptied rather than lost with the row: a room that is gone.
        setattr(row, field.attname, None)
    row.updated_by = by  # type: ignore[attr-defined]
    row._state.adding = not type(row)._base_manager.filter(pk=row.pk).exists()
    try:
        row.clean()
        row.validate_constraints()
    except ValidationError as error:
        raise CannotRestore(" ".join(error.messages)) from error
    row.save()
    return row


def _leads_somewhere(field: "models.ForeignKey[object, object]", row: models.Model) -> bool:
    key = getattr(row, field.attname)
    return key is None or field.related_model._base_manager.filter(pk=key).exists()
