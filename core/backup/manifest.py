"""The list of everything in a backup, with sizes and digests. Knows no database."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.backup.digests import FileFacts, TableFacts
from core.backup.failures import BackupFailed, damaged

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. All of it belongs to the moment `made_at` (ISO 8601, UTC)."""

    made_at: str
    # Of the portal, and where it was reached.
    version: str
    origin: str
    # As Django calls it: sqlite or postgresql.
    database: str
    migrations: list[list[str]]
    tables: dict[str, TableFacts]
    dump: FileFacts
    files: dict[str, FileFacts]
    # Files that are in the archive but were deleted before `made_at`; they are not restored.
    deleted_files: list[str] = field(default_factory=list)
    # A known text, encrypted as personal data is: anyone who restores needs a key that opens it.
    sealed_sample: str = ""
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(facts.rows for facts in self.tables.values())

    def as_json(self) -> bytes:
        """The manifest as the archive holds it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest of an archive. Raises BackupFailed if it cannot be read."""
    try:
        values: dict[str, Any] = json.loads(content)
    except ValueError:
        raise BackupFailed(damaged()) from None
    if values.get("format") != FORMAT:
        raise BackupFailed("This backup was made by a newer version of the portal. Install that.")
    values["tables"] = {name: TableFacts(*facts) for name, facts in values["tables"].items()}
    values["files"] = {name: FileFacts(*facts) for name, facts in values["files"].items()}
    values["dump"] = FileFacts(*values["dump"])
    return Manifest(**values)


def table_differences(
    expected: Mapping[str, TableFacts], present: Mapping[str, TableFacts]
) -> Iterator[str]:
    """Say of each table in which the two differ how they do."""
    for name in sorted({*expected, *present}):
        wanted, actual = expected.get(name), present.get(name)
        if actual is None:
            yield f"Table {name} is missing."
        elif wanted is None:
            yield f"Table {name} is not in the backup."
        elif wanted.rows != actual.rows:
            yield f"Table {name} has {actual.rows} rows, the backup has {wanted.rows}."
        elif wanted != actual:
            yield f"Table {name} has other contents than the backup."


def file_differences(
    expected: Mapping[str, FileFacts], present: Mapping[str, FileFacts]
) -> Iterator[str]:
    """Say of each file in which the two differ how they do."""
    for name in sorted({*expected, *present}):
        wanted, actual = expected.get(name), present.get(name)
        if actual is None:
            yield f"File {name} is missing."
        elif wanted is None:
            yield f"File {name} is not in the backup."
        elif wanted != actual:
            yield f"File {name} has other contents than the backup."
