"""What is wrong with the portal, in words for its operators."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from core.models import BackupRecord, Heartbeat
from core.work.heartbeat import DEAD_AFTER
from core.work.hold import held_since
from core.work.queues import QUEUES, QueueState
from mail.models import BounceMailbox

_LEAST_SPACE = 500_000_000  # bytes; a backup, an export and a booklet need some of it
_MOST_DRIFT = timedelta(seconds=2)
_MAILBOX_LATE = timedelta(hours=1)
# Made every night; one that takes its time is no reason to wake anybody.
_BACKUP_OLD_AFTER = timedelta(hours=26)


def load_problems(at: datetime) -> list[str]:
    """Everything that is wrong at `at`, a sentence each; empty if all is well.

    Raises OperationalError or InterfaceError if the database does not answer.
    """
    return [
        *_clock(at),
        *_migrations(),
        *_background_process(at),
        *_late_queues(at),
        *_bounce_mailbox(at),
        *_disk(),
        *_backup(at),
        *_hold(),
    ]


def count_missing_migrations() -> int:
    """How many migrations of this version the database has not seen."""
    applied = MigrationRecorder(connection).applied_migrations()
    return len(_migrations_of_this_version() - set(applied))


def heartbeat_age(at: datetime) -> float | None:
    """Seconds since the latest sign of life of any background process; None if there is none."""
    seen_at = Heartbeat.objects.aggregate(latest=Max("seen_at"))["latest"]
    return None if seen_at is None else max(0.0, (at - seen_at).total_seconds())


def backup_age(at: datetime) -> float | None:
    """Seconds since the latest backup; None if there is none."""
    made_at = BackupRecord.objects.aggregate(latest=Max("made_at"))["latest"]
    return None if made_at is None else max(0.0, (at - made_at).total_seconds())


def load_queues(at: datetime) -> dict[str, QueueState]:
    """The state of each queue by its name. One query each."""
    return {queue.name: queue.state(at) for queue in QUEUES}


def free_space() -> int:
    """Bytes that are free where the portal keeps its files."""
    return shutil.disk_usage(settings.DATA_DIR).free


@cache
def _migrations_of_this_version() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _clock(at: datetime) -> Iterator[str]:
    # The file of SQLite is on this machine, and has its clock.
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        drift = abs(cursor.fetchone()[0] - at)
    if drift > _MOST_DRIFT:
        yield (
            f"The clocks of this machine and of the database differ by {drift.total_seconds():.0f} "
            "seconds. Planned releases may come early or late: check the time service (NTP)."
        )


def _migrations() -> Iterator[str]:
    if missing := count_missing_migrations():
        yield f"Unapplied migrations: {missing}. Run `manage.py upgrade`."


def _background_process(at: datetime) -> Iterator[str]:
    age = heartbeat_age(at)
    if age is None:
        yield "No background process is running. Start `manage.py work`."
    elif age > DEAD_AFTER.total_seconds():
        yield (
            f"The background process has given no sign of life for {age:.0f} seconds. "
            "Restart `manage.py work`."
        )


def _late_queues(at: datetime) -> Iterator[str]:
    for queue in QUEUES:
        state = queue.state(at)
        if queue.is_late(state):
            yield (
                f"{state.length} {queue.name} are waiting, the first for {state.oldest:.0f} "
                f"seconds. See the log of `manage.py work`."
            )


def _bounce_mailbox(at: datetime) -> Iterator[str]:
    recent = BounceMailbox.objects.filter(read_at__gte=at - _MAILBOX_LATE)
    if settings.BOUNCE_MAILBOX and not recent.exists():
        yield (
            "The mailbox of returned mail has not been read for an hour. Try it with "
            "`manage.py check_mail`."
        )


def _disk() -> Iterator[str]:
    free = free_space()
    if free < _LEAST_SPACE:
        yield f"Only {free / 1e6:.0f} MB are free in DATA_DIR. Free some disk space."


def _backup(at: datetime) -> Iterator[str]:
    # Where the portal makes none itself, somebody else does.
    if not settings.BACKUP_TARGET:
        return
    age = backup_age(at)
    if age is None:
        yield "There is no backup yet. Run `manage.py backup`, and see docs/backup.md."
    elif age > _BACKUP_OLD_AFTER.total_seconds():
        yield f"The latest backup is {age / 3600:.0f} hours old. See the log of `forum-backup`."


def _hold() -> Iterator[str]:
    if since := held_since():
        yield (
            f"Since the restore of {since:%Y-%m-%d %H:%M} UTC nothing is sent or published by "
            "itself. Look at what waits, then run `manage.py send_waiting`."
        )
