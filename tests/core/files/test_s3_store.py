"""Files in an S3 store: everything is as with a folder, and nothing lies on this machine."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.backup.stored_files import present_files
from core.files.uploads import PrivateStorage
from delegations.lists import export_storage
from forum_portal.file_store import private_store
from tests.core.conftest import use_store
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_photograph,
)

pytestmark = pytest.mark.django_db


def names(bucket: Any) -> list[str]:
    return [row.key for row in bucket.objects.all()]


def test_an_uploaded_file_is_in_the_store_and_sent_to_those_who_may_have_it(
    bucket: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    event = make_event()
    row = make_photograph(make_attendee(make_delegation(event)))
    officer, client = make_member(event, Role.DELEGATIONS_OFFICER), Client()
    path = reverse("staff:photograph", args=[event.slug, row.attendee.guid])

    refused = client.get(path)
    client.force_login(officer)
    answer: Any = client.get(path)
    content = b"".join(answer)
    for close in answer._resource_closers:
        close()

    assert refused.status_code == 302
    assert content.startswith(b"\xff\xd8")
    assert names(bucket) == [f"forum/{row.file.name}"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert names(bucket) == []


def test_a_finished_list_goes_to_the_store_and_leftovers_go(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, left = export_storage.new_name("csv"), export_storage.new_name("csv")

    sizes = [export_storage.write(name, [b"a,b\n", b"1,2\n"]) for name in (kept, left)]
    monkeypatch.setattr(export_storage, "_LEFT_AFTER", -60)

    assert sizes == [8, 8]
    assert list(export_storage.folder().iterdir()) == []
    assert export_storage.remove_leftovers([kept]) == 1
    assert names(bucket) == [f"forum/{kept}"]
    with PrivateStorage().open(kept) as file:
        assert file.read() == b"a,b\n1,2\n"


def test_a_backup_reads_the_files_of_the_store(bucket: Any) -> None:
    PrivateStorage().save("documents/a.txt", File(BytesIO(b"words")))

    assert {name: facts.size for name, facts in present_files().items()} == {"documents/a.txt": 5}


def test_a_store_that_does_not_answer_is_no_lost_file(bucket: Any, settings: Any) -> None:
    event = make_event()
    row = make_photograph(make_attendee(make_delegation(event)))
    client = Client(raise_request_exception=False)
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    use_store(settings, "s3://files/forum?endpoint=http://127.0.0.1:9")

    answer = client.get(reverse("staff:photograph", args=[event.slug, row.attendee.guid]))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


@pytest.mark.parametrize(
    ("url", "secret", "sentence"),
    [
        ("/srv/files", "secret", "FILE_STORE cannot be read"),
        ("s3://bucket?public=yes", "secret", "FILE_STORE cannot be read"),
        ("s3://bucket?endpoint=http://store.example", "secret", "without https"),
        ("s3://bucket", "", "FILE_STORE_SECRET"),
    ],
)
def test_a_store_that_cannot_be_right_stops_the_start(url: str, secret: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        private_store(url, "id", secret)
