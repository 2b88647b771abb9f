"""What a place for backups can do, and how backups are called there."""

import re
from contextlib import AbstractContextManager
from datetime import datetime
from typing import IO, Protocol

from core.backup.archive import read_pieces
from core.backup.digests import FileSum
from core.backup.encryption import Sink
from core.backup.failures import BackupFailed

_NAME = re.compile(r"forum-\d{8}-\d{6}\.tar(\.age)?")


class Target(Protocol):
    """A place for backups."""

    def names(self) -> list[str]:
        """The backups that are there, the oldest first."""

    def writing(self, name: str) -> AbstractContextManager["DigestSink"]:
        """Take a new backup, which is there once it has been read again and found whole."""

    def reading(self, name: str) -> IO[bytes]:
        """Open a backup."""

    def remove(self, name: str) -> None:
        """Delete a backup."""


class DigestSink:
    """Passes bytes on, and can tell afterwards whether they arrived."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._sum = sink, FileSum()

    @property
    def size(self) -> int:
        """How many bytes have passed."""
        return self._sum.facts().size

    def write(self, data: bytes) -> int:
        """Pass on all of it."""
        self._sink.write(data)
        self._sum.add(data)
        return len(data)

    def compare(self, file: IO[bytes]) -> None:
        """Read back what was written. Raises BackupFailed if it is not the same."""
        again = FileSum()
        for piece in read_pieces(file):
            again.add(piece)
        if again.facts() != self._sum.facts():
            raise BackupFailed("The backup was written, but reading it gives something else.")


def is_backup(name: str) -> bool:
    """Whether a file of this name is a backup."""
    return _NAME.fullmatch(name) is not None


def new_name(at: datetime, *, is_encrypted: bool) -> str:
    """The name of a backup of the moment `at` (UTC)."""
    return f"forum-{at:%Y%m%d-%H%M%S}.tar{'.age' if is_encrypted else ''}"


def is_encrypted(name: str) -> bool:
    """Whether a backup of this name is encrypted."""
    return name.endswith(".age")


def remove_older(target: Target, keep: int) -> list[str]:
    """Delete all but the newest `keep` backups; return the names of those that are gone."""
    gone = target.names()[:-keep]
    for name in gone:
        target.remove(name)
    return gone
