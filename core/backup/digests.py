"""Digests of files, and of tables whatever the order of their rows. Knows no database."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_DIGEST_BYTES = 16
# The line of a dump after which the rows of a table follow, and the line that ends them.
_COPY = re.compile(rb'COPY (?:"?\w+"?\.)?"?(?P<table>\w+)"? \(.*\) FROM stdin;')
_END = rb"\."


class TableFacts(NamedTuple):
    """The number of rows of a table, and the digest of them all."""

    rows: int
    digest: str


class FileFacts(NamedTuple):
    """The size of a file in bytes and its SHA-256."""

    size: int
    digest: str


class FileSum:
    """Bytes on their way, with their size and digest afterwards."""

    def __init__(self) -> None:
        self._digest, self._size = hashlib.sha256(), 0

    def add(self, piece: bytes) -> None:
        """Take what comes next."""
        self._digest.update(piece)
        self._size += len(piece)

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for piece in pieces:
            self.add(piece)
            yield piece

    def facts(self) -> FileFacts:
        """What has passed so far."""
        return FileFacts(self._size, self._digest.hexdigest())


class RowSum:
    """Adds up the digests of rows: the sum is the same in any order."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, row: bytes) -> None:
        """Count one more row."""
        digest = hashlib.blake2b(row, digest_size=_DIGEST_BYTES).digest()
        self._rows += 1
        self._sum += int.from_bytes(digest, "big")

    def facts(self) -> TableFacts:
        """What was counted so far."""
        total = self._sum % (1 << 8 * _DIGEST_BYTES)
        return TableFacts(self._rows, total.to_bytes(_DIGEST_BYTES, "big").hex())


def digest_rows(rows: Iterable[bytes]) -> TableFacts:
    """Return the facts of a table with these rows."""
    total = RowSum()
    for row in rows:
        total.add(row)
    return total.facts()


def digest_script(lines: Iterable[bytes]) -> dict[str, TableFacts]:
    """Return the facts of each table in a dump of PostgreSQL as a script."""
    tables: dict[str, TableFacts] = {}
    name, rows = "", None
    for line in lines:
        text = line[:-1]
        if rows is None:
            if match := _COPY.fullmatch(text):
                name, rows = match["table"].decode(), RowSum()
        elif text == _END:
            tables[name], rows = rows.facts(), None
        else:
            rows.add(text)
    return tables
