"""Documents: whole, by identifier, as an attachment, and not before their moment."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from core.files import uploads
from events.models import Document
from tests.factories import make_document, make_event, make_member

pytestmark = pytest.mark.django_db


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_file_is_sent_to_be_saved_and_cannot_act_in_our_name() -> None:
    document = make_document(make_event(), b"<script>alert(1)</script>", name="a b.txt")

    response = Client().get(document.get_absolute_url())

    assert response.getvalue() == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"] == 'attachment; filename="a-b.txt"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    again = Client().get(
        document.get_absolute_url(), headers={"if-none-match": response.headers["ETag"]}
    )
    assert again.status_code == 304


def test_drafts_and_planned_documents_are_nowhere() -> None:
    event = make_event()
    draft = make_document(event, published_at=None, name="secret.txt")
    planned = make_document(event, published_at=timezone.now() + timedelta(hours=1))

    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert Client().get(planned.get_absolute_url()).status_code == 404
    assert "secret" not in Client().get(f"/en/{event.slug}/documents/").content.decode()


def test_a_document_of_another_event_is_not_found_under_this_one() -> None:
    event, other = make_event(), make_event()
    document = make_document(other)

    path = document.get_absolute_url().replace(other.slug, event.slug)

    assert Client().get(path).status_code == 404


def test_a_replaced_and_a_deleted_file_leave_the_disk(
    django_capture_on_commit_callbacks: Any,
) -> None:
    storage = uploads.PrivateStorage()
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(make_event())
        first = str(document.file.name)
        document.file = ContentFile(b"New", name="new.txt")
        document.save()
        second = str(document.file.name)
    assert (storage.exists(first), storage.exists(second)) == (False, True)
    assert (document.file_name, document.size) == ("new.txt", 3)

    with django_capture_on_commit_callbacks(execute=True):
        Document.objects.filter(pk=document.pk).delete()

    assert not storage.exists(second)


def test_the_name_on_the_disk_tells_nothing() -> None:
    document = make_document(make_event(), name="Minutes of the secret meeting.txt")

    assert "minutes" not in str(document.file.name).lower()
    assert document.file_name == "Minutes-of-the-secret-meeting.txt"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "not accepted"),
        ("a.html", b"<p>", "not accepted"),
        ("a.svg", b"<svg>", "not accepted"),
        ("a.pdf", b"<script>", "does not match its extension"),
        ("a.docx", b"PK\x03\x04 no more", "damaged"),
        ("a.txt", b"", "empty"),
        ("a.docm", b"PK\x03\x04", "not accepted"),
        ("a.docx", packed(**{"word/vbaProject.bin": b"x"}), "macros"),
    ],
)
def test_a_file_that_is_not_taken_says_why(name: str, content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        uploads.validate_upload(SimpleUploadedFile(name, content))


def test_a_bomb_is_refused_by_what_it_says_of_itself() -> None:
    bomb = packed(**{f"word/{number}.xml": b"\0" * 30_000_000 for number in range(7)})
    assert len(bomb) < 1_000_000

    with pytest.raises(ValidationError, match="too large when unpacked"):
        uploads.validate_upload(SimpleUploadedFile("a.docx", bomb))


def test_a_file_that_is_too_large_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)

    with pytest.raises(ValidationError, match="larger"):
        uploads.validate_upload(SimpleUploadedFile("a.txt", b"x" * 11))


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    upload = SimpleUploadedFile("a.txt", b"Facts.")
    upload.size = 20 * 1024 * 1024
    uploads.validate_upload(upload)
    upload.size += 1

    with pytest.raises(ValidationError, match="larger"):
        uploads.validate_upload(upload)


def test_a_refusal_names_the_kinds_that_are_taken() -> None:
    with pytest.raises(ValidationError) as refused:
        uploads.validate_upload(SimpleUploadedFile("a.exe", b"MZ"))

    (message,) = refused.value.messages
    assert message.endswith("docx, jpeg, jpg, odp, ods, odt, pdf, png, pptx, txt, xlsx.")


def test_a_file_without_a_name_is_of_no_kind() -> None:
    upload = ContentFile(b"x")

    for validate in (uploads.validate_upload, uploads.validate_scan):
        with pytest.raises(ValidationError, match="of this type"):
            validate(upload)


def test_a_file_that_lies_there_already_is_not_judged_again() -> None:
    document = make_document(make_event())
    uploads.PrivateStorage().delete(str(document.file.name))

    uploads.validate_upload(Document.objects.get().file)


def test_of_a_file_are_noted_its_size_and_sum_and_it_can_still_be_read() -> None:
    file = ContentFile(b"Facts.", name="facts.txt")

    described = uploads.describe_file(file)

    assert described == ("facts.txt", 6, hashlib.sha256(b"Facts.").hexdigest())
    assert file.read() == b"Facts."


@pytest.mark.parametrize("name", ["documents/gone.txt", "a\0.txt", "../../etc/passwd"])
def test_a_stored_file_that_is_lost_is_not_found_and_the_log_says_so(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Http404):
        uploads.stored_file_response(name)

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert caplog.messages[0].startswith(f"A stored file is lost: {name} (")


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("x" * 150 + ".txt", "x" * 100 + ".txt"),
        ("???.txt", "document.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("会议日程.pdf", "会议日程.pdf"),
        ('a"\r\nX: y.txt', "a-X-y.txt"),
        ("C:\\Users\\me\\plan.PDF", "plan.pdf"),
    ],
)
def test_a_readable_name_is_safe_in_a_header(name: str, readable: str) -> None:
    file = ContentFile(b"x")
    file.name = name

    assert uploads.describe_file(file)[0] == readable


def test_an_editor_uploads_and_opens_a_draft(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.EDITOR))

    client.post(
        "/admin/events/document/add/",
        {
            "event": event.pk,
            "category": "press",
            "title_en": "Facts",
            "position": 0,
            "file": SimpleUploadedFile("facts.txt", b"Facts."),
        },
    )

    document = Document.objects.get()
    assert document.digest
    own = client.get(f"/admin/events/document/{document.pk}/file/")
    assert own.getvalue() == b"Facts."
    assert "no-store" in own.headers["Cache-Control"]
