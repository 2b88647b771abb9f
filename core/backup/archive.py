"""The archive as a stream: a tar file that is written and read once, from the front to the end.

Neither needs more memory than one piece. Knows no database.
"""

import tarfile
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

from core.backup.failures import BackupFailed, damaged

# In bytes: as much as is held in memory at a time, and the size of a piece of the database.
PIECE = 4 * 1024 * 1024
MANIFEST = "manifest.json"
DUMP, FILES = "database/", "files/"
_BLOCK = 512
END = bytes(2 * _BLOCK)


class Member(NamedTuple):
    """A part of an archive; its content can be read until the next one is asked for."""

    name: str
    content: IO[bytes]

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        try:
            yield from read_pieces(self.content)
        except tarfile.TarError as error:
            raise BackupFailed(damaged()) from error


def read_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Read an open file to its end, piece by piece."""
    while piece := file.read(PIECE):
        yield piece


def write_member(name: str, size: int, pieces: Iterable[bytes], at: float) -> Iterator[bytes]:
    """Yield the bytes of one member of exactly `size` bytes, dated `at` (seconds since 1970)."""
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, 0o600, int(at)
    yield header.tobuf(tarfile.PAX_FORMAT)
    missing = size
    for piece in pieces:
        part = piece[:missing]
        missing -= len(part)
        yield part
    if missing:
        raise BackupFailed(f"{name} became shorter while it was read. Try again.")
    yield bytes(-size % _BLOCK)


def read_members(stream: IO[bytes]) -> Iterator[Member]:
    """Yield each member of an archive. Raises BackupFailed if it is none, or is cut short."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for header in archive:
                content = archive.extractfile(header)
                if content is not None:
                    yield Member(header.name, content)
    except tarfile.TarError as error:
        raise BackupFailed(damaged()) from error
    # Encryption proves only at the very end that nothing is missing.
    for _rest in read_pieces(stream):
        pass
