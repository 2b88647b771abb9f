"""Bring the database and the files to the version that is installed, while servers run."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from psycopg.errors import LockNotAvailable

from core.files.static_storage import HashedStaticFilesStorage, collect_static_files
from core.text.catalogues import compile_catalogues, outdated_catalogues
from forum_portal.monitoring.report import count_missing_migrations

Say = Callable[[str], object]

# Any number that no other program takes in the same database.
_ADVISORY_LOCK = 4_011_202_612
# A statement that waits for a table has every later one wait behind it, pages included: so
# each waits briefly, many times. Altogether longer than any statement of the portal may take.
_LOCK_SECONDS = 2
_PAUSE_SECONDS = 5
_TRIES = 90


def upgrade(say: Say, *, verbosity: int) -> None:
    """Do whatever this version needs before its start; what is done already is left alone."""
    with upgrade_lock(say):
        compiled = compile_catalogues(map(Path, settings.LOCALE_PATHS))
        say(f"Message catalogues: {len(compiled)} compiled.")
        # Before the migrations: files do not disturb servers of the former version.
        say(f"Static files: {collect_static_files()} new. Those of former versions stay.")
        with _short_waits_for_locks():
            patiently(lambda: _migrate(verbosity), say)
        call_command("createcachetable", verbosity=0)


def load_missing() -> list[str]:
    """What this version still needs before its start, a sentence each.

    Migrations of a later version are none of it: while servers are upgraded in turn, those of the
    former version can be restarted. A database that does not answer stops no start: the server
    would have to be started again once it does.
    """
    missing = []
    if outdated_catalogues(map(Path, settings.LOCALE_PATHS)):
        missing.append("Message catalogues are not compiled.")
    if not HashedStaticFilesStorage().has_manifest():
        missing.append("The static files of this version are missing.")
    with suppress(OperationalError, InterfaceError):
        if count := count_missing_migrations():
            missing.append(f"Unapplied migrations: {count}.")
    return missing


@contextmanager
def upgrade_lock(say: Say) -> Iterator[None]:
    """Let one upgrade run at a time: of all servers on PostgreSQL, of one machine on SQLite."""
    lock = _postgresql_lock if connection.vendor == "postgresql" else _file_lock
    with lock(lambda: say("Another upgrade is running. Waiting for its end.")):
        yield


@contextmanager
def _postgresql_lock(on_wait: Callable[[], object]) -> Iterator[None]:
    # A connection of its own: that of the migrations may be lost.
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                on_wait()
                cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
    finally:
        own.close()


@contextmanager
def _file_lock(on_wait: Callable[[], object]) -> Iterator[None]:
    with (Path(settings.DATA_DIR) / "upgrade.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _short_waits_for_locks() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def patiently(
    action: Callable[[], object], say: Say, pause: Callable[[float], object] = time.sleep
) -> None:
    """Do `action`, and again while a lock is in its way."""
    for attempt in range(1, _TRIES + 1):
        try:
            action()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable) or attempt == _TRIES:
                raise
            say(
                f"Try {attempt} of {_TRIES}: a query holds the table for more than {_LOCK_SECONDS}"
                f" seconds. Nothing has changed; trying again in {_PAUSE_SECONDS} seconds."
            )
            pause(_PAUSE_SECONDS)
        else:
            return


def _migrate(verbosity: int) -> None:
    # With its checks: they refuse a database of a later version.
    call_command("migrate", interactive=False, verbosity=verbosity, skip_checks=False)
