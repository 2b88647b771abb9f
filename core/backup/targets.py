"""Where backups lie: a folder. A backup appears there whole or not at all."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
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


class FolderTarget:
    """A folder of this machine, or one that is mounted on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """The backups that are there, the oldest first."""
        return sorted(path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name))

    @contextmanager
    def writing(self, name: str) -> Iterator[DigestSink]:
        """Write under another name; flush, read again, rename. Nothing is left if that fails."""
        part = self._folder / f".{name}.part"
        try:
            with os.fdopen(
                os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                sink = DigestSink(file)
                yield sink
                file.flush()
                os.fsync(file.fileno())
            with part.open("rb") as file:
                sink.compare(file)
            part.rename(self._folder / name)
            self._flush()
        except OSError as error:
            raise BackupFailed(f"{self._folder} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)

    def reading(self, name: str) -> IO[bytes]:
        """Open a backup."""
        return (self._folder / name).open("rb")

    def remove(self, name: str) -> None:
        """Delete a backup."""
        (self._folder / name).unlink(missing_ok=True)

    def _flush(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def open_target(text: str) -> Target:
    """Return the place that an operator named. Raises BackupFailed."""
    folder = Path(text)
    if not folder.is_dir():
        raise BackupFailed(f"{text} is not a folder. Make it, for the user of the portal alone.")
    return FolderTarget(folder)


def find_backup(text: str) -> tuple[Target, str]:
    """Return the place and the name of the backup that an operator named.

    A place stands for its newest backup. Raises BackupFailed.
    """
    path = Path(text)
    if path.is_file():
        return FolderTarget(path.parent), path.name
    target = open_target(text)
    names = target.names()
    if not names:
        raise BackupFailed(f"{text} holds no backup.")
    return target, names[-1]


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
