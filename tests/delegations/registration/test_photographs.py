"""Photographs for badges: from a telephone, without what it wrote into them, and never public."""

import json
from base64 import b64decode
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.roles import Role
from delegations.access.deadline_reminders import remind_of_deadlines
from delegations.choices import DataClass
from delegations.models import Attendee, Photograph
from delegations.privacy.erasure import erase_class, erase_person
from events.models import Event
from mail.models import OutgoingMail
from tests.delegations.focal import at_own_entry, opened
from tests.factories import (
    make_attendee,
    make_deadline,
    make_delegation,
    make_document,
    make_event,
    make_focal_point,
    make_member,
    make_photograph,
    make_profile,
    photograph,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(event: Event) -> Attendee:
    return make_attendee(make_delegation(event), status="draft", office_title_en="Mayor")


def upload(content: bytes, name: str = "IMG_1.jpg") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content, content_type="image/jpeg")}


def page_of(person: Attendee, space: str = "focal", name: str = "photograph") -> str:
    return reverse(f"{space}:{name}", args=[person.guid])


@pytest.mark.parametrize("space", ["focal", "own"])
def test_a_picture_from_a_telephone_is_kept_upright_and_without_its_place(
    person: Attendee, space: str
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "113.2644 E"
    focal = opened(make_focal_point(person.delegation))
    client = at_own_entry(person) if space == "own" else focal

    client.post(page_of(person, space), upload(photograph((400, 500), exif=exif)))

    answer = client.get(page_of(person, space, "picture"))
    content = answer.getvalue()
    picture = Image.open(BytesIO(content))
    assert (picture.size, picture.format, dict(picture.getexif())) == ((500, 400), "JPEG", {})
    assert b"113.2644" not in content
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "photograph.jpg?v=" in client.get(page_of(person, space)).content.decode()


@pytest.mark.parametrize("content", [b"%PDF-1.7 no picture", b"", photograph((50, 50))])
def test_what_is_no_good_picture_is_refused_in_words(person: Attendee, content: bytes) -> None:
    client = opened(make_focal_point(person.delegation))

    answer = client.post(page_of(person), upload(content))

    assert answer.status_code == 400
    assert "invalid-feedback" in answer.content.decode()
    assert not Photograph.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_new_picture_takes_the_place_of_the_old_and_can_be_taken_out() -> None:
    start = timezone.now().date() + timedelta(days=90)
    forum = make_event(slug="files", start_date=start, end_date=start)
    person = make_attendee(make_delegation(forum), status="draft")
    client = opened(make_focal_point(person.delegation))
    client.post(page_of(person), upload(photograph()))
    first = Path(Photograph.objects.get().file.path)
    client.post(page_of(person), upload(photograph((300, 300))))
    second = Path(Photograph.objects.get().file.path)
    assert (first.exists(), second.exists()) == (False, True)

    client.post(page_of(person, name="remove-photograph"))

    assert not Photograph.objects.exists()
    assert not second.exists()
    assert client.get(page_of(person, name="picture")).status_code == 404


def test_it_is_missing_only_where_the_event_asks_for_it_and_holds_nobody_back(
    person: Attendee,
) -> None:
    client = opened(make_focal_point(person.delegation))
    Attendee.objects.update(email="a@example.org")
    assert "a photograph" not in client.get("/delegation/").content.decode()

    make_deadline(person.delegation.event, kind="photographs")
    page = client.get("/delegation/").content.decode()
    assert "Missing: a photograph" in page
    assert f'value="{person.guid}" id="tick-{person.guid}" checked' in page

    make_photograph(person)
    assert "a photograph" not in client.get("/delegation/").content.decode()


def test_who_still_lacks_photographs_is_reminded_and_nobody_else(event: Event) -> None:
    with_one, without, not_yet = (make_delegation(event) for _number in range(3))
    for delegation in (with_one, without, not_yet):
        make_focal_point(delegation)
        make_attendee(delegation)
    make_photograph(with_one.attendees.get())
    type(event).objects.get(pk=event.pk).delegations.filter(pk=not_yet.pk).update(status="invited")
    soon = timezone.now().date() + timedelta(days=2)
    make_deadline(event, kind="photographs", due_on=soon)
    OutgoingMail.objects.all().delete()

    remind_of_deadlines()
    remind_of_deadlines()

    mail = OutgoingMail.objects.get()
    assert mail.recipient == without.focal_points.get().guid.hex
    assert "Add the missing photographs." in mail.body


def test_the_office_sees_it_in_the_queue_and_on_the_pages_about_the_person(
    person: Attendee,
) -> None:
    event = person.delegation.event
    Attendee.objects.update(status="submitted")
    make_photograph(person)
    office = Client()
    office.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    path = reverse("staff:photograph", args=[event.slug, person.guid])

    for address in (
        reverse("staff:queue", args=[event.slug]),
        reverse("staff:delegation", args=[event.slug, person.delegation.code]),
        reverse("admin:delegations_attendee_change", args=[person.pk]),
    ):
        assert f'src="{path}?v=' in office.get(address).content.decode(), address
    picture = office.get(path)
    assert picture.getvalue()[:2] == b"\xff\xd8"
    assert "no-store" in picture.headers["Cache-Control"]


def test_a_picture_whose_file_is_lost_is_not_there(person: Attendee) -> None:
    event = person.delegation.event
    for kept in (make_photograph(person).file, make_profile(person).portrait):
        Path(kept.path).unlink()
    document = make_document(event)
    Path(document.file.path).unlink()
    office = Client()
    office.force_login(make_member(event, Role.ADMINISTRATOR))

    for address in (
        reverse("staff:photograph", args=[event.slug, person.guid]),
        reverse("admin:programme_profile_portrait", args=[person.profile.pk]),
        reverse("admin:events_document_file", args=[document.pk]),
    ):
        assert office.get(address).status_code == 404, address


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_the_person_and_ninety_days_after_the_forum() -> None:
    forum = make_event(slug="over")
    by = make_member(forum, Role.ADMINISTRATOR)
    erased, other = (make_attendee(make_delegation(forum)) for _number in range(2))
    files = [Path(make_photograph(one).file.path) for one in (erased, other)]

    erase_person(attendee=erased, by=by, reason="Asked")
    assert [one.exists() for one in files] == [False, True]

    erase_class(
        event=forum,
        kind=DataClass.PHOTOGRAPHS,
        by=by,
        today=forum.end_date + timedelta(days=90),
    )
    assert not files[1].exists()
    assert not Photograph.objects.exists()


def test_the_file_about_a_person_has_the_picture_in_it(person: Attendee) -> None:
    kept = make_photograph(person)
    office = Client()
    office.force_login(make_member(person.delegation.event, Role.ADMINISTRATOR))
    path = reverse("staff:person-data", args=[person.delegation.event.slug, person.guid])

    found = json.loads(office.post(path, {"reason": "Asked"}).content)

    row = found["delegations.photograph"][0]
    assert b64decode(row["file"]["content"]) == Path(kept.file.path).read_bytes()


def test_nothing_is_changed_before_the_invitation_is_accepted(person: Attendee) -> None:
    make_photograph(person)
    client = opened(make_focal_point(person.delegation))
    type(person.delegation).objects.update(status="invited")
    digest = Photograph.objects.get().digest

    client.post(page_of(person), upload(photograph((300, 300))))
    client.post(page_of(person, name="remove-photograph"))

    assert Photograph.objects.get().digest == digest
