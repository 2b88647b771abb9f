"""Logos of partners: rewritten, beside the name, private until the edition is public."""

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
from events.admin.partners import PartnerForm
from events.choices import EventStatus
from events.models import Partner
from tests.factories import make_event, make_member, make_partner, photograph, text

pytestmark = pytest.mark.django_db


def _partner(**values: Any) -> Partner:
    event = make_event(**values)
    logo = ContentFile(photograph((300, 100), "PNG"), name="logo.png")
    return make_partner(event, name=text("Lyon"), logo=logo, logo_alt=text("A lion"))


def _status(client: Client, path: str) -> int:
    response: Any = client.get(path)
    # A file that is not read to its end stays open.
    _ = b"".join(response)
    return int(response.status_code)


def _form(partner: Partner, upload: Any = None, **data: str) -> Any:
    class Form(PartnerForm):
        class Meta:
            model = Partner
            fields = ("role", "name", "logo", "logo_alt")

    given = {"role": partner.role, "name_en": "Lyon", **data}
    files: Any = {"logo": upload} if upload else {}
    return Form(given, files, instance=partner)


def test_the_front_page_shows_the_logo_beside_the_name() -> None:
    partner = _partner()

    page = Client().get(reverse("home", args=[partner.event.slug])).content.decode()

    assert f'src="{partner.logo_url}" alt="A lion"' in page
    assert _status(Client(), partner.logo_url) == 200


def test_the_logo_of_a_draft_is_for_its_team_alone() -> None:
    partner, other = _partner(status=EventStatus.DRAFT), make_event()
    own = reverse("admin:events_partner_logo", args=[partner.pk])
    member, stranger = Client(), Client()
    member.force_login(make_member(partner.event, Role.VIEWER))
    stranger.force_login(make_member(other, Role.ADMINISTRATOR))

    answers = [_status(client, own) for client in (member, stranger, Client())]

    assert answers == [200, 404, 302]
    assert _status(Client(), partner.logo_url) == 404
    in_another = partner.logo_url.replace(partner.event.slug, other.slug)
    assert _status(Client(), in_another) == 404


def test_a_former_url_leads_nowhere_once_the_logo_was_replaced(
    django_capture_on_commit_callbacks: Any,
) -> None:
    partner = _partner()
    former, name = partner.logo_url, str(partner.logo.name)

    partner.logo = ContentFile(photograph((200, 200), "PNG"), name="other.png")
    with django_capture_on_commit_callbacks(execute=True):
        partner.save()

    assert (_status(Client(), former), _status(Client(), partner.logo_url)) == (404, 200)
    assert not PrivateStorage().exists(name)


@pytest.mark.parametrize("many", [False, True])
def test_the_file_goes_with_the_partner(
    django_capture_on_commit_callbacks: Any, many: bool
) -> None:
    partner = _partner()
    name = str(partner.logo.name)

    with django_capture_on_commit_callbacks(execute=True):
        _ = Partner.objects.all().delete() if many else partner.delete()

    assert not PrivateStorage().exists(name)


def test_a_logo_becomes_a_small_png_that_keeps_its_transparency() -> None:
    out = BytesIO()
    Image.new("RGBA", (2400, 400), (200, 0, 0, 99)).save(out, "PNG")
    partner = make_partner(make_event())

    form = _form(partner, SimpleUploadedFile("logo.png", out.getvalue()))
    assert form.is_valid(), form.errors
    form.save()

    with Partner.objects.get().logo.open() as file, Image.open(file) as picture:
        facts = (picture.format, picture.size, picture.getpixel((5, 5)))
    assert facts == ("PNG", (600, 100), (200, 0, 0, 99))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("logo.png", b"\x89PNG\r\n\x1a\n<script>"),
    ],
)
def test_a_file_that_is_no_picture_is_refused(name: str, content: bytes) -> None:
    form = _form(make_partner(make_event()), SimpleUploadedFile(name, content))

    assert {*form.errors} == {"logo"}


def test_a_logo_is_removed_by_a_tick() -> None:
    partner = _partner()

    form = _form(partner, remove_logo="on")
    assert form.is_valid(), form.errors
    form.save()

    partner.refresh_from_db()
    assert (partner.logo.name, partner.logo_digest, partner.logo_url) == ("", "", "")
