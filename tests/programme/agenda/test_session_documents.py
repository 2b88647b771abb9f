"""Documents of a session: from the release alone, after its end, and never of what is hidden."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.files.uploads import PrivateStorage
from core.text.languages import in_language
from programme.agenda import payloads
from programme.agenda.load_agenda import published_agenda
from programme.choices import SessionStatus, Visibility
from programme.models import ScheduleRelease, Session, SessionDocument
from programme.releases.change_wording import change_lines
from programme.releases.services import pending_changes, release_agenda
from programme.releases.withdrawals import withdraw_session
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_session,
    make_session_document,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db
PAST = datetime(2023, 12, 7, 9, tzinfo=UTC)


def _status(client: Client, path: str) -> int:
    response: Any = client.get(path)
    # A file that is not read to its end stays open.
    _ = b"".join(response)
    return int(response.status_code)


class Forum:
    """An edition with one session that has ended and has slides."""

    def __init__(self, **values: Any) -> None:
        self.event = make_event()
        self.editor = make_member(self.event, Role.EDITOR)
        defaults = {"start": PAST, "sub_forum": make_sub_forum(self.event)}
        self.session = make_session(self.event, **{**defaults, **values})
        self.document = make_session_document(self.session, title=text("Rivers"), language="fr")

    def release(self) -> ScheduleRelease:
        return release_agenda(event=self.event, by=self.editor)

    @property
    def path(self) -> str:
        document = self.document
        parts = [self.event.slug, self.session.code, document.guid, document.file_name]
        return reverse("session-document", args=parts)

    def status(self) -> int:
        return _status(Client(), self.path)

    def page(self) -> str:
        return Client().get(self.session.get_absolute_url()).content.decode()


def test_a_released_document_of_a_session_that_has_ended_is_a_download() -> None:
    forum = Forum()
    forum.release()

    response: Any = Client().get(forum.path)

    assert b"".join(response) == b"Slides."
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert forum.path in forum.page()
    assert "Rivers" in forum.page()


def test_nobody_outside_gets_a_document_before_its_release() -> None:
    forum = Forum()
    before = forum.status()
    forum.release()
    forum.document = make_session_document(forum.session)

    assert (before, forum.status()) == (404, 404)
    assert forum.path not in forum.page()


@pytest.mark.parametrize(
    "values",
    [
        {"start": NOON},
        {"visibility": Visibility.INTERNAL},
        {"visibility": Visibility.PARTICIPANTS},
        {"status": SessionStatus.CANCELLED},
    ],
    ids=["not over", "internal", "for participants", "cancelled"],
)
def test_the_document_of_a_hidden_or_coming_session_is_not_there(values: dict[str, Any]) -> None:
    forum = Forum(**values)
    make_session(forum.event)
    forum.release()

    assert forum.status() == 404


def test_a_withdrawn_session_takes_its_documents_along() -> None:
    forum = Forum()
    forum.release()
    before = forum.status()

    withdraw_session(event=forum.event, guid=str(forum.session.guid), by=forum.editor)

    assert (before, forum.status()) == (200, 404)


def test_a_document_is_found_in_its_own_session_alone() -> None:
    forum = Forum()
    other = make_session(forum.event, start=PAST)
    forum.release()

    status = _status(Client(), forum.path.replace(forum.session.code, other.code))

    assert status == 404


def test_a_replaced_file_waits_for_its_release() -> None:
    forum = Forum()
    forum.release()
    forum.page()

    forum.document.file = SimpleUploadedFile("new.txt", b"Not yet public.")
    forum.document.save()

    assert forum.status() == 404
    assert "Rivers" not in forum.page()
    forum.release()
    assert forum.status() == 200


def test_a_removed_document_is_gone_at_once(django_capture_on_commit_callbacks: Any) -> None:
    forum = Forum()
    forum.release()
    shown, name = forum.path in forum.page(), str(forum.document.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        SessionDocument.objects.get().delete()

    assert shown
    assert forum.path not in forum.page()
    assert forum.status() == 404
    assert not PrivateStorage().exists(name)


@pytest.mark.parametrize("many", [False, True])
def test_the_files_of_a_deleted_session_are_deleted(
    django_capture_on_commit_callbacks: Any, many: bool
) -> None:
    forum = Forum()
    name = str(forum.document.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        _ = Session.objects.all().delete() if many else forum.session.delete()

    assert not PrivateStorage().exists(name)
    assert not SessionDocument.objects.exists()


def test_a_release_names_documents() -> None:
    forum = Forum()
    forum.document.delete()
    forum.release()
    make_session_document(forum.session)

    (change,) = forum.release().changes

    with in_language("en"):
        assert change_lines(change) == ["Documents added"]
    assert pending_changes(forum.event) == []


def test_a_release_is_read_as_it_was_written_and_older_ones_have_no_documents() -> None:
    forum = Forum()
    payload = forum.release().payload
    (document,) = published_agenda(forum.event).sessions[0].media.documents
    assert (document.guid, document.digest, document.size) == (
        str(forum.document.guid),
        forum.document.digest,
        7,
    )

    del payload["sessions"][0]["documents"]

    assert payloads.from_payload(payload).sessions[0].media.documents == ()


PREFIX = "documents"


def _sent(forum: Forum, upload: SimpleUploadedFile) -> Any:
    """The form of the session as an editor sends it, with a new document."""
    client = Client()
    client.force_login(forum.editor)
    url = reverse("admin:programme_session_change", args=[forum.session.pk])
    form = client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in ("kind", "visibility", "status")}
    data |= {"event": forum.event.pk, "title_en": "Panel", "sub_forum": forum.session.sub_forum_id}
    data |= {"start_0": "2023-12-07", "start_1": "17:00", "end_0": "2023-12-07", "end_1": "18:00"}
    for prefix in ("appearances", PREFIX):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    pk = forum.document.pk
    data |= {f"{PREFIX}-TOTAL_FORMS": "2", f"{PREFIX}-INITIAL_FORMS": "1"}
    data |= {f"{PREFIX}-0-id": pk, f"{PREFIX}-0-session": forum.session.pk}
    data |= {f"{PREFIX}-0-title_en": "Rivers", f"{PREFIX}-0-position": "0"}
    data |= {f"{PREFIX}-1-session": forum.session.pk, f"{PREFIX}-1-title_en": "New"}
    data |= {f"{PREFIX}-1-position": "1", f"{PREFIX}-1-file": upload}
    return client.post(url, data)


def test_an_editor_adds_a_document_to_a_session() -> None:
    forum = Forum()

    response = _sent(forum, SimpleUploadedFile("new slides.txt", b"More."))

    assert response.status_code == 302, response.context["errors"]
    added = SessionDocument.objects.get(title__en="New")
    assert (added.file_name, added.size, added.updated_by) == ("new-slides.txt", 5, forum.editor)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("slides.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("slides.html", b"<p>"),
        ("slides.pdf", b"%PDF-1.4 <script>"),
        ("slides.exe", b"MZ"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    forum = Forum()

    response = _sent(forum, SimpleUploadedFile(name, content))

    assert response.status_code == 200
    assert SessionDocument.objects.count() == 1


def test_the_team_reads_a_document_of_the_draft_and_others_do_not() -> None:
    forum, other = Forum(), make_event()
    url = reverse("admin:programme_session_document", args=[forum.document.pk])
    member, stranger = Client(), Client()
    member.force_login(make_member(forum.event, Role.VIEWER))
    stranger.force_login(make_member(other, Role.ADMINISTRATOR))

    answers = [_status(client, url) for client in (member, stranger, Client())]

    assert answers == [200, 404, 302]
