"""Reading a backup from the front to the end, and comparing all of it with its manifest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from core.backup.archive import DUMP, FILES, MANIFEST, Member, read_members
from core.backup.database import engine, engine_of
from core.backup.digests import FileFacts, FileSum, TableFacts
from core.backup.encryption import opened
from core.backup.failures import BackupFailed, damaged
from core.backup.manifest import (
    Manifest,
    file_differences,
    read_manifest,
    table_differences,
)
from core.backup.stored_files import present_files
from core.backup.target import Target, is_encrypted

# Takes what the archive holds in its order: a file, or the whole dump.
TakeFile = Callable[[str, Iterator[bytes]], None]
TakeDump = Callable[[Iterator[bytes]], None]


@contextmanager
def opened_backup(target: Target, name: str, identities: Path | None) -> Iterator[IO[bytes]]:
    """Open a backup, decrypted if it is encrypted. Raises BackupFailed."""
    with target.reading(name) as file:
        if not is_encrypted(name):
            yield file
            return
        with opened(file, identities) as stream:
            yield stream


@dataclass
class Contents:
    """What was found in an archive that was read to its end."""

    manifest: Manifest | None = None
    dump: FileFacts | None = None
    files: dict[str, FileFacts] = field(default_factory=dict)


def read_backup(stream: IO[bytes], take_file: TakeFile, take_dump: TakeDump) -> Contents:
    """Read an archive once; each part goes through `take_file` or `take_dump`."""
    contents, members = Contents(), read_members(stream)
    member = next(members, None)
    while member is not None:
        following: Member | None = None
        if member.name.startswith(DUMP):
            dump = _Dump(member, members)
            pieces = dump.pieces()
            take_dump(pieces)
            _exhaust(pieces)
            contents.dump, following = dump.facts(), dump.following
        elif member.name.startswith(FILES):
            file, name = FileSum(), member.name.removeprefix(FILES)
            take_file(name, file.through(member.pieces()))
            contents.files[name] = file.facts()
        elif member.name == MANIFEST:
            contents.manifest = read_manifest(b"".join(member.pieces()))
        member = following or next(members, None)
    return contents


def verify_backup(target: Target, name: str, identities: Path | None) -> Manifest:
    """Read all of a backup; return its manifest. Raises BackupFailed if anything differs from it.

    Rows are counted and digested in the dump itself, so no database is needed.
    """
    tables: dict[str, TableFacts] = {}

    def take_dump(dump: Iterator[bytes]) -> None:
        first = next(dump, b"")
        vendor = "sqlite" if first.startswith(b"SQLite format 3") else "postgresql"
        tables.update(engine_of(vendor).tables_of_dump(_chained(first, dump)))

    with opened_backup(target, name, identities) as stream:
        contents = read_backup(stream, lambda _name, pieces: _exhaust(pieces), take_dump)
    manifest = contents.manifest
    if manifest is None or contents.dump != manifest.dump:
        raise BackupFailed(damaged())
    for deleted in manifest.deleted_files:
        contents.files.pop(deleted, None)
    _refuse([
        *table_differences(manifest.tables, tables),
        *file_differences(manifest.files, contents.files),
    ])  # fmt: skip
    return manifest


def compare_with_portal(manifest: Manifest, *, except_tables: frozenset[str] = frozenset()) -> None:
    """Compare each table and each file of the running portal. Raises BackupFailed."""
    tables = engine().present_tables()
    expected = dict(manifest.tables)
    for name in except_tables:
        tables.pop(name, None)
        expected.pop(name, None)
    _refuse([
        *table_differences(expected, tables),
        *file_differences(manifest.files, present_files()),
    ])  # fmt: skip


def _refuse(differences: list[str]) -> None:
    if differences:
        more = len(differences) - 20
        shown = [*differences[:20], *([f"… and {more} more."] if more > 0 else [])]
        raise BackupFailed("The backup does not agree:\n" + "\n".join(shown))


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _exhaust(pieces: Iterator[bytes]) -> None:
    for _piece in pieces:
        pass


class _Dump:
    """The dump, which is several members in a row."""

    def __init__(self, first: Member, members: Iterator[Member]) -> None:
        self._first, self._members, self._sum = first, members, FileSum()
        # The member behind it.
        self.following: Member | None = None

    def pieces(self) -> Iterator[bytes]:
        """All of it."""
        return self._sum.through(self._joined())

    def facts(self) -> FileFacts:
        """Its size and digest, once it was read to its end."""
        return self._sum.facts()

    def _joined(self) -> Iterator[bytes]:
        member: Member | None = self._first
        while member is not None and member.name.startswith(DUMP):
            yield from member.pieces()
            member = next(self._members, None)
        self.following = member
