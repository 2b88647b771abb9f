"""Lists that were kept, taken out, or handed in as files, and tokens that open them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q

from accounts.models import User
from core.files.uploads import remove_after_commit
from delegations.choices.exports import ExportState
from events.models import Event

if TYPE_CHECKING:
    from delegations.models import ApiToken, BackgroundExport, ListVersion, SavedList


# A worker that has given no sign of life for so long has lost the file it was making.
EXPORT_LEASE = timedelta(seconds=60)
# How long a finished file may be taken.
EXPORT_KEPT = timedelta(days=1)

WithFile = TypeVar("WithFile", bound=models.Model)


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Lists that people keep under a name."""

    def open_to(self, user: User) -> Self:
        """Those of the whole team and those of `user`."""
        return self.filter(Q(owner=None) | Q(owner=user))

    def kept_by(self, user: User, *, may_edit_team: bool) -> Self:
        """The own ones, and for who may, those of the team."""
        return (
            self.filter(Q(owner=user) | Q(owner=None)) if may_edit_team else self.filter(owner=user)
        )


class ListVersionQuerySet(models.QuerySet["ListVersion"]):
    """What exports of lists held."""

    def of_list(self, event: Event, name: str) -> Self:
        """Those of one list of one edition, the newest first; without their rows."""
        own = self.filter(log__event=event, log__list_name=name)
        return own.select_related("log__by").defer("rows").order_by("-log__version")


class FileQuerySet(models.QuerySet[WithFile]):
    """Rows with a `file`."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows and, once that is certain, their files."""
        with transaction.atomic(using=self.db, savepoint=False):
            names = list(self.values_list("file", flat=True))
            result = super().delete()
            for name in names:
                remove_after_commit(name)
        return result


class BackgroundExportQuerySet(models.QuerySet["BackgroundExport"]):
    """Files that the worker makes."""

    def asked_by(self, user: User, event: Event) -> Self:
        """Those of one person in one edition: nobody else sees them."""
        return self.filter(by=user, event=event)

    def unfinished(self) -> Self:
        """Those with which the worker has still to do."""
        return self.filter(state__in=(ExportState.WAITING, ExportState.RUNNING))

    def due(self, at: datetime) -> Self:
        """Those that may be made at `at`: what waits, and what a killed worker left."""
        left = Q(state=ExportState.RUNNING, seen_at__lte=at - EXPORT_LEASE)
        return self.filter(Q(state=ExportState.WAITING) | left).order_by("pk")

    def ready(self, at: datetime) -> Self:
        """Those whose file may be taken at `at`."""
        return self.filter(state=ExportState.DONE, finished_at__gt=at - EXPORT_KEPT)

    def over(self, at: datetime) -> Self:
        """Those whose file has lain for its time."""
        return self.filter(state=ExportState.DONE, finished_at__lte=at - EXPORT_KEPT)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Access tokens."""

    def good(self, at: datetime) -> Self:
        """Those that open something at `at`."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=at,
            owner__is_active=True,
            owner__session_generation=F("session_generation"),
        )

    def seen_by(self, user: User, *, may_edit_team: bool) -> Self:
        """The own ones; all of them for who answers for the team."""
        return self if may_edit_team else self.filter(owner=user)
