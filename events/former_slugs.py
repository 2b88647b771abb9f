"""Slugs that people may change: the former address that a row keeps when they do."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.apps import apps
from django.db import models

# Of a row by its key: guid, event, slug.
Places = dict[int, tuple[UUID, int, str]]


@contextmanager
def keep_former_addresses(model: type[models.Model], pks: Collection[int]) -> Iterator[None]:
    """Record each address that one of these rows loses within the block, in the open transaction.

    `model` has a `guid`, a `slug`, and in `event_path` the path to the event whose URLs contain the
    slug.
    """
    before = _places(model, pks)
    yield
    if before:
        after = _places(model, before)
        left = [place for pk, place in before.items() if pk in after and after[pk] != place]
        apps.get_model("events", "FormerAddress").objects.keep(kind_of(model), left)


def kind_of(model: type[models.Model]) -> str:
    """The kind under which former addresses of `model` are stored."""
    return str(model._meta.model_name)


def _places(model: type[models.Model], pks: Collection[int]) -> Places:
    event_path: str = getattr(model, "event_path")  # noqa: B009  (named by each model)
    # Locked, so that of two people who change the same word neither misses the other's.
    rows = model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk")
    return {
        pk: (guid, event, slug)
        for pk, guid, event, slug in rows.values_list("pk", "guid", event_path, "slug")
    }
