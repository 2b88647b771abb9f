"""Rows that visitors see: any change of one raises the revision of its event.

A public page is rendered once for each revision of its event (`core.pages.cache`). So any change of
what a public page shows must raise the revision in the same transaction, whether it changes one row
or many or is an admin action.
"""

from collections.abc import Iterable
from typing import ClassVar, Unpack

from django.apps import apps
from django.db import connection, models, transaction

from core.models import Guided, SaveOptions
from events.former_slugs import keep_former_addresses
from events.querysets import AddressedQuerySet, EventQuerySet, PublicQuerySet


class PublicModel(models.Model):
    """A row that visitors see. `event_path` leads from it to its event's primary key."""

    event_path: ClassVar[str] = "event_id"

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save, and refresh the pages of the event (of both if the row was moved)."""
        with transaction.atomic(savepoint=False):
            before = self._event_pks() if self.pk else set()
            super().save(**options)
            self.raise_revision_of(before | self._event_pks())

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete, and refresh the pages of the event."""
        with transaction.atomic(savepoint=False):
            events = self._event_pks()
            result = super().delete(using, keep_parents)
            self.raise_revision_of(events)
        return result

    @classmethod
    def raise_revision_of(cls, event_pks: Iterable[int | None]) -> None:
        """Refresh the public pages of the events with these primary keys."""
        known = {pk for pk in event_pks if pk is not None}
        if known:
            events = apps.get_model("events", "Event")  # Event's own rows stand on this class
            EventQuerySet(events).filter(pk__in=known).raise_revision()

    def _event_pks(self) -> set[int | None]:
        rows = type(self)._base_manager.filter(pk=self.pk).order_by()
        return set(rows.values_list(self.event_path, flat=True).distinct())


class AddressedModel(PublicModel, Guided):
    """A public row with a `slug` in its URL; former slugs redirect to it permanently."""

    objects: ClassVar = AddressedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save, and keep the address that the row had, where it has another now."""
        with (
            transaction.atomic(savepoint=False),
            keep_former_addresses(type(self), [self.pk] if self.pk else []),
        ):
            super().save(**options)


def languages_of(slug: str | None) -> list[str]:
    """The languages of an event, in its order; none where there is none."""
    events = EventQuerySet(apps.get_model("events", "Event")).filter(slug=slug or "")
    return next(iter(events.values_list("languages", flat=True)), [])


def current_revision(slug: str | None) -> int | None:
    """The revision of the public pages of an event: one indexed query, no model.

    Without a slug, a number that grows with any change of any event. None if there is no event.
    """
    with connection.cursor() as cursor:
        if slug is None:
            cursor.execute("SELECT SUM(revision) + COUNT(*) FROM events_event")
        else:
            cursor.execute("SELECT revision FROM events_event WHERE slug = %s", [slug])
        row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])
