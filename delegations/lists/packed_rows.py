"""The rows of an exported list, packed for comparison with a later export.

A row is a person's key and the words of their cells. Of what only some may see nothing is kept but
a keyed digest: it tells that a cell is another one, and nobody without the key can guess it back.
"""

import hashlib
import zlib
from collections.abc import Sequence

from django.conf import settings

_CHUNK = 500
# Between the cells of a row, a line each: JSON took longer than the file itself.
_BETWEEN = "\x1f"


def newest_key() -> bytes:
    """The key for new digests."""
    return _keys()[0]


def find_key(name: str) -> bytes | None:
    """The key with this name, or None if it has been removed from the settings."""
    return next((key for key in _keys() if key_name(key) == name), None)


def key_name(key: bytes) -> str:
    """The name of a key, which does not reveal it."""
    return hashlib.blake2b(b"name", key=key, digest_size=8).hexdigest()


def _keys() -> list[bytes]:
    secrets = tuple(settings.DATA_KEYS) or (settings.SECRET_KEY,)
    return [hashlib.blake2b(b"lists", key=secret.encode()[:64]).digest() for secret in secrets]


def cell_text(value: object) -> str:
    """A cell as text; two texts are equal if and only if the cells are."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def on_one_line(text: str) -> str:
    """A cell as a packed row stores it."""
    return text.replace("\n", " ").replace(_BETWEEN, " ")


def digest(key: bytes, person: int, column: str, text: str) -> str:
    """The digest stored in place of the secret `text`; it differs for each person and column."""
    if not text:
        return ""
    message = f"{person}|{column}|{text}".encode("utf-8", "replace")
    return hashlib.blake2b(message, key=key, digest_size=12).hexdigest()


class Packer:
    """Packs rows one by one. `columns` are pairs of a key and whether the column is secret."""

    def __init__(self, columns: Sequence[tuple[str, bool]], key: bytes) -> None:
        self._secret = [(place, name) for place, (name, secret) in enumerate(columns) if secret]
        self._key = key
        self._zip = zlib.compressobj(1)
        self._packed = bytearray()
        self._lines: list[str] = []

    def add(self, person: int, cells: Sequence[object]) -> None:
        """Add a row."""
        kept = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        for place, name in self._secret:
            kept[place] = digest(self._key, person, name, kept[place])
        line = _BETWEEN.join(kept)
        if "\n" in line or line.count(_BETWEEN) >= len(kept):
            line = _BETWEEN.join(map(on_one_line, kept))
        self._lines.append(f"{person}{_BETWEEN}{line}")
        if len(self._lines) == _CHUNK:
            self._flush()

    def packed(self) -> bytes:
        """All rows, packed. No row can be added afterwards."""
        self._flush()
        return bytes(self._packed + self._zip.flush())

    def _flush(self) -> None:
        if self._lines:
            # A lone surrogate has no place in UTF-8; the files have a question mark there as well.
            text = "\n".join(self._lines) + "\n"
            self._packed += self._zip.compress(text.encode("utf-8", "replace"))
            self._lines.clear()


def unpack_lines(packed: bytes) -> dict[int, str]:
    """The row of each person as one text, by key; most of a hundred thousand are never split."""
    text = zlib.decompress(packed).decode()
    return {int(line.partition(_BETWEEN)[0]): line for line in text.split("\n") if line}


def split_cells(line: str) -> list[str]:
    """The cells of one row."""
    return line.split(_BETWEEN)[1:]


def without_person(packed: bytes, person: int) -> bytes:
    """The rows without those of one person; the same bytes if there are none."""
    lines = unpack_lines(packed)
    if lines.pop(person, None) is None:
        return packed
    return zlib.compress("".join(f"{line}\n" for line in lines.values()).encode(), 1)
