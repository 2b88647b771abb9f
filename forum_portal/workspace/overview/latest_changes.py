"""The latest changes in an edition and their authors, from the history of each model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import islice
from typing import Any

from django.db import models
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
# How many records of each model are looked at: a form saved twice is one line.
_LOOKED_AT = 40


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
    watched = ((model, path) for model, path in _WATCHED if may_see(model))
    changes = (latest for model, path in watched for latest in _of_model(model, path, edition))
    return nlargest(limit, changes, key=lambda latest: latest.at)


def _of_model(model: Any, path: str, edition: Event) -> Iterator[Latest]:
    records = model.history.filter(**{path: edition.pk}).select_related("updated_by")
    seen: set[int] = set()
    for record in islice(records.order_by("-history_id"), _LOOKED_AT):
        if record.id not in seen:
            seen.add(record.id)
            yield _latest(model, record)


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
