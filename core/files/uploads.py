"""Files that people upload: which are taken, under which names, and what is known of them.

A stored file has a name of its own that nobody can guess, lies outside everything that is served,
and is sent only by a view that knows who may have it, as an attachment.
"""

import hashlib
import logging
import re
import secrets
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from core.files.file_kinds import KINDS, PICTURES, extension, validate_content
from core.files.pictures import plain_picture
from core.files.private_folder import StoreUnavailable

logger = logging.getLogger(__name__)

# A file as a form or a row holds it: Django gives the two no common type.
Upload: TypeAlias = "File[bytes]"

MOST_BYTES = 20 * 1024 * 1024
# What a scanner makes.
SCANS = ("pdf", "jpg", "jpeg", "png")


@deconstructible
class PrivateStorage(Storage):
    """The store of private files that the settings name: a folder, or an S3 store.

    Asked each time, as fields of models make their storage only once.
    """

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return _store().open(name, mode)

    def _save(self, name: str, content: "File[bytes]") -> str:
        return _store().save(name, content)

    def path(self, name: str) -> str:
        """Where a file lies on this machine. Raises NotImplementedError in an S3 store."""
        return _store().path(name)

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""
        _store().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return _store().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder."""
        return _store().listdir(path)

    def size(self, name: str) -> int:
        """The size of a file in bytes."""
        return _store().size(name)

    def get_modified_time(self, name: str) -> datetime:
        """When a file was written."""
        return _store().get_modified_time(name)


def _store() -> Storage:
    return storages["private"]


def stored_name(_row: object, name: str) -> str:
    """A name that nobody can guess, with the extension of the file that came."""
    return f"documents/{secrets.token_hex(16)}.{extension(name)}"


def validate_upload(file: Upload) -> None:
    """Refuse what is too large, of no kind that we take, or not what its name says."""
    if getattr(file, "_committed", False):
        return
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This file is larger than 20 MB. Make it smaller."))
    if not file.size:
        raise ValidationError(_("This file is empty."))
    if extension(file.name or "") not in KINDS:
        raise ValidationError(
            _("Files of this type are not accepted. Choose one of: %(kinds)s."),
            params={"kinds": ", ".join(sorted(KINDS))},
        )
    validate_content(file)


def validate_scan(file: Upload) -> None:
    """Refuse what is no PDF, JPEG or PNG: papers that were printed, signed and scanned."""
    if extension(file.name or "") not in SCANS:
        raise ValidationError(
            _("Files of this type are not accepted. Choose one of: %(kinds)s."),
            params={"kinds": ", ".join(SCANS)},
        )
    validate_upload(file)


def plain(file: Upload) -> Upload:
    """The file to keep: of a picture its pixels alone, written again; any other as it came.

    `file` has passed `validate_upload`.
    """
    if extension(file.name or "") not in PICTURES:
        return file
    return plain_picture(file)


def remove_after_commit(name: str) -> None:
    """Remove a stored file; a transaction that fails has lost nothing.

    A store that does not answer then is logged: the row has changed and its reader need not care.
    """
    transaction.on_commit(lambda: PrivateStorage().delete(name), robust=True)


def copy_file(file: "File[bytes]") -> "File[bytes] | str":
    """The content of a stored file for another row, which then has a file of its own.

    Empty where there is none, or the file is lost.
    """
    try:
        content = stored_bytes(file) if file else b""
    except Http404:
        return ""
    return ContentFile(content, name=file.name) if content else ""


def describe_file(file: Upload) -> tuple[str, int, str]:
    """A readable name that is safe in a header and an address; the size in bytes; a SHA-256."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return _readable(file.name or ""), file.size or 0, digest.hexdigest()


def _readable(name: str) -> str:
    stem = unicodedata.normalize("NFC", Path(name.replace("\\", "/")).stem)
    clean = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:100]
    return f"{clean or 'document'}.{extension(name)}"


def attachment(file: "File[bytes]", name: str) -> FileResponse:
    """The file, to be saved and not shown: whatever is in it cannot act in our name.

    Raises Http404 where the row is there and its file is not.
    """
    return stored_file_response(
        file.name or "", as_attachment=True, filename=name, content_type=KINDS[extension(name)][1]
    )


def photograph_response(file: "File[bytes]") -> FileResponse:
    """A photograph whose pixels the portal wrote (`core.files.pictures`): it may be shown too.

    Raises Http404 where the row is there and its file is not.
    """
    return stored_file_response(file.name or "", content_type="image/jpeg")


def logo_response(file: "File[bytes]") -> FileResponse:
    """A logo whose pixels the portal wrote (`core.files.pictures.plain_logo`), to be shown.

    Raises Http404 where the row is there and its file is not.
    """
    return stored_file_response(file.name or "", content_type="image/png")


def stored_bytes(file: "File[bytes]") -> bytes:
    """The content of a stored file.

    Raises Http404, and tells the log, where the row is there and its file is lost.
    """
    with _open(file.name or "") as stored:
        content: bytes = stored.read()
    return content


def stored_file_response(name: str, **how: Any) -> FileResponse:
    """A stored file as an answer that acts in nobody's name.

    Raises Http404, and tells the log, where the row is there and its file is lost.
    """
    response = FileResponse(_open(name), **how)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _open(name: str) -> "File[bytes]":
    try:
        return PrivateStorage().open(name)
    except StoreUnavailable:
        raise
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        logger.error("A stored file is lost: %s (%s)", name, type(error).__name__)
        raise Http404 from error
