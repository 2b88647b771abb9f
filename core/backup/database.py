"""The database of the portal as a backup sees it, whichever of the two it is."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol, cast

from django.db import connection

from core.backup import postgresql, sqlite
from core.backup.digests import TableFacts


class Snapshot(Protocol):
    """The database at one moment."""

    def tables(self) -> dict[str, TableFacts]:
        """The facts of each table."""

    def dump(self) -> Iterator[bytes]:
        """The database as bytes that `Engine.restore` takes."""


class Engine(Protocol):
    """What the module of a database offers."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Hold the present state, while others go on writing."""

    def present_tables(self) -> dict[str, TableFacts]:
        """The facts of each table of the running database."""

    def tables_of_dump(self, dump: Iterable[bytes]) -> dict[str, TableFacts]:
        """The facts of each table of a dump."""

    def restore(self, dump: Iterable[bytes], last: str) -> None:
        """Put a dump in the place of the database, at once; `last` is a statement that ends it."""


def engine_of(vendor: str) -> Engine:
    """The engine of a database as Django calls it."""
    return cast("Engine", postgresql if vendor == "postgresql" else sqlite)


def engine() -> Engine:
    """The engine of the portal's database."""
    return engine_of(connection.vendor)
