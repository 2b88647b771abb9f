"""The picture of a session: rewritten, released with words for what it shows, private before."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.roles import Role
from core.files.uploads import PrivateStorage
from core.text.languages import in_language
from programme.agenda import payloads
from programme.agenda.load_agenda import published_agenda
from programme.choices import SessionStatus, Visibility
from programme.editing.forms import SessionForm
from programme.editing.single_session import duplicate_session
from programme.models import ScheduleRelease, Session
from programme.releases.change_wording import change_lines
from programme.releases.services import pending_changes, release_agenda
from programme.releases.withdrawals import withdraw_session
from tests.factories import make_event, make_member, make_session, photograph, text

pytestmark = pytest.mark.django_db


def _picture() -> Any:
    return ContentFile(photograph(), name="hall.jpg")


class Forum:
    """An edition with one session that has a picture."""

    def __init__(self, **values: Any) -> None:
        self.event = make_event()
        self.editor = make_member(self.event, Role.EDITOR)
        defaults = {"picture": _picture(), "picture_alt": text("The full hall", fr="La salle")}
        self.session = make_session(self.event, **{**defaults, **values})

    def release(self) -> ScheduleRelease:
        return release_agenda(event=self.event, by=self.editor)

    @property
    def path(self) -> str:
        return f"/{self.event.slug}/sessions/{self.session.code}/picture.jpg"

    def status(self) -> int:
        response: Any = Client().get(self.path)
        # A file that is not read to its end stays open.
        _ = b"".join(response)
        return int(response.status_code)

    def page(self, language: str = "en") -> str:
        path = f"/{language}/{self.event.slug}/sessions/{self.session.code}/"
        return Client().get(path).content.decode()


def test_a_released_picture_shows_with_its_words() -> None:
    forum = Forum()
    forum.release()

    page = forum.page()

    assert forum.status() == 200
    assert f'src="{forum.path}?v={forum.session.picture_digest[:8]}"' in page
    assert 'alt="The full hall"' in page
    assert 'alt="La salle"' in forum.page("fr")
    assert f"{forum.path}?v=" in page.split("application/ld+json")[1]


def test_nobody_outside_gets_a_picture_before_its_release() -> None:
    forum = Forum(picture="", picture_alt={})
    forum.release()
    forum.session.picture, forum.session.picture_alt = _picture(), text("The full hall")
    forum.session.save()

    assert forum.status() == 404
    assert "picture.jpg" not in forum.page()


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": Visibility.INTERNAL},
        {"visibility": Visibility.PARTICIPANTS},
        {"status": SessionStatus.CANCELLED},
    ],
    ids=["internal", "for participants", "cancelled"],
)
def test_the_picture_of_a_hidden_session_is_not_there(values: dict[str, Any]) -> None:
    forum = Forum(**values)
    make_session(forum.event)
    forum.release()

    assert forum.status() == 404


def test_a_withdrawn_session_takes_its_picture_along() -> None:
    forum = Forum()
    forum.release()
    before = forum.status()

    withdraw_session(event=forum.event, guid=str(forum.session.guid), by=forum.editor)

    assert (before, forum.status()) == (200, 404)


def test_a_replaced_picture_waits_for_its_release(django_capture_on_commit_callbacks: Any) -> None:
    forum = Forum()
    forum.release()
    former = str(forum.session.picture.name)

    forum.session.picture = ContentFile(photograph((500, 300)), name="other.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        forum.session.save()
    waiting = forum.status()
    forum.release()

    assert (waiting, forum.status()) == (404, 200)
    assert not PrivateStorage().exists(former)


@pytest.mark.parametrize("many", [False, True])
def test_the_file_goes_with_its_session(
    django_capture_on_commit_callbacks: Any, many: bool
) -> None:
    forum = Forum()
    name = str(forum.session.picture.name)

    with django_capture_on_commit_callbacks(execute=True):
        _ = Session.objects.all().delete() if many else forum.session.delete()

    assert not PrivateStorage().exists(name)


def test_a_release_names_a_picture_and_is_read_as_it_was_written() -> None:
    forum = Forum(picture="", picture_alt={})
    forum.release()
    forum.session.picture, forum.session.picture_alt = _picture(), text("The full hall")
    forum.session.save()

    release = forum.release()

    with in_language("en"):
        assert change_lines(release.changes[0]) == ["Picture added"]
    assert pending_changes(forum.event) == []
    picture = published_agenda(forum.event).sessions[0].media.picture
    assert picture is not None
    assert (picture.digest, picture.alt) == (forum.session.picture_digest, text("The full hall"))
    del release.payload["sessions"][0]["picture"]
    assert payloads.from_payload(release.payload).sessions[0].media.picture is None


def test_a_copy_of_a_session_has_no_picture(django_capture_on_commit_callbacks: Any) -> None:
    forum = Forum()

    with django_capture_on_commit_callbacks(execute=True):
        copy = duplicate_session(session=forum.session, by=forum.editor)

    assert (copy.picture.name, copy.picture_digest, dict(copy.picture_alt)) == ("", "", {})
    assert PrivateStorage().exists(str(forum.session.picture.name))


def _form(session: Session, upload: Any = None, **data: str) -> Any:
    class Form(SessionForm):
        class Meta:
            model = Session
            fields = ("picture", "picture_alt")

    files: Any = {"picture": upload} if upload else {}
    return Form(data, files, instance=session)


def test_a_picture_is_stored_with_nothing_but_its_pixels() -> None:
    forum = Forum(picture="", picture_alt={})
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    upload = SimpleUploadedFile("hall.jpg", photograph((2400, 1350), exif=exif.tobytes()))

    form = _form(forum.session, upload, picture_alt_en="The full hall")
    assert form.is_valid(), form.errors
    form.save()

    forum.session.refresh_from_db()
    content = forum.session.picture.read()
    forum.session.picture.close()
    assert b"SECRET" not in content
    assert Image.open(BytesIO(content)).size == (1200, 675)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hall.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("hall.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("hall.png", b"\x89PNG\r\n\x1a\n<script>"),
        ("tiny.jpg", photograph((20, 20))),
    ],
)
def test_a_file_that_is_no_picture_is_refused(name: str, content: bytes) -> None:
    form = _form(
        make_session(make_event()),
        SimpleUploadedFile(name, content),
        picture_alt_en="The full hall",
    )

    assert {*form.errors} == {"picture"}


def test_a_picture_needs_words_and_is_removed_by_a_tick(
    django_capture_on_commit_callbacks: Any,
) -> None:
    forum = Forum()
    name = str(forum.session.picture.name)
    wordless = _form(forum.session, picture_alt_en="")
    removing = _form(forum.session, remove_picture="on")

    assert {*wordless.errors} == {"picture_alt"}
    with django_capture_on_commit_callbacks(execute=True):
        assert removing.is_valid(), removing.errors
        removing.save()
    forum.session.refresh_from_db()
    assert (forum.session.picture.name, forum.session.picture_digest) == ("", "")
    assert not PrivateStorage().exists(name)
