"""Raw colours stand in static/css/tokens.css; what has to repeat one elsewhere says the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import ImageColor

from forum_portal.style.tokens import tokens
from programme.feeds.schedule import _COLOURS
from tests.factories import make_event
from tests.paths import ROOT
from tests.test_architecture import APPS

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VALUE = re.compile(r":([^:;{}]+);")
_RAW = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(", re.IGNORECASE
)
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
# What a program other than a browser reads, or a browser before any style sheet.
_REPEATED = {
    "forum_portal/site/installable.py",
    "programme/feeds/schedule.py",
    "templates/base.html",
    "templates/staff/base.html",
}


def raw_colours(css: str) -> list[str]:
    """Values of a style sheet that are colours and not tokens; those of the system are neither."""
    values = _VALUE.findall(_COMMENT.sub("", css))
    words = {word for value in values for word in re.findall(r"(?<![\w-])[a-z]+(?![\w-])", value)}
    return _RAW.findall(" ".join(values)) + sorted(words & ImageColor.colormap.keys())


def sheets() -> Iterator[Path]:
    """Our style sheets but for the tokens."""
    found = sorted((ROOT / "static" / "css").rglob("*.css"))
    assert len(found) > 50
    return (path for path in found if path.name != "tokens.css")


def test_style_sheets_have_their_colours_from_the_tokens() -> None:
    found = {path.name: raw_colours(path.read_text(encoding="utf-8")) for path in sheets()}

    assert {name: colours for name, colours in found.items() if colours} == {}


@pytest.mark.parametrize(
    ("css", "colours"),
    [
        ("a { color: #FFF; }", ["#FFF"]),
        ("a { border: 1px solid white; }", ["white"]),
        ("a { background: light-dark(oklch(1 0 0), rgb(0 0 0)); }", ["oklch(", "rgb("]),
        ("#ffffff a { color: var(--ink); border-color: Canvas; }", []),
        ("a { white-space: nowrap; color: color-mix(in oklab, var(--ink) 6%, transparent); }", []),
    ],
)
def test_raw_colours_are_seen(css: str, colours: list[str]) -> None:
    assert raw_colours(css) == colours


def test_every_token_that_a_style_sheet_names_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sheets())
    own = {name for name in tokens() if name.startswith(("flat-", "admin-", "print-", "petal-"))}

    named = set(re.findall(r"var\(--((?:flat|admin|print|petal)-[\w-]+)\)", text))

    assert len(named) > 20
    assert named - own == set()


def test_no_other_file_repeats_a_colour() -> None:
    sources = [
        *(path for app in APPS for path in (ROOT / app).rglob("*.py")),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.typ"),
    ]
    found = {
        str(path.relative_to(ROOT))
        for path in sources
        if re.search(r"[\"\']#[0-9a-fA-F]{6}[\"\']", path.read_text(encoding="utf-8"))
    }

    assert found == _REPEATED


@pytest.mark.django_db
def test_the_frame_of_a_browser_has_the_red_of_the_tokens() -> None:
    event = make_event()

    page = Client().get(reverse("home", args=[event.slug])).content.decode()
    manifest = Client().get(reverse("manifest", args=[event.slug])).json()

    red = tokens()["flat-kapok"]
    assert re.findall(r'<meta name="theme-color" content="(.+?)">', page) == [red]
    assert manifest["theme_color"] == red
    assert manifest["background_color"] == tokens()["flat-paper"]


def test_the_schedule_feed_has_the_petals_of_the_tokens() -> None:
    assert {f"petal-{n}": tokens()[f"flat-petal-{n}"] for n in range(1, 8)} == _COLOURS


def test_pictures_are_drawn_in_colours_of_the_tokens() -> None:
    flat = {value for name, value in tokens().items() if name.startswith("flat-")}
    pictures = list((ROOT / "static" / "img").glob("*.svg"))

    used = {path.name: set(_HEX.findall(path.read_text(encoding="utf-8"))) for path in pictures}

    assert len(used) == 10
    assert all(used.values())
    assert {name: colours - flat for name, colours in used.items() if colours - flat} == {}


def test_paper_has_the_colours_of_the_site() -> None:
    look = (ROOT / "templates" / "paper" / "look.typ").read_text(encoding="utf-8")
    of_site = {
        name: (float(light) * 100, float(chroma), float(hue))
        for name, value in tokens().items()
        for light, chroma, hue in re.findall(
            r"^light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", value
        )
    }
    of_paper = {
        name.removesuffix("-colour"): (float(light), float(chroma), float(hue))
        for name, light, chroma, hue in re.findall(
            r"([\w-]+)(?: =|:) oklch\(([\d.]+)%, ([\d.]+), ([\d.]+)deg\)", look
        )
    }

    assert len(of_paper) == 14
    assert of_paper == {name: pytest.approx(of_site[name]) for name in of_paper}
