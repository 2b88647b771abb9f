"""Querysets of events and of the rows that belong to them."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right, roles_with
from core.files.uploads import remove_after_commit
from events.choices import UNFINISHED, EventStatus, ImportState
from events.former_slugs import keep_former_addresses
from events.import_kinds import KINDS

if TYPE_CHECKING:
    from events.models import (
        Award,
        Document,
        Event,
        FormerAddress,
        ImportBatch,
        Invitation,
        NewsItem,
        Partner,
        SavedList,
    )


# A worker that has given no sign of life for so long was killed.
IMPORT_LEASE = timedelta(seconds=60)

# A row of a PublicModel (events.public, which stands on this module).
Public = TypeVar("Public", bound=models.Model)


def initial_revision() -> int:
    """A first revision, in milliseconds since 1970.

    Never one that an event with the same slug had before it was deleted or renamed: no process can
    mistake a cached page of that event for one of this event.
    """
    return time.time_ns() // 1_000_000


class EventQuerySet(models.QuerySet["Event"]):
    """Editions of the forum."""

    def public(self) -> "EventQuerySet":
        """Events that visitors may see."""
        return self.filter(status__in=(EventStatus.PUBLISHED, EventStatus.ARCHIVED))

    def for_pages(self) -> "EventQuerySet":
        """Add `shows_award`, which the navigation of each page needs."""
        awards = AwardQuerySet(apps.get_model("events", "Award")).filter(event=OuterRef("pk"))
        return self.annotate(shows_award=Exists(awards.public()))

    def for_member(self, user: User | AnonymousUser) -> "EventQuerySet":
        """Events whose team includes `user`; all of them for a superuser."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(team_members__user=user)

    def with_right(self, user: User | AnonymousUser, right: Right) -> "EventQuerySet":
        """Events in which `user` has `right`; all of them for a superuser."""
        if not user.is_authenticated or not user.is_active or user.is_superuser:
            return self.for_member(user)
        return self.filter(team_members__user=user, team_members__role__in=roles_with(right))

    def raise_revision(self) -> int:
        """Tell every process that the public pages of these events have changed."""
        return super().update(revision=F("revision") + 1)

    def update(self, **values: object) -> int:
        """Update, and raise the revision of each changed event in the same statement.

        A former slug of an event redirects to it permanently.
        """
        values.setdefault("revision", F("revision") + 1)
        if "slug" not in values:
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            pks = list(self.values_list("pk", flat=True))
            with keep_former_addresses(self.model, pks):
                count = super().update(**values)
            self.model.objects.filter(pk__in=pks).begin_revisions()
        return count

    def begin_revisions(self) -> int:
        """Give these events revisions that no event had under their new slugs.

        Pages are cached by slug and revision: those of the event that had the slug before must not
        be served.
        """
        return super().update(revision=Greatest(F("revision") + 1, initial_revision()))


