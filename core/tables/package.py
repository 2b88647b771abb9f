"""A workbook is a zip of XML. It is looked at before anything unpacks it: a bomb is small.

The directory at the end of the file is read first, and only if it is short. Then each part is
inflated piece by piece, counted as it comes (what a directory says may be a lie), and walked
through by a parser that knows no document types.
"""

import zipfile
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from core.files.zip_directory import DAMAGED, PLAIN_METHODS, DirectoryTooLarge, check_directory
from core.tables.grid import TableRefused

# A workbook of twenty sheets with pictures has some eighty parts.
MOST_MEMBERS = 200
# In bytes, unpacked. 5,000 rows of 40 columns are 10 MB.
LARGEST_MEMBER = 24 * 1024 * 1024
MOST_UNPACKED = 48 * 1024 * 1024
# Elements of one part, for rows and texts, and for all other parts: each becomes an object.
MOST_ELEMENTS = 300_000
MOST_SMALL_ELEMENTS = 20_000
_MANY = ("xl/worksheets/", "xl/sharedstrings")
_LARGEST_DIRECTORY = 64 * 1024
_PIECE = 64 * 1024
# One tag of this length holds nothing but a million attributes.
_LONGEST_TAG = 4 * _PIECE
# What may stand before the first sign of XML, in whatever encoding.
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"

Started = Callable[[str, dict[str, str]], None]
Ended = Callable[[str], None]
Text = Callable[[str], None]


class _TooMuch(Exception):
    pass


def check_package(file: IO[bytes]) -> None:
    """Refuse a file that is no workbook, that is damaged, or that unpacks to more than it may.

    Raises TableRefused.
    """
    try:
        check_directory(file, _LARGEST_DIRECTORY)
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            if (
                len(members) > MOST_MEMBERS
                or sum(member.file_size for member in members) > MOST_UNPACKED
            ):
                raise _TooMuch
            for member in members:
                _check_member(package, member)
    except (_TooMuch, DirectoryTooLarge) as error:
        raise TableRefused(_("This file is too large when unpacked.")) from error
    except (*DAMAGED, expat.ExpatError) as error:
        raise TableRefused(_("This file is damaged. Save it again as XLSX.")) from error


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    # Excel never writes other methods.
    if member.compress_type not in PLAIN_METHODS:
        raise NotImplementedError
    if member.file_size > LARGEST_MEMBER:
        raise _TooMuch
    name = member.filename.lower()
    if "vbaproject" in name:
        raise TableRefused(_("This file contains macros. Save it without them."))
    # A part may have any name: the directory inside says which one holds the styles.
    with package.open(member) as part:
        is_xml = part.read(_PIECE).lstrip(_BEFORE_XML).startswith(b"<")
    if not is_xml:
        return
    try:
        with package.open(member) as part:
            walk(part, most=MOST_ELEMENTS if name.startswith(_MANY) else MOST_SMALL_ELEMENTS)
    except expat.ExpatError:
        # Old drawings are not quite XML, and nobody reads them.
        if name.endswith((".xml", ".rels")):
            raise


def _refuse(*_what: object) -> None:
    raise ValueError


def walk(
    part: IO[bytes],
    *,
    most: int,
    started: Started | None = None,
    ended: Ended | None = None,
    text: Text | None = None,
) -> None:
    """Walk through XML and tell `started` and `ended` of each element, names without a namespace,
    and `text` of each piece of text.

    Raises what check_package() translates: it stops at a document type, at too many elements and
    at too many bytes.
    """
    parser = expat.ParserCreate()
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > most:
            raise _TooMuch
        if started:
            started(name.rpartition(":")[2], attributes)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    if text:
        parser.CharacterDataHandler = text
    if ended:
        parser.EndElementHandler = lambda name: ended(name.rpartition(":")[2])
    total = 0
    while piece := part.read(_PIECE):
        total += len(piece)
        parser.Parse(piece, False)
        if total > LARGEST_MEMBER or total - parser.CurrentByteIndex > _LONGEST_TAG:
            raise _TooMuch
    parser.Parse(b"", True)
