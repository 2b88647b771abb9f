"""Every kind of page under axe-core: narrow and wide, light and dark, left to right and not."""

from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from tests import kinds
from tests.accessibility import violations
from tests.factories import make_event
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS, SCHEMES, LANGUAGES = (320, 1280), ("light", "dark"), ("en", "zh-hans", "ar")
# Each pair of width, scheme and language is there; each kind of page meets two opposite ones: the
# first on one database, the second on the other.
ROUNDS = (
    ((320, "light", "en"), (1280, "dark", "ar")),
    ((1280, "light", "zh-hans"), (320, "dark", "en")),
    ((320, "dark", "zh-hans"), (1280, "light", "ar")),
    ((1280, "dark", "en"), (320, "light", "ar")),
    ((320, "light", "zh-hans"), (1280, "dark", "zh-hans")),
)


class Window:
    """A browser window that remembers complaints, and hosts that are not ours."""

    def __init__(self, browser: Any, origin: str, width: int, scheme: str) -> None:
        self.origin = origin
        self.complaints: list[str] = []
        self.page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            service_workers="block",
            # Colours are judged as they come to rest.
            reduced_motion="reduce",
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        # Pages that are meant to be 404, and the service worker that this window has none of.
        is_meant = "404" in message.text or "Service Worker registration" in message.text
        if message.type in ("error", "warning") and not is_meant:
            self.complaints.append(message.text)

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.origin).netloc:
            self.complaints.append(f"asks another host: {request.url}")

    def examine(self, site: kinds.Kinds, name: str, language: str) -> list[str]:
        """What is wrong with that kind of page."""
        self.complaints = []
        site.show(self.page, self.origin, name, language)
        return violations(self.page) + self.complaints


def test_every_kind_of_page_is_accessible(browser: Any, live_server: Any) -> None:
    site = kinds.load()
    windows = {
        (width, scheme): Window(browser, live_server.url, width, scheme)
        for width, scheme in product(WIDTHS, SCHEMES)
    }
    found: dict[str, list[str]] = {}

    pages = shared_out(enumerate(site.names), one_in=4)
    for number, name in pages:
        cache.clear()
        both = ROUNDS[number % len(ROUNDS)]
        width, scheme, language = both[connection.vendor == "postgresql"]
        wrong = windows[width, scheme].examine(site, name, language)
        found[f"{name}, {width} px, {scheme}, {language}"] = wrong
    for window in windows.values():
        window.page.close()

    assert len(found) == len(pages)
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_each_pair_of_width_scheme_and_language_is_looked_at() -> None:
    looked_at = {one for pair in ROUNDS for one in pair}

    for first, second in ((0, 1), (0, 2), (1, 2)):
        values = (WIDTHS, SCHEMES, LANGUAGES)
        pairs = {(one[first], one[second]) for one in looked_at}
        assert pairs == set(product(values[first], values[second]))


def test_a_page_that_is_not_accessible_would_be_noticed(browser: Any, live_server: Any) -> None:
    window = Window(browser, live_server.url, 1280, "light")
    window.page.goto(live_server.url + reverse("privacy", args=[make_event().slug]))

    window.page.evaluate(
        "() => { document.documentElement.lang = '';"
        " const picture = document.createElement('img');"
        " picture.src = '/static/img/emblem.svg'; document.querySelector('main').append(picture);"
        " document.querySelector('h1').style.color = '#ccc'; }"
    )
    rules = {one.split(" ")[0] for one in violations(window.page)}
    window.page.close()

    assert {"html-has-lang", "image-alt", "color-contrast"} <= rules
