"""Versions of lists, files, background exports and access tokens."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q

from accounts.models import User
from core.files.uploads import remove_after_commit
from delegations.choices.exports import ExportState
from events.models import Event

if TYPE_CHECKING:
    from delegations.models import ApiToken, BackgroundExport, ListVersion


# A worker that has not reported for so long has lost the file it was making.
EXPORT_LEASE = timedelta(seconds=60)
# How long a finished file may be taken.
EXPORT_KEPT = timedelta(days=1)

WithFile = TypeVar("WithFile", bound=models.Model)


class ListVersionQuerySet(models.QuerySet["ListVersion"]):
    """Stored versions of lists."""

    def of_list(self, event: Event, name: str) -> Self:
        """Versions of one list of one edition, the newest first; `rows` is deferred."""
        own = self.filter(log__event=event, log__list_name=name)
        return own.select_related("log__by").defer("rows").order_by("-log__version")


class FileQuerySet(models.QuerySet[WithFile]):
    """Rows with a `file`."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows and, after the commit, their files."""
        with transaction.atomic(using=self.db, savepoint=False):
            names = list(self.values_list("file", flat=True))
            result = super().delete()
            for name in names:
                remove_after_commit(name)
        return result


class BackgroundExportQuerySet(models.QuerySet["BackgroundExport"]):
    """Files that the worker makes."""

    def asked_by(self, user: User, event: Event) -> Self:
        """Files of one person in one edition: nobody else sees them."""
        return self.filter(by=user, event=event)

    def unfinished(self) -> Self:
        """Files that the worker has not finished."""
        return self.filter(state__in=(ExportState.WAITING, ExportState.RUNNING))

    def due(self, at: datetime) -> Self:
        """Files to make at `at`: waiting ones, and those left by a killed worker."""
        left = Q(state=ExportState.RUNNING, seen_at__lte=at - EXPORT_LEASE)
        return self.filter(Q(state=ExportState.WAITING) | left).order_by("pk")

    def ready(self, at: datetime) -> Self:
        """Files that can be downloaded at `at`."""
        return self.filter(state=ExportState.DONE, finished_at__gt=at - EXPORT_KEPT)

    def over(self, at: datetime) -> Self:
        """Files that have expired."""
        return self.filter(state=ExportState.DONE, finished_at__lte=at - EXPORT_KEPT)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Access tokens."""

    def good(self, at: datetime) -> Self:
        """Tokens that are valid at `at`."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=at,
            owner__is_active=True,
            owner__session_generation=F("session_generation"),
        )

    def seen_by(self, user: User, *, may_edit_team: bool) -> Self:
        """The tokens of `user`; all tokens for a manager of the team."""
        return self if may_edit_team else self.filter(owner=user)
