"""The picture of an edition: rewritten, in two widths, private until the edition is public."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from core.files.uploads import PrivateStorage
from core.pages.cache import store
from events.choices import EventStatus, PictureFocus
from events.editions.forms import EventForm
from events.editions.share_picture import card
from events.models import Event
from forum_portal.workspace.copy_edition.services import copy_edition
from tests.factories import make_event, make_member, photograph, text

pytestmark = pytest.mark.django_db


def _picture(size: tuple[int, int] = (1600, 900)) -> Any:
    return ContentFile(photograph(size), name="city.jpg")


def _event(**values: Any) -> Event:
    defaults = {"picture": _picture(), "picture_alt": text("The river", fr="Le fleuve")}
    return make_event(**{**defaults, **values})


def _form(event: Event, upload: Any = None, **data: str) -> Any:
    class Form(EventForm):
        time_zone: Any = None
        languages: Any = None
        keep_times: Any = None
        hide_texts: Any = None

        class Meta:
            model = Event
            fields = ("picture", "picture_alt", "picture_focus")

    given = {"picture_alt_en": "The river", "picture_focus": "centre", **data}
    return Form(given, {"picture": upload} if upload else {}, instance=event)


def _statuses(paths: list[str]) -> list[int]:
    store.clear()
    return [Client().get(path).status_code for path in paths]


def test_the_front_page_has_the_picture_in_two_widths_with_its_words() -> None:
    event = _event(picture_focus=PictureFocus.LEFT)

    page = Client().get(f"/fr/{event.slug}/").content.decode()
    tag = re.search(r"<img class=\"hero__picture[^>]*>", page)
    sizes = [
        Image.open(BytesIO(Client().get(url).content)).size for _width, url in event.picture_urls
    ]

    assert tag is not None
    assert 'alt="Le fleuve"' in tag[0]
    assert "hero__picture--left" in tag[0]
    assert all(f"{url} {width}w" in tag[0] for width, url in event.picture_urls)
    assert sizes == [(800, 450), (1600, 900)]


def test_a_reader_keeps_the_picture_until_it_has_another_url() -> None:
    (_small, path), _large = _event().picture_urls

    answer = Client().get(path)

    assert answer.headers["Cache-Control"] == "public, max-age=2592000, immutable"


def test_without_a_picture_the_front_page_has_the_flower() -> None:
    page = Client().get(reverse("home", args=[make_event().slug])).content.decode()

    assert "hero__bloom" in page
    assert "hero__picture" not in page


def test_the_picture_of_a_draft_is_for_its_team_alone() -> None:
    event, other = _event(status=EventStatus.DRAFT), make_event()
    own = reverse("admin:events_event_picture", args=[event.pk])
    member, stranger = Client(), Client()
    member.force_login(make_member(event, Role.VIEWER))
    stranger.force_login(make_member(other, Role.ADMINISTRATOR))

    answers: Any = [client.get(own) for client in (member, stranger, Client())]
    # A file that is not read to its end stays open.
    _ = [b"".join(answer) for answer in answers]

    assert [answer.status_code for answer in answers] == [200, 404, 302]
    assert _statuses([url for _width, url in event.picture_urls]) == [404, 404]


def test_only_the_two_widths_of_the_current_picture_exist() -> None:
    event = _event()
    name, digest = event.slug, event.picture_digest

    paths = [f"/{name}/picture-801-{digest}.jpg", f"/{name}/picture-800-{digest[1:]}.jpg"]

    assert _statuses(paths) == [404, 404]


def test_a_replaced_picture_is_erased_and_its_url_leads_nowhere(
    django_capture_on_commit_callbacks: Any,
) -> None:
    event = _event()
    former, name = event.picture_urls, str(event.picture.name)

    event.picture = _picture((1000, 700))
    with django_capture_on_commit_callbacks(execute=True):
        event.save()

    assert not PrivateStorage().exists(name)
    assert _statuses([former[0][1], event.picture_urls[0][1]]) == [404, 200]


def test_saving_other_fields_leaves_the_picture_alone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    event = _event()
    name = str(event.picture.name)

    event.picture = ""
    with django_capture_on_commit_callbacks(execute=True):
        event.save(update_fields=["title"])

    event.refresh_from_db()
    assert (event.picture.name, bool(event.picture_digest)) == (name, True)
    assert PrivateStorage().exists(name)


def test_a_picture_is_made_smaller_and_keeps_only_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x010E] = "A secret place"
    upload = SimpleUploadedFile("city.jpg", photograph((3200, 1800), exif=exif.tobytes()))

    form = _form(make_event(), upload)
    assert form.is_valid(), form.errors
    event = form.save()

    with event.picture.open() as file, Image.open(file) as picture:
        assert picture.size == (1600, 900)
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("upload", "data", "refused"),
    [
        (SimpleUploadedFile("city.jpg", b"<script>alert(1)</script>"), {}, "picture"),
        (SimpleUploadedFile("city.jpg", photograph((900, 400))), {}, "picture"),
        (SimpleUploadedFile("city.jpg", photograph((900, 700))), {"picture_alt_en": ""}, "words"),
    ],
)
def test_what_is_no_picture_too_small_or_without_words_is_refused(
    upload: Any, data: dict[str, str], refused: str
) -> None:
    form = _form(make_event(), upload, **data)

    assert {*form.errors} == {"picture_alt" if refused == "words" else "picture"}


def test_a_picture_is_removed_by_a_tick() -> None:
    form = _form(_event(), remove_picture="on")
    assert form.is_valid(), form.errors
    form.save()

    event = Event.objects.get()
    assert (event.picture.name, event.picture_digest, event.picture_urls) == ("", "", [])


def test_the_card_of_a_shared_link_has_the_picture_at_its_end() -> None:
    event = _event()

    picture = Image.open(BytesIO(card(event, "en"))).convert("RGB")

    red, green, blue = picture.getpixel((1100, 300))  # type: ignore[misc]
    assert picture.size == (1200, 630)
    # The teal of the sample, not the paper of the card.
    assert (red < 30, 100 < green < 150, 100 < blue < 150) == (True, True, True)


def _copy(event: Event) -> Event:
    return copy_edition(
        event=event,
        by=make_member(event, Role.ADMINISTRATOR),
        slug="next",
        title=text("Next"),
        start_date=date(2031, 5, 1),
        time_zone=event.time_zone,
        parts=[],
    )


def test_a_copy_of_the_edition_has_the_picture_in_a_file_of_its_own() -> None:
    event = _event()

    new = _copy(event)

    assert PrivateStorage().exists(str(new.picture.name))
    assert new.picture.name != event.picture.name
    assert (new.picture_digest, new.picture_alt) == (event.picture_digest, event.picture_alt)


def test_an_edition_whose_picture_is_lost_is_copied_without_it() -> None:
    event = _event()
    PrivateStorage().delete(str(event.picture.name))

    new = _copy(event)

    assert (new.picture.name, new.picture_digest) == ("", "")
