"""Which kinds of files are taken, and whether a file is what its name says: by reading it.

A first line proves nothing: a file may begin as a picture and go on as a page that acts. So a PDF,
a picture and an Office file are each opened by a library that knows them.
"""

import zipfile
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from core.files.downloads import PDF, XLSX
from core.files.pictures import validate_picture

# A packed file may unpack to this, in bytes and members: a bomb is more.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 5000

_ZIP = b"PK\x03\x04"
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
# How a file of each kind begins, and what it is sent as.
KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", PDF),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (_ZIP, f"{_OOXML}wordprocessingml.document"),
    "xlsx": (_ZIP, XLSX),
    "pptx": (_ZIP, f"{_OOXML}presentationml.presentation"),
    "odt": (_ZIP, f"{_ODF}text"),
    "ods": (_ZIP, f"{_ODF}spreadsheet"),
    "odp": (_ZIP, f"{_ODF}presentation"),
    "txt": (b"", "text/plain; charset=utf-8"),
}
PICTURES = frozenset({"png", "jpg", "jpeg"})
# Where the content of each Office format lies in its package.
_OOXML_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
# What would be read as a page or a program, wherever in its first bytes it stands.
_HEAD = 1024
_ACTIVE = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?php", b"<iframe", b"#!/")
# What may follow the end of a PDF, and how far from the end of the file that end may be.
_PDF_END, _PDF_TAIL = b"%%EOF", 2048
_PADDING = b"\0\t\n\x0c\r \x1a"
_NOT_AS_NAMED = _("The content of this file does not match its extension.")
_DAMAGED = _("This file is damaged.")


def extension(name: str) -> str:
    """The extension of a file name, in small letters and without its dot."""
    return PurePosixPath(name.lower()).suffix.removeprefix(".")


def validate_content(file: "File[bytes]") -> None:
    """Refuse a file that is not of the kind that its name says. Raises ValidationError."""
    kind = extension(file.name or "")
    begins, content_type = KINDS[kind]
    file.seek(0)
    head = file.read(_HEAD)
    if not head.startswith(begins):
        raise ValidationError(_NOT_AS_NAMED)
    if begins == _ZIP:
        _validate_package(file, kind, content_type)
    else:
        _refuse_second_nature(file, head, kind)
        if kind == "pdf":
            _validate_pdf(file)
        elif kind in PICTURES:
            validate_picture(file)
    file.seek(0)


def _refuse_second_nature(file: "File[bytes]", head: bytes, kind: str) -> None:
    """A file that is an archive or a page as well would be opened as whatever its reader likes."""
    is_active = kind != "txt" and any(marker in head.lower() for marker in _ACTIVE)
    is_binary = kind == "txt" and b"\0" in head
    if is_active or is_binary or zipfile.is_zipfile(file.file or file):
        raise ValidationError(_NOT_AS_NAMED)


def _validate_pdf(file: "File[bytes]") -> None:
    from pypdf import PdfReader  # noqa: PLC0415  (only an upload needs it)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    file.seek(max(0, (file.size or 0) - _PDF_TAIL))
    _before, end, tail = file.read(_PDF_TAIL).rpartition(_PDF_END)
    if not end or tail.strip(_PADDING):
        raise ValidationError(_DAMAGED)
    file.seek(0)
    try:
        reader = PdfReader(file.file or file)
        is_locked = reader.is_encrypted and not reader.decrypt("")
        has_pages = is_locked or len(reader.pages) > 0
    # What a damaged file makes the parser raise is not listed anywhere.
    except (
        PyPdfError,
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise ValidationError(_DAMAGED) from error
    if is_locked:
        raise ValidationError(_("This file is protected by a password. Save it without one."))
    if not has_pages:
        raise ValidationError(_DAMAGED)


def _validate_package(file: "File[bytes]", kind: str, content_type: str) -> None:
    try:
        package = zipfile.ZipFile(file.file or file)
        members = package.infolist()
        names = {member.filename for member in members}
        unpacked = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
            raise ValidationError(_("This file is too large when unpacked."))
        if any("vbaproject" in name.lower() for name in names):
            raise ValidationError(_("This file contains macros. Save it without them."))
        if folder := _OOXML_FOLDERS.get(kind):
            is_kind = "[Content_Types].xml" in names and any(
                name.startswith(folder) for name in names
            )
        else:
            with package.open("mimetype") as mimetype:
                is_kind = mimetype.read(len(content_type) + 1).strip() == content_type.encode()
    except (zipfile.BadZipFile, ValueError, OSError, KeyError, RuntimeError, EOFError) as error:
        # RuntimeError: a member that asks for a password. NotImplementedError is one as well.
        raise ValidationError(_DAMAGED) from error
    if not is_kind:
        raise ValidationError(_NOT_AS_NAMED)
