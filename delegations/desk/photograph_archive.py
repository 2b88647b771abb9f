"""The photographs for badges of an event as one ZIP file, out and in.

Each file is named as `delegations.protocol.photograph_names` says, and as lists name it.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.pictures import MOST_BYTES, plain_photograph
from core.files.uploads import stored_bytes
from core.files.zip_directory import DAMAGED, PLAIN_METHODS, DirectoryTooLarge, check_directory
from delegations.models import Attendee, Photograph
from delegations.protocol.photograph_names import photograph_code, photograph_name
from delegations.registration.files import save_photograph
from events.models import Event

MOST_FILES = 3_000
# Of the whole archive; a photograph as the portal keeps it has a thousandth of it.
MOST_ARCHIVE_BYTES = 200 * 1024 * 1024
# Of the directory: room for names of 250 bytes.
_LARGEST_DIRECTORY = 1024 * 1024
# So much of the name of a file is shown.
_LONGEST_NAME = 100
_CHUNK = 64 * 1024
_CODE = re.compile(r"(?:^|[_\-. ])([0-9a-f]{8})(?:-[0-9a-f]{4}){0,4}[0-9a-f]{0,12}$", re.IGNORECASE)
# What a Mac puts into its archives beside the files.
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(slots=True)
class TakenPhotographs:
    """What became of the files of an archive: people with a new photograph, and the other files.

    `people` are the keys of those in `saved`.
    """

    saved: list[str] = field(default_factory=list)
    people: set[int] = field(default_factory=set, repr=False)
    unknown: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def stream_archive(event: Event) -> Iterator[bytes]:
    """The archive of all photographs of an event, made in a temporary file and then streamed."""
    rows = Photograph.objects.filter(attendee__delegation__event=event)
    with TemporaryFile() as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for row in rows.select_related("attendee__delegation").order_by("pk").iterator(200):
                person = row.attendee
                name = photograph_name(person.delegation.code, person.listed_name, person.guid)
                archive.writestr(name, stored_bytes(row.file))
        out.seek(0)
        while chunk := out.read(_CHUNK):
            yield chunk


def take_archive(*, event: Event, file: "File[bytes]", by: User) -> TakenPhotographs:
    """Save each photograph of an archive whose name holds the code of a person of the event.

    Every other file is named with the reason. Raises ValidationError if nothing can be read.
    """
    if (file.size or 0) > MOST_ARCHIVE_BYTES:
        raise ValidationError(_("This archive is larger than 200 MB. Split it into several."))
    too_many = _("This archive has more than %d files. Split it into several.") % MOST_FILES
    try:
        check_directory(file, _LARGEST_DIRECTORY)
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not _is_ignored(entry)]
    except DirectoryTooLarge as error:
        raise ValidationError(too_many) from error
    except DAMAGED as error:
        raise ValidationError(_("This file is not a ZIP archive.")) from error
    if len(entries) > MOST_FILES:
        raise ValidationError(too_many)
    people: dict[str, list[Attendee]] = {}
    for person in Attendee.objects.editable_by(by).of_event(event).select_related("delegation"):
        people.setdefault(photograph_code(person.guid), []).append(person)
    taken = TakenPhotographs()
    for entry in entries:
        _take(archive, entry, people, by, taken)
    return taken


def _is_ignored(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or any(mark in entry.filename for mark in _IGNORED)


def _take(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    people: dict[str, list[Attendee]],
    by: User,
    taken: TakenPhotographs,
) -> None:
    code = _CODE.search(PurePosixPath(entry.filename).stem)
    named = people.get(code[1].lower(), []) if code else []
    name = Truncator(entry.filename).chars(_LONGEST_NAME)
    if len(named) != 1:
        taken.unknown.append(name)
        return
    if named[0].pk in taken.people:
        taken.refused.append((name, _("Another file in this archive is of the same person.")))
        return
    try:
        picture = plain_photograph(_read(archive, entry))
    except ValidationError as error:
        taken.refused.append((name, " ".join(error.messages)))
        return
    save_photograph(attendee=named[0], file=picture, by=by)
    taken.people.add(named[0].pk)
    taken.saved.append(str(named[0]))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> "ContentFile[bytes]":
    """The bytes of one file, never more than a photograph may have, whatever the archive claims."""
    try:
        if entry.compress_type not in PLAIN_METHODS:
            raise NotImplementedError
        with archive.open(entry) as content:
            data = content.read(MOST_BYTES + 1)
    except DAMAGED as error:
        message = _("This photograph cannot be read. Choose a JPEG or PNG file.")
        raise ValidationError(message) from error
    return ContentFile(data, name="photograph")
