"""Photographs that the office uploads: of one person, and all of them as an archive."""

import struct
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from delegations.models import ExportLog, Photograph
from delegations.protocol.photograph_names import photograph_code, photograph_name
from tests.factories import make_attendee, make_delegation, make_event, make_member

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (400, 500)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "olive").save(out, "JPEG")
    return out.getvalue()


def archive_of(files: dict[str, bytes]) -> SimpleUploadedFile:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("photographs.zip", out.getvalue(), "application/zip")


class Office:
    """An officer and one person."""

    def __init__(self, role: Role = Role.DELEGATIONS_OFFICER) -> None:
        self.event = make_event()
        self.person = make_attendee(make_delegation(self.event), given="Ana", family="Ríos")
        self.client = Client()
        self.client.force_login(make_member(self.event, role))

    def path(self, name: str, *args: Any) -> str:
        return reverse(f"staff:{name}", args=[self.event.slug, *args])

    def send(self, files: dict[str, bytes]) -> str:
        answer = self.client.post(self.path("photographs"), {"file": archive_of(files)})
        return answer.content.decode()


def test_the_office_uploads_and_removes_the_photograph_of_a_person() -> None:
    office = Office()
    path = office.path("photograph-change", office.person.guid)

    office.client.post(path, {"file": SimpleUploadedFile("ana.jpg", picture(), "image/jpeg")})
    assert Photograph.objects.get().attendee == office.person
    assert 'name="remove"' in office.client.get(path).content.decode()

    office.client.post(path, {"remove": "yes"})
    assert not Photograph.objects.exists()


def test_all_photographs_go_out_and_come_back_by_code() -> None:
    office = Office()
    office.send({f"any name {photograph_code(office.person.guid)}.jpg": picture()})
    assert Photograph.objects.get().attendee == office.person

    answer: Any = office.client.post(office.path("photographs-zip"))
    content = b"".join(answer.streaming_content)

    archive = zipfile.ZipFile(BytesIO(content))
    (name,) = archive.namelist()
    assert name == photograph_name(
        office.person.delegation.code, office.person.listed_name, office.person.guid
    )
    assert name.endswith(f"_{photograph_code(office.person.guid)}.jpg")
    assert ExportLog.objects.get().list_name == "photographs"
    Photograph.objects.all().delete()
    assert "1 photograph has been saved." in office.send({name: archive.read(name)})


def test_no_file_of_an_archive_is_lost_without_a_word() -> None:
    office = Office()
    stranger = make_attendee(make_delegation(make_event()))
    code = photograph_code(office.person.guid)

    page = office.send(
        {
            f"{photograph_code(stranger.guid)}.jpg": picture(),
            "IMG_0001.jpg": picture(),
            f"folder/{code}.jpg": b"not a picture",
            f"small_{code}.png": picture((20, 20)),
            "__MACOSX/._x.jpg": b"",
        }
    )

    assert "no person with this code (2)" in page
    assert "not a usable photograph (2)" in page
    assert "IMG_0001.jpg" in page
    assert f"folder/{code}.jpg" in page
    assert "__MACOSX" not in page
    assert not Photograph.objects.exists()


def test_what_is_not_an_archive_is_refused() -> None:
    office = Office()

    answer = office.client.post(
        office.path("photographs"), {"file": SimpleUploadedFile("x.zip", b"no archive")}
    )

    assert answer.status_code == 400
    assert "This file is not a ZIP archive." in answer.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
def test_only_people_who_edit_change_photographs(role: Role) -> None:
    office = Office(role)

    pages = [office.path("photographs"), office.path("photograph-change", office.person.guid)]

    assert [office.client.get(page).status_code for page in pages] == [403, 403]


def _damaged(code: str) -> bytes:
    name, out = f"x_{code}.jpg", BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"abc" * 1000)
    start = 30 + len(name)
    return out.getvalue()[:start] + b"\xff" * 20 + out.getvalue()[start + 20 :]


def _from_the_future(code: str) -> bytes:
    raw = bytearray(archive_of({f"x_{code}.jpg": picture()}).read())
    raw[raw.find(b"PK\x01\x02") + 6] = 99
    return bytes(raw)


def _packed_by_lzma(code: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(f"x_{code}.jpg", picture())
    return out.getvalue()


@pytest.mark.parametrize("make", [_damaged, _from_the_future, _packed_by_lzma])
def test_an_archive_that_is_damaged_or_packed_otherwise_is_refused_in_words(make: Any) -> None:
    office = Office()
    file = SimpleUploadedFile("photographs.zip", make(photograph_code(office.person.guid)))

    answer = office.client.post(office.path("photographs"), {"file": file})

    text = answer.content.decode()
    assert "cannot be read" in text or "not a ZIP archive" in text
    assert not Photograph.objects.exists()


def test_a_directory_of_very_many_files_is_refused_before_it_is_read() -> None:
    office = Office()
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    directory = (entry + b"a") * 200_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3392, 3392, len(directory), 0, 0)
    file = SimpleUploadedFile("photographs.zip", directory + end)

    answer = office.client.post(office.path("photographs"), {"file": file})

    assert "more than 3000 files" in answer.content.decode()


def test_long_names_are_shortened_and_a_second_file_of_a_person_is_refused() -> None:
    office = Office()
    code = photograph_code(office.person.guid)
    files = {f"a/x_{code}.jpg": picture(), f"b/x_{code}.jpg": picture(), "z" * 60_000: b""}

    text = office.send(files)

    assert "z" * 101 not in text
    assert "Another file in this archive is of the same person." in text
    assert Photograph.objects.count() == 1
