"""A database of its own for a portal that runs in processes of its own.

Migrating one takes seconds: the first test that wants one makes a pattern, all others copy it.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from tests.paths import ROOT

_numbers = count(1)


@contextmanager
def copied_database(folder: Path) -> Iterator[str]:
    """The DATABASE_URL of a migrated, empty database; tests ask for the fixture `own_database`."""
    if connection.vendor == "sqlite":
        file = folder / "portal.sqlite3"
        with _pattern() as pattern:
            shutil.copy(pattern, file)
        yield f"sqlite:///{file}"
        return
    with _pattern() as pattern:
        name = _copy_on_server(pattern.name)
    try:
        yield _url_of(name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def cursor_at(url: str) -> Iterator[Any]:
    """A cursor in such a database; what is changed with it is committed."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
            yield database.cursor()
        return
    import psycopg  # noqa: PLC0415  (only where PostgreSQL is)

    with psycopg.connect(url) as server:
        yield server.cursor()


def forget_pattern() -> None:
    """Remove what the tests of this run have copied. Called once, when all are done."""
    folder = _folder()
    if (folder / "made").exists() and "DATABASE_URL" in os.environ:
        _on_server(f"DROP DATABASE {folder.name}")
    shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    """The same for all workers of a run, and for the process that started them."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return Path(tempfile.gettempdir()) / f"portal_pattern_{run}"


@contextmanager
def folder_of_run() -> Iterator[Path]:
    """A folder that the workers of a run share; nobody else is in it meanwhile."""
    folder = _folder()
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@contextmanager
def _pattern() -> Iterator[Path]:
    """A migrated database, by its file or by its name; nobody else touches it meanwhile."""
    with folder_of_run() as folder:
        file = folder / "portal.sqlite3"
        is_sqlite = connection.vendor == "sqlite"
        if not (folder / "made").exists():
            if not is_sqlite:
                _on_server(f"CREATE DATABASE {folder.name}")
            _migrate(f"sqlite:///{file}" if is_sqlite else _url_of(folder.name), folder)
            (folder / "made").touch()
        yield file if is_sqlite else folder


def _migrate(url: str, folder: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
    }
    for command in ("migrate", "createcachetable"):
        call = [sys.executable, str(ROOT / "manage.py"), command, "--verbosity", "0"]
        subprocess.run(call, env=environment, cwd=ROOT, check=True)


def _copy_on_server(pattern: str) -> str:
    name = f"own_{os.getpid()}_{next(_numbers)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {pattern}")
    return name


def _on_server(statement: str) -> None:
    import psycopg  # noqa: PLC0415  (only where PostgreSQL is)

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def _url_of(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
