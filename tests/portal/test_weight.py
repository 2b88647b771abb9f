"""What a first visit to the agenda costs a phone, in compressed bytes."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.bench.rows import agenda_of

_FACE = "vendor/fraunces/fraunces-latin-wght-normal.woff2"

pytestmark = pytest.mark.django_db
_COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "br": lambda content: brotli.compress(content, quality=5),
}


def _files_of(page: str) -> set[str]:
    """The files that a browser fetches with the page, the Latin face included."""
    named = re.findall(r'(?:href|src)="/static/((?:css|js|img)/[\w.-]+\.(?:css|js|svg))"', page)
    return {*named, _FACE}


def _sent(name: str) -> bytes:
    """A static file as it is sent: a style sheet is joined from its parts."""
    return Path(str(finders.find(name))).read_bytes()


@pytest.mark.parametrize("encoding", _COMPRESSED)
@pytest.mark.parametrize("view", ["list", "grid", "rooms"])
def test_a_first_visit_to_an_agenda_of_300_sessions_is_light(view: str, encoding: str) -> None:
    event, _editor = agenda_of(300)
    path = reverse("programme:agenda", args=[event.slug])
    compress = _COMPRESSED[encoding]

    page = Client().get(f"{path}?view={view}").content
    sent = Client().get(f"{path}?view={view}", headers={"accept-encoding": encoding})
    files = {name: len(compress(_sent(name))) for name in _files_of(page.decode())}

    assert page.count(b"<article") == (100 if view == "grid" else 300)
    assert {"css/site.css", "js/stars.js", "img/emblem.svg"} <= set(files)
    assert sent.headers["Content-Encoding"] == encoding
    assert len(sent.content) <= 60_000
    assert len(sent.content) + sum(files.values()) <= 150_000


@pytest.mark.django_db(transaction=True)
def test_a_card_far_below_the_window_is_not_laid_out_until_it_comes_near(
    browser: Any, live_server: Any
) -> None:
    event, _editor = agenda_of(300)
    page = browser.new_page(viewport={"width": 390, "height": 844}, service_workers="block")
    is_laid_out = (
        "async one => { for (let frame = 0; frame < 4; frame += 1)"
        " await new Promise(requestAnimationFrame);"
        " return one.checkVisibility({ contentVisibilityAuto: true }); }"
    )

    page.goto(live_server.url + reverse("programme:agenda", args=[event.slug]))
    titles = page.locator("article h4")
    above, below = titles.first.evaluate(is_laid_out), titles.last.evaluate(is_laid_out)
    titles.last.scroll_into_view_if_needed()
    near = titles.last.evaluate(is_laid_out)
    page.close()

    assert (above, below, near) == (True, False, True)
