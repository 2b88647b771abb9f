"""Storage of finished files for a day: private files with names that nobody can guess.

A file is made in a folder of this machine, which is its place unless files are in an S3 store.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

from core.files.uploads import PrivateStorage

_FOLDER = "exports"
# In seconds. A file without a row that is older than this was left by a killed worker.
_LEFT_AFTER = 3600


def folder() -> Path:
    """The folder in which files are made; it is created if missing."""
    path = Path(settings.PRIVATE_FILES_ROOT) / _FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


def new_name(extension: str) -> str:
    """A new name for a file, relative to the private files."""
    return f"{_FOLDER}/{secrets.token_hex(16)}.{extension}"


def write(name: str, pieces: Iterable[bytes]) -> int:
    """Write and flush the pieces; return the number of bytes. An unfinished file is deleted."""
    path = folder() / Path(name).name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        if not PrivateStorage().exists(name):
            with path.open("rb") as finished:
                PrivateStorage().save(name, File(finished))
            path.unlink()
        return size
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def remove(name: str) -> None:
    """Delete a file."""
    PrivateStorage().delete(name)


def remove_leftovers(named: Iterable[str]) -> int:
    """Delete old files and folders that no row names; return their number."""
    known, old = {Path(name).name for name in named}, time.time() - _LEFT_AFTER
    left = [path for path in folder().iterdir() if path.name not in known]
    gone = 0
    for path in left:
        if max(_modified_times(path)) < old:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            gone += 1
    return gone + _remove_from_store(known, old)


def _remove_from_store(known: set[str], old: float) -> int:
    """What the folder had is gone by now; an S3 store may have more."""
    storage = PrivateStorage()
    names = [name for name in storage.listdir(_FOLDER)[1] if name not in known]
    left = [f"{_FOLDER}/{name}" for name in names]
    gone = [name for name in left if storage.get_modified_time(name).timestamp() < old]
    for name in gone:
        storage.delete(name)
    return len(gone)


def _modified_times(path: Path) -> list[float]:
    """The times at which the file, or the folder and its files, were last written."""
    inner = list(path.iterdir()) if path.is_dir() else []
    return [entry.stat().st_mtime for entry in (path, *inner)]
