"""Dump and restore of an SQLite database."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from core.backup.archive import read_pieces
from core.backup.digests import TableFacts, digest_rows
from core.backup.failures import BackupFailed, damaged

_SCRATCH = "backup-scratch-"
_ABANDONED_AFTER = 24 * 60 * 60  # seconds
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"


class Snapshot:
    """A copy of the database as it was at one moment."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy

    def tables(self) -> dict[str, TableFacts]:
        """The facts of each table."""
        return _tables_of(self._copy)

    def dump(self) -> Iterator[bytes]:
        """The copy as a file."""
        with self._copy.open("rb") as file:
            yield from read_pieces(file)


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Copy the database, while others go on writing."""
    with _scratch() as folder:
        copy = folder / "copy.sqlite3"
        try:
            with closing(sqlite3.connect(_path())) as database:
                database.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.OperationalError as error:
            raise BackupFailed(
                f"The database cannot be copied to {folder.parent} ({error}). It needs as much "
                "space there as the database itself."
            ) from error
        yield Snapshot(copy)


def present_tables() -> dict[str, TableFacts]:
    """The facts of each table of the running database."""
    return _tables_of(_path())


def tables_of_dump(dump: Iterable[bytes]) -> dict[str, TableFacts]:
    """The facts of each table of a dump."""
    with _scratch() as folder:
        try:
            return _tables_of(_written(dump, folder))
        except sqlite3.DatabaseError as error:
            raise BackupFailed(damaged()) from error


def restore(dump: Iterable[bytes], last: str) -> None:
    """Put a dump in the place of the database, at once; `last` is a statement that ends it."""
    with _scratch() as folder:
        copy = _written(dump, folder)
        with closing(sqlite3.connect(copy)) as source:
            source.execute(last)
            source.commit()
            connection.close()
            # In one transaction, below what others have open.
            with closing(sqlite3.connect(_path(), timeout=20)) as target:
                source.backup(target)


def _path() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _scratch() -> Iterator[Path]:
    # Beside the database: nobody else reads there, and there is room for a second one.
    parent = _path().parent
    for abandoned in parent.glob(f"{_SCRATCH}*"):  # by a process that was killed
        if time.time() - abandoned.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(abandoned, ignore_errors=True)
    with TemporaryDirectory(prefix=_SCRATCH, dir=parent) as folder:
        yield Path(folder)


def _written(dump: Iterable[bytes], folder: Path) -> Path:
    path = folder / "dump.sqlite3"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.writelines(dump)
    return path


def _tables_of(path: Path) -> dict[str, TableFacts]:
    with closing(sqlite3.connect(path)) as database:
        names = [row[0] for row in database.execute(_TABLES)]
        return {name: digest_rows(_rows(database, name)) for name in names}


def _rows(database: sqlite3.Connection, table: str) -> Iterator[bytes]:
    for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (a table that is there)
        yield repr(row).encode("utf-8", "surrogatepass")
