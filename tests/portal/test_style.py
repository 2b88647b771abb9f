"""The style page shows every component as it is, and the colours can be read."""

import pytest
from django.test import Client

from core.pages.cache import store
from forum_portal.style.tokens import DARK, LIGHT, contrast, tokens
from forum_portal.style.views import NOT_SHOWN
from tests.paths import ROOT

_TEXTS = ("ink", "ink-soft", "kapok", "kapok-deep", "leaf", "amber")

pytestmark = pytest.mark.django_db


def test_every_component_is_on_the_style_page_or_says_why_not() -> None:
    store.clear()
    templates = ROOT / "templates"
    files = (templates / "components").rglob("*.html")
    components = {str(path.relative_to(templates)) for path in files}

    used = {str(template.name) for template in Client().get("/style/").templates}

    assert components - used == set(NOT_SHOWN)


def test_the_style_page_is_kept_from_search_engines_and_out_of_the_list() -> None:
    page = Client().get("/style/").content.decode()

    assert '<meta name="robots" content="noindex">' in page
    assert "Disallow: /style/\n" in Client().get("/robots.txt").content.decode()
    assert "/style/" not in Client().get("/sitemap.xml").content.decode()


def test_the_components_can_be_seen_in_each_language_whatever_the_reader_speaks() -> None:
    plain = Client().get("/style/", headers={"accept-language": "ar"}).content.decode()
    arabic = Client().get("/style/?lang=ar").content.decode()

    assert '<html lang="en" dir="ltr">' in plain
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "حفل الافتتاح" in arabic


def test_an_unknown_language_makes_no_page_that_is_kept() -> None:
    store.clear()
    Client().get("/style/")
    kept = len(store)

    Client().get("/style/?lang=nothing")

    assert len(store) == kept


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_petals_have_contrast_on_paper_and_surface(scheme: int) -> None:
    names = [*_TEXTS, *(name for name in tokens() if name.startswith("petal-"))]

    ratios = {
        (name, ground): contrast(name, ground, scheme)
        for name in names
        for ground in ("paper", "surface")
    }

    assert len(ratios) == 26
    assert {place: ratio for place, ratio in ratios.items() if ratio < 4.5} == {}


def test_contrast_is_that_of_the_guidelines() -> None:
    # White with itself, and with the grey of lightness 0.6 that bounds a form control: #857d76.
    assert contrast("surface", "surface", LIGHT) == 1
    assert contrast("control", "surface", LIGHT) == pytest.approx(4.0, abs=0.15)
