"""Somebody outside sees the draft by a link, for a while, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from core.protection.tokens import token_digest
from events.models import Event
from programme.models import PreviewLink
from programme.releases import preview_links
from tests.factories import make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    cache.clear()
    found = make_event()
    make_session(found, title=text("Secret draft"))
    return found


def make_link(event: Event) -> tuple[PreviewLink, str]:
    return preview_links.create_link(
        event=event, by=make_member(event, Role.EDITOR), label="Press", days=7
    )


def opened(token: str) -> Client:
    client = Client()
    response = client.get(f"/preview/{token}/")
    assert (response.status_code, response.headers["Location"]) == (303, "/preview/draft/")
    return client


def test_the_link_is_exchanged_for_a_session_and_shows_the_draft(event: Event) -> None:
    _link, token = make_link(event)

    response = opened(token).get("/preview/draft/")

    assert "Secret draft" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert token not in response.content.decode()
    assert "Secret draft" not in Client().get(f"/en/{event.slug}/agenda/").content.decode()


def test_the_draft_is_in_one_language_whatever_the_reader_s_is(event: Event) -> None:
    client = Client(headers={"accept-language": "zh-CN"})
    _link, token = make_link(event)

    page = client.get(f"/preview/{token}/", follow=True).content.decode()

    assert "Rooms</a>" in page
    assert "会议室</a>" not in page


def test_the_token_is_kept_nowhere(event: Event) -> None:
    link, token = make_link(event)

    assert len(token) >= 32
    assert token not in str(PreviewLink.objects.values().get())
    assert link.digest == token_digest(token)


@pytest.mark.parametrize("way", ["expired", "revoked"])
def test_a_link_that_ended_shows_nothing_even_to_who_has_it_open(event: Event, way: str) -> None:
    link, token = make_link(event)
    client = opened(token)
    assert client.get("/preview/draft/").status_code == 200

    if way == "revoked":
        preview_links.revoke_link(link=link)
    else:
        PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get("/preview/draft/").status_code == 404
    assert Client().get(f"/preview/{token}/").status_code == 404


def test_who_guesses_is_stopped(event: Event) -> None:
    _link, token = make_link(event)
    answers = [Client().get(f"/preview/{token[:-1]}x{n}/").status_code for n in range(22)]

    assert answers == [404] * 20 + [429] * 2


def test_without_a_link_there_is_no_draft(event: Event) -> None:
    make_link(event)

    assert Client().get("/preview/draft/").status_code == 404


def test_a_link_opens_nothing_of_the_team(event: Event) -> None:
    client = opened(make_link(event)[1])

    assert client.get("/admin/").status_code == 302
    assert client.get(f"/staff/{event.slug}/").status_code == 302


def test_an_editor_makes_a_link_that_is_shown_once(event: Event) -> None:
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))

    page = client.post(
        "/admin/programme/previewlink/add/",
        {"event": event.pk, "label": "Press", "days": 3},
        follow=True,
    ).content.decode()

    (token,) = re.findall(r"http://localhost/preview/([\w-]+)/", page)
    assert "Secret draft" in opened(token).get("/preview/draft/").content.decode()
    again = client.get("/admin/programme/previewlink/").content.decode()
    assert token not in again
