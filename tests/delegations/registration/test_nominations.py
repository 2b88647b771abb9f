"""The nomination letter: handed in by the city, read by the office, shown to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.access.deadline_reminders import remind_of_deadlines
from delegations.choices import DataClass
from delegations.models import NominationLetter
from delegations.privacy.erasure import erase_class
from delegations.registration import files
from events.models import Event
from mail.models import OutgoingMail
from tests.delegations.focal import opened
from tests.factories import (
    PDF,
    make_attendee,
    make_deadline,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_nomination,
    photograph,
)

pytestmark = pytest.mark.django_db
PATH = "/delegation/nomination/"


def upload(content: bytes = PDF, name: str = "Our letter.pdf") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def officer(event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(event, role))
    return client


def test_a_letter_is_handed_in_and_the_office_saves_it(event: Event) -> None:
    delegation = make_delegation(event)
    city = opened(make_focal_point(delegation))
    city.post(PATH, upload())
    letter = NominationLetter.objects.get()
    office = officer(event)
    path = reverse("staff:nomination", args=[event.slug, letter.guid])

    page = office.get(reverse("staff:delegation", args=[event.slug, delegation.code]))
    answer = office.get(path)

    assert f'href="{path}"' in page.content.decode()
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Our-letter.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    own = city.get(reverse("focal:nomination-file", args=[letter.guid]))
    assert own.getvalue() == PDF


def test_a_new_version_leaves_the_former_one_there(event: Event) -> None:
    delegation = make_delegation(event)
    city = opened(make_focal_point(delegation))
    city.post(PATH, upload())
    city.post(PATH, upload(photograph(), "scan.JPG"))

    letters = list(delegation.nomination_letters.values_list("version", "file_name"))
    assert letters == [(2, "scan.jpg"), (1, "Our-letter.pdf")]
    assert all(Path(one.file.path).exists() for one in NominationLetter.objects.all())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>1</script></html>", "letter.pdf"),
        (b"%PDF-1.7 cut off", "letter.pdf"),
        (b"PK\x03\x04", "letter.docx"),
        (photograph(), "letter.svg"),
        (PDF, "letter.jpg"),
        (b"", "letter.pdf"),
    ],
)
def test_what_is_no_scanned_paper_is_refused_in_words(
    event: Event, content: bytes, name: str
) -> None:
    answer = opened(make_focal_point(make_delegation(event))).post(PATH, upload(content, name))

    assert answer.status_code == 400
    assert "invalid-feedback" in answer.content.decode()
    assert not NominationLetter.objects.exists()


def test_there_is_an_end_to_versions(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_LETTERS", 2)
    city = opened(make_focal_point(make_delegation(event)))

    answers = [city.post(PATH, upload()).status_code for _number in range(3)]

    assert answers == [302, 302, 400]
    assert NominationLetter.objects.count() == 2


def test_it_is_missing_only_where_the_event_asks_for_it(event: Event) -> None:
    delegation = make_delegation(event)
    make_focal_point(delegation)
    city = opened(delegation.focal_points.get())
    assert "missing" not in city.get("/delegation/").content.decode()

    make_deadline(event, kind="letter", due_on=timezone.now().date() + timedelta(days=2))
    assert "missing" in city.get("/delegation/").content.decode()
    OutgoingMail.objects.all().delete()
    remind_of_deadlines()
    assert "Upload the signed nomination letter." in OutgoingMail.objects.get().body

    make_nomination(delegation)
    OutgoingMail.objects.all().delete()
    remind_of_deadlines()
    assert not OutgoingMail.objects.exists()
    assert "missing" not in city.get("/delegation/").content.decode()


def test_another_delegation_has_nothing_of_it(event: Event) -> None:
    letter = make_nomination(make_delegation(event))
    stranger = opened(make_focal_point(make_delegation(event)))

    assert stranger.get(reverse("focal:nomination-file", args=[letter.guid])).status_code == 404
    assert letter.file_name not in stranger.get(PATH).content.decode()


def test_the_desk_sees_that_it_is_there_and_not_what_is_in_it(event: Event) -> None:
    letter = make_nomination(make_delegation(event))
    desk = officer(event, Role.DESK)

    page = desk.get(reverse("staff:delegation", args=[event.slug, letter.delegation.code]))
    assert "submitted" in page.content.decode()
    assert "letter.pdf" not in page.content.decode()
    assert desk.get(reverse("staff:nomination", args=[event.slug, letter.guid])).status_code == 403


def by_office(event: Event, letter: NominationLetter) -> None:
    officer(event).post(reverse("staff:remove-nomination", args=[event.slug, letter.guid]))


def by_time(event: Event, _letter: NominationLetter) -> None:
    by, today = make_member(event, Role.ADMINISTRATOR), event.end_date + timedelta(days=365)
    erase_class(event=event, kind=DataClass.LETTERS, by=by, today=today)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("remove", [by_office, by_time])
def test_it_leaves_the_disk_with_its_row(
    remove: Callable[[Event, NominationLetter], None],
) -> None:
    forum = make_event(slug="letters")
    letter = make_nomination(make_delegation(forum))
    path = Path(letter.file.path)
    assert path.exists()

    remove(forum, letter)

    assert not NominationLetter.objects.exists()
    assert not path.exists()


def test_who_erases_a_person_is_told_to_look_at_the_letter(event: Event) -> None:
    person = make_attendee(make_delegation(event), given="Zvezdana", family="Markerova")
    letter = make_nomination(person.delegation, file_name="Zvezdana-Markerova.pdf")

    page = officer(event, Role.ADMINISTRATOR).post(
        reverse("staff:person-data", args=[event.slug, person.guid]),
        {"reason": "Asked", "sure": "on", "erase": ""},
        follow=True,
    )

    letter.refresh_from_db()
    assert "nomination letter" in page.content.decode()
    assert "Markerova" not in letter.file_name
