"""The data of each release, kept small, and what an upgrade makes of it.

Before a release: `python -m tests.releases.dump`; the file of the release before it may then go.
"""

import json
import lzma
from typing import TypedDict

from tests.paths import ROOT


class Table(TypedDict):
    """The rows of a table in the order of `columns`; each value as text, or None."""

    columns: list[str]
    rows: list[list[str | None]]


class Release(TypedDict):
    """The last migration of each app, and what was in the database."""

    migrations: list[tuple[str, str]]
    tables: dict[str, Table]


def versions() -> list[str]:
    """The releases whose data is kept, the oldest first."""
    names = (path.name.removesuffix(".json.xz") for path in _FOLDER.glob("*.json.xz"))
    return sorted(names, key=lambda version: [int(part) for part in version.split(".")])


def read(version: str) -> Release:
    """The data of a release."""
    release: Release = json.loads(lzma.decompress((_FOLDER / f"{version}.json.xz").read_bytes()))
    return release


def write(version: str, release: Release) -> None:
    """Keep the data of a release."""
    text = json.dumps(release, ensure_ascii=False, sort_keys=True)
    (_FOLDER / f"{version}.json.xz").write_bytes(lzma.compress(text.encode(), preset=9))


_FOLDER = ROOT / "tests" / "releases"
