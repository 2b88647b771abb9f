"""The queue of files that the worker makes: request, claim, make once, store for a day.

The worker that makes a file holds a claim and reports now and then that it is alive. A claim that
is silent for too long goes to the next worker; the first one's file is then removed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from core.files.uploads import remove_after_commit
from core.work.claims import claim_or_give_up, while_claimed
from delegations.choices.exports import ExportFailure, ExportState
from delegations.lists import export_storage
from delegations.models import BackgroundExport, ExportLog
from delegations.people.delegation_order import lock_order
from delegations.querysets import BackgroundExportQuerySet
from events.models import Event

# How many files of one person may wait, and lie ready.
MOST_WAITING, MOST_KEPT = 3, 10
# What was asked for is shown a little longer than the file is there.
_REMEMBERED = timedelta(days=7)


class TooManyExports(Exception):
    """The person already has as many waiting or finished files as allowed."""


@transaction.atomic
def ask_for_export(
    *,
    event: Event,
    by: User,
    query: str,
    title: str,
    file_format: str,
    language: str,
    needs: Iterable[Right],
    row_count: int,
) -> BackgroundExport:
    """Request a file from the worker; return the waiting request if it is the same.

    Raises TooManyExports.
    """
    # Two requests of the same person at once must not both find the last place free.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    own = BackgroundExport.objects.filter(by=by)
    waiting = own.unfinished()
    same = waiting.filter(event=event, query=query, file_format=file_format).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_WAITING or own.exclude(stored="").count() >= MOST_KEPT:
        raise TooManyExports
    return BackgroundExport.objects.create(
        event=event,
        by=by,
        query=query,
        title=title,
        file_format=file_format,
        language=language,
        needs=sorted(needs),
        rows_total=row_count,
    )


def claim_export(at: datetime) -> BackgroundExport | None:
    """Claim the next file to make, so that no other worker takes it."""

    due = BackgroundExport.objects.due(at).select_related("event", "by")
    values = {"state": ExportState.RUNNING, "seen_at": at, "rows_done": 0}
    return claim_or_give_up(due, values, lambda row: fail_export(row, ExportFailure.BROKEN))


def settle_erasures(export: BackgroundExport) -> None:
    """Wait until no person of the event is being erased; call it between claiming and reading.

    An erasure that begins later finds the claim and cancels it.
    """
    with transaction.atomic():
        lock_order(pk=export.event_id)


def start_export(export: BackgroundExport, log: ExportLog) -> bool:
    """Store the log of the file being made; return whether the claim still holds."""
    return _update(export, log=log, rows_total=log.row_count)


def report_progress(export: BackgroundExport, *, rows_done: int) -> bool:
    """Report that the worker is alive; return whether the claim still holds."""
    return _update(export, rows_done=rows_done, seen_at=timezone.now())


def finish_export(export: BackgroundExport, *, stored: str, file_name: str, size: int) -> bool:
    """Offer the finished file, if the claim still holds; return whether it does."""
    is_mine = _update(
        export,
        state=ExportState.DONE,
        claim=None,
        stored=stored,
        file_name=file_name,
        size=size,
        finished_at=timezone.now(),
        rows_done=F("rows_total"),
    )
    if not is_mine:
        export_storage.remove(stored)
    return is_mine


def fail_export(export: BackgroundExport, failure: ExportFailure) -> None:
    """Record that there is no file, and why, for the page of its owner."""
    values = {"failure": failure, "finished_at": timezone.now()}
    _update(export, state=ExportState.FAILED, claim=None, **values)


@transaction.atomic
def drop_export(*, export: BackgroundExport) -> None:
    """Delete a request with its file. A worker that is making it loses the claim."""
    row = BackgroundExport.objects.select_for_update(of=("self",)).filter(pk=export.pk).first()
    if row is not None:
        if row.stored:
            remove_after_commit(row.stored)
        row.delete()


def drop_files(*, event: Event) -> None:
    """Delete every finished file of an event, and restart those being made.

    Call it in the transaction that erases a person: an earlier file may contain them.
    """
    rows = BackgroundExport.objects.filter(event=event)
    rows.filter(state=ExportState.RUNNING).update(
        state=ExportState.WAITING, claim=None, attempts=0, rows_done=0
    )
    _discard_files(rows.filter(state=ExportState.DONE))


def forget_exports() -> int:
    """Delete expired files and leftovers of killed workers; return the number. A background job."""
    now = timezone.now()
    with transaction.atomic():
        gone = _discard_files(BackgroundExport.objects.over(now))
    # Asked for so long ago that no worker will come: it would be made of other people by now.
    BackgroundExport.objects.filter(asked_at__lte=now - _REMEMBERED, stored="").delete()
    return gone + export_storage.remove_leftovers(
        BackgroundExport.objects.exclude(stored="").values_list("stored", flat=True)
    )


def _discard_files(rows: BackgroundExportQuerySet) -> int:
    names = list(rows.select_for_update(of=("self",)).values_list("stored", flat=True))
    for name in names:
        remove_after_commit(name)
    rows.filter(stored__in=names).update(state=ExportState.GONE, stored="", size=0)
    return len(names)


def _update(export: BackgroundExport, **values: object) -> bool:
    return bool(while_claimed(export).filter(state=ExportState.RUNNING).update(**values))
