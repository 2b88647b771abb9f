"""The history of rows: recorded by django-simple-history, compared here field by field.

Each save of a recorded row adds a record of all its fields. Who did it is `updated_by` of the row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from core.text.dates import short_moment
from core.text.languages import own_name

if TYPE_CHECKING:
    Field: TypeAlias = models.Field[object, object]

# Who and when stand beside each record; an identifier never changes.
_NOT_SHOWN = frozenset({"created_at", "updated_at", "updated_by", "guid", "revision"})


def history_manager(owner: models.Model | type[models.Model]) -> HistoryManager:
    """The manager of the records of one row, or of all rows of a model."""
    return owner.history  # type: ignore[union-attr]  # set by django-simple-history


def record_history(*without: str) -> HistoricalRecords:
    """The `history` of a model that inherits from `core.models.Authored`, without some fields."""
    return HistoricalRecords(excluded_fields=["created_at", "updated_at", *without])


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that changed, in words. `name` is that of the field."""

    name: str
    label: str
    old: str
    new: str


def compare_records(old: models.Model | None, new: models.Model) -> list[FieldChange]:
    """The differences between two records of one row, by field; `old` None is a new row."""
    return [
        FieldChange(field.name, *difference)
        for field in shown_fields(type(new))
        for difference in _differences(field, old, new)
    ]


@cache
def shown_fields(model: type[models.Model]) -> tuple["Field", ...]:
    """The fields of a row, or of its record, that people edit."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.name.startswith("history_")
        and not field.primary_key
        and field.name not in _NOT_SHOWN
        and field.name != "id"
    )


def _differences(
    field: "Field", old: models.Model | None, new: models.Model
) -> Iterable[tuple[str, str, str]]:
    before = getattr(old, field.attname) if old is not None else None
    after = getattr(new, field.attname)
    # First of all, because most fields of most rows of a table are the same.
    if before == after or (old is None and not after):
        return
    if isinstance(after, Mapping) or isinstance(before, Mapping):
        for code in dict.fromkeys([*(before or {}), *(after or {})]):
            texts = str((before or {}).get(code, "")), str((after or {}).get(code, ""))
            if texts[0] != texts[1]:
                yield (f"{_label(field)} ({own_name(code)})", *texts)
    else:
        yield _label(field), value_in_words(field, old, before), value_in_words(field, new, after)


def _label(field: "Field") -> str:
    return _label_in(field, get_language())


@lru_cache(maxsize=4096)
def _label_in(field: "Field", _language: str | None) -> str:
    return str(capfirst(str(field.verbose_name)))


def value_in_words(field: "Field", record: models.Model | None, value: object) -> str:
    """A value of a field as people read it."""
    if record is None or value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return short_moment(timezone.localtime(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field.choices:
        label: str | Promise = dict(field.flatchoices).get(value, value)
        return str(label)
    if isinstance(field, models.ForeignKey):
        if field.is_cached(record):
            return str(field.get_cached_value(record))
        related = field.related_model._base_manager.filter(pk=value).first()
        return str(related) if related is not None else f"#{value}"
    return str(value)
