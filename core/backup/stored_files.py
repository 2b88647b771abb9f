"""The stored files as a backup sees them: names, contents, digests."""

from collections.abc import Iterator
from typing import IO

from core.backup.archive import FILES, read_pieces, write_member
from core.backup.digests import FileFacts, FileSum
from core.files.uploads import PrivateStorage


def stored_names(folder: str = "") -> Iterator[str]:
    """The name of each stored file, relative to the private files."""
    try:
        folders, files = PrivateStorage().listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from stored_names(f"{prefix}{name}")


def write_files(names: Iterator[str], facts: dict[str, FileFacts], at: float) -> Iterator[bytes]:
    """Yield a member of the archive for each file, and enter its facts. Deleted ones are left out.

    Files are never changed after they were written; one that is still growing belongs to no row.
    """
    storage = PrivateStorage()
    for name in names:
        try:
            file = storage.open(name)
        except FileNotFoundError:
            continue
        with file:
            total, size = FileSum(), file.size
            pieces = total.through(_first(size, file))
            yield from write_member(f"{FILES}{name}", size, pieces, at)
        facts[name] = total.facts()


def present_files() -> dict[str, FileFacts]:
    """The facts of each stored file."""
    facts: dict[str, FileFacts] = {}
    for name in stored_names():
        total = FileSum()
        with PrivateStorage().open(name) as file:
            for piece in read_pieces(file):
                total.add(piece)
        facts[name] = total.facts()
    return facts


def _first(size: int, file: IO[bytes]) -> Iterator[bytes]:
    for piece in read_pieces(file):
        yield piece[:size]
        size -= len(piece)
        if size <= 0:
            return
