"""Where finished files lie for a day: among the private files, under names nobody can guess."""

import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from core.files.uploads import PrivateStorage

_FOLDER = "exports"
# In seconds. What nobody names and nobody has written to for so long, a killed worker left behind.
_LEFT_AFTER = 3600


def folder() -> Path:
    """The folder, which is made if it is not there."""
    path = Path(PrivateStorage().path(_FOLDER))
    path.mkdir(parents=True, exist_ok=True)
    return path


def new_name(extension: str) -> str:
    """A name for a file of its own, below the private files."""
    return f"{_FOLDER}/{secrets.token_hex(16)}.{extension}"


def write(name: str, pieces: Iterable[bytes]) -> int:
    """Write the pieces to the disk, to its very end; how many bytes. Half a file is removed."""
    path = folder() / Path(name).name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def remove(name: str) -> None:
    """Remove a file that nobody is to have."""
    PrivateStorage().delete(name)


def remove_left(named: Iterable[str]) -> int:
    """Remove what no row names and nobody writes to any more; how many files and folders."""
    known, old = {Path(name).name for name in named}, time.time() - _LEFT_AFTER
    left = [one for one in folder().iterdir() if one.name not in known]
    gone = 0
    for one in left:
        if max(_touched(one)) < old:
            shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
            gone += 1
    return gone


def _touched(path: Path) -> list[float]:
    """When the file, or the folder and what is in it, was last written to."""
    inner = list(path.iterdir()) if path.is_dir() else []
    return [one.stat().st_mtime for one in (path, *inner)]
