"""What a first visit to the agenda costs a phone, in compressed bytes."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.rows import agenda_of

STATIC = Path(__file__).resolve().parents[2] / "static"
_FACE = "vendor/fraunces/fraunces-latin-wght-normal.woff2"

pytestmark = pytest.mark.django_db


def _files_of(page: str) -> set[str]:
    """The files that a browser fetches with the page, the Latin face included."""
    named = re.findall(r'(?:href|src)="/static/((?:css|js|img)/[\w.-]+\.(?:css|js|svg))"', page)
    return {*named, _FACE}


@pytest.mark.parametrize("view", ["list", "grid"])
def test_a_first_visit_to_an_agenda_of_300_sessions_is_light(view: str) -> None:
    event, _editor = agenda_of(300)
    path = reverse("programme:agenda", args=[event.slug])

    page = Client().get(f"{path}?view={view}").content
    files = {
        name: len(gzip.compress((STATIC / name).read_bytes())) for name in _files_of(page.decode())
    }

    assert page.count(b"<article") == (300 if view == "list" else 100)
    assert {"css/components.css", "js/stars.js", "img/emblem.svg"} <= set(files)
    assert len(gzip.compress(page)) <= 60_000
    assert len(gzip.compress(page)) + sum(files.values()) <= 150_000
