"""Dump and restore of a PostgreSQL database, with its own tools.

They get the connection through their environment: arguments are visible to everybody.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import connection, transaction
from psycopg.pq import Conninfo

from core.backup.archive import read_pieces
from core.backup.digests import TableFacts, digest_rows, digest_script
from core.backup.failures import BackupFailed

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_BEGIN = b"""SET client_min_messages = warning;
BEGIN;
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
"""
_MESSAGE_BYTES = 2000


class Snapshot:
    """The database as a transaction sees it, and `pg_dump` with it."""

    def __init__(self, cursor: Any, name: str) -> None:
        self._cursor, self._name = cursor, name

    def tables(self) -> dict[str, TableFacts]:
        """The facts of each table."""
        return _tables(self._cursor)

    def dump(self) -> Iterator[bytes]:
        """The archive of pg_dump in its custom format."""
        options = ("--format=custom", "--no-owner", "--no-privileges", "--encoding=UTF8")
        with _tool("pg_dump", *options, f"--snapshot={self._name}") as process:
            yield from read_pieces(process.stdout)


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold a snapshot of the database, while others go on writing."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # As pg_dump writes them, whatever the server prefers.
        cursor.execute("SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = postgres")
        cursor.execute("SELECT pg_export_snapshot()")
        yield Snapshot(cursor, cursor.fetchone()[0])


def present_tables() -> dict[str, TableFacts]:
    """The facts of each table of the running database, all at one moment."""
    with snapshot() as present:
        return present.tables()


def tables_of_dump(dump: Iterable[bytes]) -> dict[str, TableFacts]:
    """The facts of each table of a dump; no server is asked."""
    with _script(dump) as script:
        return digest_script(script)


def restore(dump: Iterable[bytes], last: str) -> None:
    """Put a dump in the place of the database, in one transaction that `last` ends."""
    connection.close()
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
    with _tool("psql", *options, stdin=subprocess.PIPE) as psql:
        try:
            psql.stdin.write(_BEGIN)
            with _script(dump) as script:
                shutil.copyfileobj(script, psql.stdin)
            # Only now: without it the end of the script undoes everything.
            psql.stdin.write(f"SET LOCAL search_path = public;\n{last};\nCOMMIT;\n".encode())
            psql.stdin.close()
        except BrokenPipeError:
            pass  # it has ended by itself and said why


@contextmanager
def _script(dump: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """A dump as a script of SQL."""
    # Comments are those of extensions, which may belong to somebody else.
    options = ("--no-owner", "--no-privileges", "--no-comments", "--file=-")
    errors: list[Exception] = []

    def feed() -> None:
        try:
            with process.stdin as pipe:
                for piece in dump:
                    pipe.write(piece)
        except BrokenPipeError:  # it has ended by itself and said why
            return
        except Exception as error:  # noqa: BLE001  (raised where the script is read)
            errors.append(error)

    with _tool("pg_restore", *options, stdin=subprocess.PIPE) as process:
        thread = threading.Thread(target=feed, daemon=True)
        thread.start()
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            thread.join()
        for error in errors:
            raise error


@contextmanager
def _tool(name: str, *options: str, stdin: int | None = None) -> Iterator[Any]:
    """A program of PostgreSQL that reads or writes; raises BackupFailed with what it said."""
    program = shutil.which(name)
    if program is None:
        raise BackupFailed(f"{name} is not installed. On Debian it is in postgresql-client.")
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(
            [program, *options],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=messages,
            env=_environment(),
        )
        with process:
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            messages.seek(max(0, messages.seek(0, os.SEEK_END) - _MESSAGE_BYTES))
            output = messages.read().decode(errors="replace").strip()
            raise BackupFailed(f"{name} failed: {output}")


def _environment() -> dict[str, str]:
    given = connection.get_connection_params()
    known = {
        option.envvar.decode(): str(given[option.keyword.decode()])
        for option in Conninfo.get_defaults()
        if option.envvar and given.get(option.keyword.decode()) is not None
    }
    # Times are written as the portal's own connection writes them.
    return {**os.environ, **known, "PGTZ": "UTC"}


def _tables(cursor: Any) -> dict[str, TableFacts]:
    cursor.execute(_TABLES)
    names = [row[0] for row in cursor.fetchall()]
    return {name: digest_rows(_rows(cursor, name)) for name in names}


def _rows(cursor: Any, table: str) -> Iterator[bytes]:
    with cursor.copy(f'COPY public."{table}" TO STDOUT') as rows:
        for row in rows:
            yield bytes(row)[:-1]
