"""Files that people upload: which are taken, under which names, and what is known of them.

A stored file has a name of its own that nobody can guess, lies outside everything that is served,
and is sent only by a view that knows who may have it, as an attachment.
"""

import hashlib
import re
import secrets
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

# A file as a form or a row holds it: Django gives the two no common type.
Upload: TypeAlias = Any

MOST_BYTES = 20 * 1024 * 1024
# A packed file may unpack to this, in bytes and members: a bomb is more.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 5000

# What a scanner makes.
SCANS = ("pdf", "jpg", "jpeg", "png")
# Within so many bytes of its end a whole PDF says that it ends.
_PDF_END = 2048

_ZIP = b"PK\x03\x04"
# How a file of each kind begins, and what it is sent as.
_KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_ZIP, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "ods": (_ZIP, "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": (_ZIP, "application/vnd.oasis.opendocument.presentation"),
    "txt": (b"", "text/plain; charset=utf-8"),
}


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Below the data folder, served by no address of its own."""

    def __init__(self) -> None:
        super().__init__(location=settings.PRIVATE_FILES_ROOT, base_url=None)


def stored_name(_row: Any, name: str) -> str:
    """A name that nobody can guess, with the ending of the file that came."""
    return f"documents/{secrets.token_hex(16)}.{_ending(name)}"


def validate_upload(file: Upload) -> None:
    """Refuse what is too large, of no kind that we take, or not what its name says."""
    if getattr(file, "_committed", False):
        return
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This file is larger than 20 MB. Make it smaller."))
    if not file.size:
        raise ValidationError(_("This file is empty."))
    kind = _KINDS.get(_ending(file.name or ""))
    if kind is None:
        raise ValidationError(
            _("Files of this kind are not taken. Choose one of: %(kinds)s."),
            params={"kinds": ", ".join(sorted(_KINDS))},
        )
    begins, _content_type = kind
    file.seek(0)
    if not file.read(len(begins)) == begins:
        raise ValidationError(_("The content of this file is not what its name says."))
    if begins == _ZIP:
        _validate_packed(file)
    file.seek(0)


def validate_scan(file: Upload) -> None:
    """Refuse what is no whole PDF, JPEG or PNG: papers that were printed, signed and scanned."""
    if _ending(file.name or "") not in SCANS:
        raise ValidationError(
            _("Files of this kind are not taken. Choose one of: %(kinds)s."),
            params={"kinds": ", ".join(SCANS)},
        )
    validate_upload(file)
    if _ending(file.name or "") == "pdf":
        file.seek(max(0, (file.size or 0) - _PDF_END))
        if b"%%EOF" not in file.read(_PDF_END):
            raise ValidationError(_("This file is damaged."))
        file.seek(0)


def _validate_packed(file: Upload) -> None:
    try:
        members = zipfile.ZipFile(file.file or file).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ValidationError(_("This file is damaged.")) from error
    unpacked = sum(one.file_size for one in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise ValidationError(_("This file unpacks to more than can be taken."))
    if any("vbaproject" in one.filename.lower() for one in members):
        raise ValidationError(_("This file holds macros. Save it without them."))


def remove_after_commit(name: str) -> None:
    """Remove a stored file; a transaction that fails has lost nothing."""
    transaction.on_commit(lambda: PrivateStorage().delete(name))


def described(file: Upload) -> tuple[str, int, str]:
    """A readable name that is safe in a header and an address; the size in bytes; a SHA-256."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return _readable(file.name or ""), file.size or 0, digest.hexdigest()


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix.removeprefix(".")


def _readable(name: str) -> str:
    stem = unicodedata.normalize("NFC", Path(name.replace("\\", "/")).stem)
    clean = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:100]
    return f"{clean or 'document'}.{_ending(name)}"


def attachment(file: Any, name: str) -> FileResponse:
    """The file, to be saved and not shown: whatever is in it cannot act in our name.

    Raises Http404 where the row is there and its file is not.
    """
    return _sent(file, as_attachment=True, filename=name, content_type=_KINDS[_ending(name)][1])


def shown_photograph(file: Any) -> FileResponse:
    """A photograph whose pixels the portal wrote (`core.pictures`): it may be shown too.

    Raises Http404 where the row is there and its file is not.
    """
    return _sent(file, content_type="image/jpeg")


def _sent(file: Any, **how: Any) -> FileResponse:
    try:
        response = FileResponse(file.open("rb"), **how)
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
