"""Making a backup: files, then the database, then the files that came since.

Files are stored under names of their own and never changed. So those that were copied before the
database, without those deleted by then, and those that came since, are the files of its moment.
"""

import tomllib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.backup.archive import DUMP, END, MANIFEST, PIECE, write_member
from core.backup.database import engine
from core.backup.digests import FileFacts, FileSum
from core.backup.encryption import write_encrypted
from core.backup.manifest import Manifest
from core.backup.stored_files import stored_names, write_files
from core.backup.target import Target, new_name
from core.models import BackupRecord
from core.protection.encrypted import seal_text

# Opened before a restore, to see that the keys of the server are the right ones.
SAMPLE = "backup"

Tell = Callable[[str], object]


def make_backup(target: Target, *, recipients: Sequence[str], tell: Tell) -> str:
    """Write a backup to `target`, encrypted if there are recipients; return its name.

    `tell` is given a sentence at each step. Raises BackupFailed; then nothing is left.
    """
    at = datetime.now(UTC)
    name = new_name(at, is_encrypted=bool(recipients))
    # Closed in any case: it holds a snapshot of the database.
    with target.writing(name) as sink, closing(_archive(at, tell)) as pieces:
        if recipients:
            write_encrypted(pieces, sink, recipients)
        else:
            for piece in pieces:
                sink.write(piece)
        tell("Reading the backup again …")
    BackupRecord.objects.create(made_at=at, name=name, size=sink.size)
    return name


def _archive(at: datetime, tell: Tell) -> Generator[bytes]:
    stamp = at.timestamp()
    files: dict[str, FileFacts] = {}
    tell("Copying files …")
    yield from write_files(stored_names(), files, stamp)
    present = set(stored_names())
    with engine().snapshot() as snapshot:
        made_at, migrations = datetime.now(UTC), _migrations()
        tell("Copying the database …")
        tables = snapshot.tables()
        dump = FileSum()
        # In pieces, as its size is not known before its end.
        for number, piece in enumerate(_pieces(dump.through(snapshot.dump()))):
            yield from write_member(f"{DUMP}{number:06}", len(piece), [piece], stamp)
    deleted = sorted(files.keys() - present)
    new = (name for name in list(stored_names()) if name not in files)
    yield from write_files(new, files, stamp)
    manifest = Manifest(
        made_at=made_at.isoformat(timespec="seconds"),
        version=_version(),
        origin=settings.PUBLIC_ORIGIN,
        database=connection.vendor,
        migrations=migrations,
        tables=tables,
        dump=dump.facts(),
        files={name: facts for name, facts in files.items() if name not in deleted},
        deleted_files=deleted,
        sealed_sample=seal_text(SAMPLE),
    )
    content = manifest.as_json()
    yield from write_member(MANIFEST, len(content), [content], stamp)
    yield END
    tell(f"{len(tables)} tables with {manifest.rows} rows, {len(manifest.files)} files.")


def _pieces(dump: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size: a program may write in small ones."""
    rest = bytearray()
    for part in dump:
        rest += part
        while len(rest) >= PIECE:
            yield bytes(rest[:PIECE])
            del rest[:PIECE]
    if rest:
        yield bytes(rest)


def _migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
