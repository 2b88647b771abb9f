"""The latest changes in an edition and their authors, from the history of each model."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Value
from django.urls import reverse

from events.history.records import CREATED, DELETED
from events.models import Event, NewsItem, Page, Room, Venue
from programme.models import Profile, Session, SubForum

# Recorded models whose rows organizers edit, and the way from a record to its edition.
_WATCHED: tuple[tuple[Any, str], ...] = (
    (Session, "event"),
    (SubForum, "event"),
    (Profile, "attendee__delegation__event"),
    (Page, "event"),
    (NewsItem, "event"),
    (Venue, "event"),
    (Room, "venue__event"),
    (Event, "id"),
)
# How many records are looked at for each line: a form saved several times is one.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Latest:
    """The last change of one row. `url` is empty for a deleted row."""

    kind: str
    row: str
    url: str
    at: datetime
    by: str
    is_new: bool
    is_deleted: bool


def latest_changes(
    edition: Event, limit: int, may_see: Callable[[type[models.Model]], bool]
) -> list[Latest]:
    """The most recently changed rows of `edition`, newest first, at most `limit`.

    Only of models that the reader may see: even the title of an unpublished release is secret.
    """
    watched = [(model, path) for model, path in _WATCHED if may_see(model)]
    newest = _newest_records(watched, edition, limit)
    by_model: dict[int, list[int]] = defaultdict(list)
    for number, history_id in newest:
        by_model[number].append(history_id)
    changes = (
        _latest(watched[number][0], record)
        for number, keys in by_model.items()
        for record in _records(watched[number][0], keys)
    )
    return sorted(changes, key=lambda latest: latest.at, reverse=True)


def _newest_records(
    watched: Sequence[tuple[Any, str]], edition: Event, limit: int
) -> list[tuple[int, int]]:
    """The last record of each of the rows that changed last: number of the model, key. One query.

    A row is counted once, however often it was saved.
    """
    parts = [
        model.history.filter(**{path: edition.pk})
        .order_by()
        .annotate(watched_as=Value(number))
        .values_list("watched_as", "id", "history_id", "history_date")
        for number, (model, path) in enumerate(watched)
    ]
    if not parts:
        return []
    records = parts[0].union(*parts[1:], all=True).order_by("-history_date", "-history_id")
    rows: dict[tuple[int, int], int] = {}
    for number, pk, history_id, _at in records[: limit * _LOOKED_AT]:
        rows.setdefault((number, pk), history_id)
    return [(number, history_id) for (number, _pk), history_id in islice(rows.items(), limit)]


def _records(model: Any, keys: Sequence[int]) -> Iterable[Any]:
    records: Iterable[Any] = model.history.filter(history_id__in=keys).select_related("updated_by")
    return records


def _latest(model: type[models.Model], record: Any) -> Latest:
    meta, is_deleted = model._meta, record.history_type == DELETED
    names = [field.attname for field in meta.concrete_fields if hasattr(record, field.attname)]
    change = f"admin:{meta.app_label}_{meta.model_name}_change"
    return Latest(
        kind=str(meta.verbose_name),
        row=str(model(**{name: getattr(record, name) for name in names})),
        url="" if is_deleted else reverse(change, args=[record.id]),
        at=record.history_date,
        by=str(record.updated_by or ""),
        is_new=record.history_type == CREATED,
        is_deleted=is_deleted,
    )
