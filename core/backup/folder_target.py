"""Backups in a folder of this machine, or one that is mounted on it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.backup.failures import BackupFailed
from core.backup.target import DigestSink, is_backup

_ABANDONED_AFTER = 24 * 60 * 60  # seconds


class FolderTarget:
    """A folder. A backup appears there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """The backups that are there, the oldest first."""
        return sorted(path.name for path in self._folder.iterdir() if is_backup(path.name))

    @contextmanager
    def writing(self, name: str) -> Iterator[DigestSink]:
        """Write under another name; flush, read again, rename. Nothing is left if that fails."""
        self._remove_abandoned()
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

    def _remove_abandoned(self) -> None:
        """Remove what a backup that was killed has left; one that still runs is younger."""
        for part in self._folder.glob(".forum-*.part"):
            if time.time() - part.stat().st_mtime > _ABANDONED_AFTER:
                part.unlink(missing_ok=True)

    def _flush(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
