"""Restoring a backup: it is read and compared first, so that nothing is replaced by half of one."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.base import File
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.backup.archive import PIECE
from core.backup.database import engine
from core.backup.failures import BackupFailed
from core.backup.make_backup import SAMPLE
from core.backup.manifest import Manifest
from core.backup.stored_files import stored_names
from core.backup.target import Target
from core.backup.verify_backup import compare_with_portal, opened_backup, read_backup, verify_backup
from core.files.uploads import PrivateStorage
from core.models import Heartbeat, WorkHold
from core.protection.encrypted import open_text
from core.protection.sealed import CannotUnseal
from core.work.heartbeat import DEAD_AFTER

Tell = Callable[[str], object]
_HOLD = WorkHold._meta.db_table


def restore_backup(
    target: Target,
    name: str,
    *,
    identities: Path | None,
    replaces: bool,
    sends_waiting: bool,
    tell: Tell,
) -> Manifest:
    """Put the database and the files of a backup in the place of the portal's.

    What waited when the backup was made is held, unless `sends_waiting`. Raises BackupFailed;
    whatever stops it before the database is replaced, in one transaction, leaves all as it was.
    """
    _refuse_occupied(replaces=replaces)
    tell("Reading the backup …")
    manifest = verify_backup(target, name, identities)
    _refuse_foreign(manifest)
    restoring = _Restoring(manifest, _last_statement(sends_waiting=sends_waiting), tell)
    with opened_backup(target, name, identities) as stream, restoring.or_undone():
        read_backup(stream, restoring.take_file, restoring.take_dump)
    restoring.remove_other_files()
    tell("Comparing the portal with the backup …")
    compare_with_portal(manifest, except_tables=frozenset({_HOLD}))
    return manifest


def missing_migrations(manifest: Manifest) -> int:
    """How many migrations of this version a restored database has not seen."""
    return len(_own_migrations() - {(app, name) for app, name in manifest.migrations})


class _Restoring:
    """The way of one backup into the portal."""

    def __init__(self, manifest: Manifest, last: str, tell: Tell) -> None:
        self._manifest, self._last, self._tell = manifest, last, tell
        self._former = set(stored_names())
        self._storage = PrivateStorage()
        self._has_database = False

    def take_file(self, name: str, pieces: Iterator[bytes]) -> None:
        """Store a file under the name that rows know."""
        with tempfile.SpooledTemporaryFile(max_size=PIECE) as content:
            content.writelines(pieces)
            if name in self._manifest.files:
                content.seek(0)
                # One of this name has the same content, unless the disk has spoilt it.
                self._storage.delete(name)
                self._storage.save(name, File(content))

    def take_dump(self, dump: Iterator[bytes]) -> None:
        """Replace the database."""
        self._tell("Restoring the database …")
        engine().restore(dump, self._last)
        self._has_database = True

    @contextmanager
    def or_undone(self) -> Iterator[None]:
        """If this fails before the database is replaced, remove the files that came."""
        try:
            yield
        except BaseException:
            if not self._has_database:
                for name in self._manifest.files.keys() - self._former:
                    self._storage.delete(name)
            raise

    def remove_other_files(self) -> None:
        """Remove the files of the former database, and see that all is on the disk."""
        for name in self._former - self._manifest.files.keys():
            self._storage.delete(name)
        os.sync()


def _refuse_occupied(*, replaces: bool) -> None:
    tables = connection.introspection.table_names()
    if not replaces and (tables or any(True for _name in stored_names())):
        raise BackupFailed(
            "The portal is not empty. To delete its database and its files and take those of the "
            "backup: --replace."
        )
    alive = datetime.now(UTC) - DEAD_AFTER
    if Heartbeat._meta.db_table in tables and Heartbeat.objects.filter(seen_at__gte=alive).exists():
        raise BackupFailed(
            "The background process is running. Stop it and the server first: "
            "systemctl stop forum.socket forum forum-work."
        )


def _refuse_foreign(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupFailed(
            f"The backup is of a database in {manifest.database}, DATABASE_URL names one in "
            f"{connection.vendor}."
        )
    if {(app, name) for app, name in manifest.migrations} - _own_migrations():
        raise BackupFailed(
            f"The backup was made by a newer version of the portal ({manifest.version}). Install "
            "that version first."
        )
    try:
        is_readable = open_text(manifest.sealed_sample) == SAMPLE
    except CannotUnseal:
        is_readable = False
    if not is_readable:
        raise BackupFailed(
            "DATA_KEYS does not open the personal data in this backup. Set the DATA_KEYS (without "
            "any: the SECRET_KEY) that the portal had when it was made."
        )


def _own_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _last_statement(*, sends_waiting: bool) -> str:
    if sends_waiting:
        return f"DELETE FROM {_HOLD}"  # noqa: S608  (a table of ours)
    now = datetime.now(UTC)
    return f"INSERT INTO {_HOLD} (since) VALUES ('{now:%Y-%m-%d %H:%M:%S.%f}')"  # noqa: S608
