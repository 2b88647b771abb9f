"""The directory of a ZIP file, looked at before `zipfile` makes an object of each entry."""

import lzma
import struct
import zipfile
import zlib
from typing import IO

# What `zipfile` raises for an archive, or a file in it, that is damaged or not as it says.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)
# Other methods unpack a few bytes to many at one step.
PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20


class DirectoryTooLarge(Exception):
    """The directory has more entries than anybody would put into such a file."""


def check_directory(file: IO[bytes], most: int) -> None:
    """Refuse an archive whose directory has more than `most` bytes, without reading it.

    Raises DirectoryTooLarge, and zipfile.BadZipFile for a file that has none.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LOCATOR_SIZE - 0xFFFF))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise zipfile.BadZipFile
    (directory,) = struct.unpack_from("<L", tail, at + 12)
    # A locator leads to a directory of more than 4 GB.
    if directory > most or tail[max(0, at - _LOCATOR_SIZE) : at][:4] == _LOCATOR:
        raise DirectoryTooLarge
