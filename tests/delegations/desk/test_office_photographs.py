"""Photographs that the office uploads: of one person, and all of them as an archive."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from delegations.desk.photograph_archive import archive_name, code_of
from delegations.models import ExportLog, Photograph
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
    office.send({f"any name {code_of(office.person)}.jpg": picture()})
    assert Photograph.objects.get().attendee == office.person

    answer: Any = office.client.post(office.path("photographs-zip"))
    content = b"".join(answer.streaming_content)

    archive = zipfile.ZipFile(BytesIO(content))
    (name,) = archive.namelist()
    assert name == archive_name(office.person)
    assert name.endswith(f"_{code_of(office.person)}.jpg")
    assert ExportLog.objects.get().list_name == "photographs"
    Photograph.objects.all().delete()
    assert "1 photograph has been saved." in office.send({name: archive.read(name)})


def test_no_file_of_an_archive_is_lost_without_a_word() -> None:
    office = Office()
    stranger = make_attendee(make_delegation(make_event()))
    code = code_of(office.person)

    page = office.send(
        {
            f"{code_of(stranger)}.jpg": picture(),
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