class PublicQuerySet(models.QuerySet[Public]):
    """Rows that visitors see: every way to change them raises their events' revision.

    The model names the path to its event in `event_path`. Events are read before and after a
    change, so that moving a row to another event refreshes both.
    """

    def _raise_revision_of(self, event_pks: set[int | None]) -> None:
        self.model.raise_revision_of(event_pks)  # type: ignore[attr-defined]

    def _event_pks(self) -> set[int | None]:
        return set(self.order_by().values_list(self._event_path, flat=True).distinct())

    @property
    def _event_path(self) -> str:
        path: str = getattr(self.model, "event_path")  # noqa: B009  (named by each PublicModel)
        return path

    def update(self, **values: object) -> int:
        """Update the rows and refresh the public pages of their events."""
        with transaction.atomic(using=self.db, savepoint=False):
            pks = set(self.order_by().values_list("pk", flat=True))
            events = self._event_pks()
            count = super().update(**values)
            after = self.model._base_manager.filter(pk__in=pks)
            path = self._event_path
            events |= set(after.order_by().values_list(path, flat=True).distinct())
            self._raise_revision_of(events)
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows and refresh the public pages of their events."""
        with transaction.atomic(using=self.db, savepoint=False):
            events = self._event_pks()
            result = super().delete()
            self._raise_revision_of(events)
        return result

    def bulk_create(self, objs: Iterable[Public], *args: Any, **kwargs: Any) -> list[Public]:
        """Create many rows and refresh the public pages of their events."""
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, *args, **kwargs)
            pks = [row.pk for row in created]
            events = self.model._base_manager.filter(pk__in=pks).values_list(
                self._event_path, flat=True
            )
            self._raise_revision_of(set(events))
        return created


class AddressedQuerySet(PublicQuerySet[Public]):
    """Public rows with a slug in their URL; a former slug redirects to its row permanently."""

    def update(self, **values: object) -> int:
        """Update the rows, and record the addresses that they lose."""
        if not {"slug", "event", "event_id"} & set(values):
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            pks = list(self.order_by().values_list("pk", flat=True))
            with keep_former_addresses(self.model, pks):
                return super().update(**values)

    def bulk_create(self, objs: Iterable[Public], *args: Any, **kwargs: Any) -> list[Public]:
        """Create many rows; conflicting updates may change addresses."""
        if not kwargs.get("update_conflicts"):
            return super().bulk_create(objs, *args, **kwargs)
        rows, path = list(objs), self._event_path
        with transaction.atomic(using=self.db, savepoint=False):
            there = self.model._base_manager.filter(
                **{f"{path}__in": {getattr(row, path) for row in rows}}
            )
            with keep_former_addresses(self.model, list(there.values_list("pk", flat=True))):
                return super().bulk_create(rows, *args, **kwargs)


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    """Addresses that rows once had."""

    def keep(self, kind: str, left: Iterable[tuple[UUID, int, str]]) -> None:
        """Record that rows (guid, event, slug) have just lost these addresses."""
        for guid, event, slug in left:
            self.update_or_create(
                kind=kind,
                guid=guid,
                event_id=event,
                slug=slug,
                defaults={"left_at": timezone.now()},
            )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations to the team of an event."""

    def waiting(self) -> Self:
        """Invitations that have been neither used nor withdrawn; some may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def good(self, at: datetime) -> Self:
        """Invitations whose link works at `at`."""
        return self.waiting().filter(expires_at__gt=at)


class NewsQuerySet(AddressedQuerySet["NewsItem"]):
    """News releases."""

    def published(self, at: datetime) -> Self:
        """Releases that visitors may read at `at`, the newest first."""
        return self.filter(published_at__lte=at).order_by("-published_at", "-pk")

    def of_story(self, pk: int) -> Self:
        """A release and all its translations (`pk` is that of the original)."""
        return self.filter(Q(pk=pk) | Q(translation_of=pk))

    def related_to(self, pks: Iterable[int]) -> Self:
        """Releases that an editor linked with one of the releases `pks`, in either direction."""
        linked = Q(linked_from__item__in=pks) | Q(related_links__other__in=pks)
        return self.filter(linked).exclude(pk__in=pks).distinct()


class AwardQuerySet(PublicQuerySet["Award"]):
    """Awards."""

    def public(self) -> Self:
        """Awards whose existence is public."""
        return self.filter(is_published=True)


class PublicFileQuerySet(PublicQuerySet[Public]):
    """Public rows with a file, which the model names in `file_field`."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows and, after the commit, their files."""
        with transaction.atomic(using=self.db, savepoint=False):
            field: str = getattr(self.model, "file_field")  # noqa: B009  (named by each model)
            names = [name for name in self.values_list(field, flat=True) if name]
            result = super().delete()
            for name in names:
                remove_after_commit(name)
        return result


class PartnerQuerySet(PublicFileQuerySet["Partner"]):
    """Organizations that support the forum."""


class DocumentQuerySet(PublicFileQuerySet["Document"]):
    """Documents to download."""

    def published(self, at: datetime) -> Self:
        """Documents that visitors may download at `at`."""
        return self.filter(published_at__lte=at)


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Imported tables."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Imports in events in which `user` may see tables of their kind."""
        events = EventQuerySet(apps.get_model("events", "Event"))
        visible = Q(pk__in=())
        for kind in KINDS.values():
            visible |= Q(kind=kind.key, event__in=events.with_right(user, kind.right))
        return self.filter(visible)

    def due(self, at: datetime) -> Self:
        """Imports that wait for the worker at `at`, also to be undone, and those that a killed
        worker left."""
        left = Q(state__in=UNFINISHED, seen_at__lte=at - IMPORT_LEASE)
        waiting = Q(state=ImportState.QUEUED) | Q(state=ImportState.UNDOING, claim=None)
        return self.filter(waiting | left).order_by("pk")


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Lists saved under a name."""

    def of_list(self, event: "Event", list_name: str) -> Self:
        """Those of one list of an edition."""
        return self.filter(event=event, list_name=list_name)

    def open_to(self, user: User) -> Self:
        """The lists of the team and those of `user`."""
        return self.filter(Q(owner=None) | Q(owner=user))

    def kept_by(self, user: User, *, may_edit_team: bool) -> Self:
        """The lists of `user`, and those of the team if they may edit the team."""
        return (
            self.filter(Q(owner=user) | Q(owner=None)) if may_edit_team else self.filter(owner=user)
        )
