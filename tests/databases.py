"""A database of its own for a portal that runs in processes of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

_numbers = count(1)


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The DATABASE_URL of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    import psycopg  # noqa: PLC0415  (only where PostgreSQL is)

    base = os.environ["DATABASE_URL"]
    name = f"own_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(base, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(base)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
