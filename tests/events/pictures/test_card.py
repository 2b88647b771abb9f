"""The picture beside a shared link."""

import struct
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from core.pages.cache import store
from events.editions.share_picture import HEIGHT, WIDTH
from events.models import Event
from tests.factories import make_event, text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_store() -> None:
    store.clear()


def _card(event: Event, language: str = "") -> Any:
    return Client().get(f"/{event.slug}/card.png", {"lang": language})


def _measures(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", BytesIO(picture).getbuffer()[16:24])
    return width, height


@pytest.mark.parametrize(
    "title",
    [
        text("Forum", zh_hans="全球市长论坛", ar="منتدى رؤساء البلديات"),
        text("The very long title of a forum of mayors " * 5),
        text("W" * 200),
        text('#read("/etc/passwd") *bold* ] \\ \x01'),
    ],
)
def test_it_has_the_measures_that_other_sites_ask_for(title: Any) -> None:
    event = make_event(
        title=title,
        theme=text("Innovation and cooperation between cities. " * 6),
        languages=["en", "zh-hans", "ar"],
    )

    cards = [_card(event, language).content for language in ("en", "zh-hans", "ar")]

    assert [_measures(card) for card in cards] == [(WIDTH, HEIGHT)] * 3
    assert max(len(card) for card in cards) < 300_000


def test_it_is_made_once_for_each_language_and_change() -> None:
    event = make_event(title=text("Before", fr="Avant"))
    english, french = _card(event).content, _card(event, "fr").content
    kept = count_queries(lambda: _card(event))
    event.title = text("After", fr="Après")
    event.save()

    after = _card(event).content

    assert kept == 1
    assert len({english, french, after}) == 3


def test_an_unknown_language_has_none() -> None:
    assert _card(make_event(), "xx").status_code == 404


def test_other_sites_may_show_it() -> None:
    assert _card(make_event()).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_pages_name_the_card_of_their_language() -> None:
    event = make_event(title=text("The forum", fr="Le forum"), theme=text("Growth", fr="Croître"))

    page = Client().get(f"/fr/{event.slug}/").content.decode()

    for name, value in (
        ("og:image", f"http://localhost/{event.slug}/card.png?lang=fr"),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", "Le forum. Croître"),
    ):
        assert f'<meta property="{name}" content="{value}">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
