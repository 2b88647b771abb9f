"""The colours, sizes and spaces of `static/css/tokens.css`, with the contrast of colours.

Colours are written as `oklch(L C H)` or `light-dark(…, …)`. Contrast is that of WCAG 2.2: the
matrices are those of CSS Color 4 (https://www.w3.org/TR/css-color-4/#color-conversion-code).
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

LIGHT, DARK = 0, 1
_TOKEN = re.compile(r"^\s*--([\w-]+):\s*([^;]+);$", re.MULTILINE)
_COLOUR = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour token: its value and its contrast with paper and surface, light and dark."""

    name: str
    value: str
    contrasts: tuple[tuple[str, float], ...]


@cache
def tokens() -> dict[str, str]:
    """Every token by name, as the style sheet writes it, in one line."""
    path = finders.find("css/tokens.css")
    if not isinstance(path, str):
        raise FileNotFoundError("static/css/tokens.css")
    text = Path(path).read_text(encoding="utf-8")
    return {name: " ".join(value.split()) for name, value in _TOKEN.findall(text)}


def colours() -> Iterator[Colour]:
    """The colour tokens, in the order of the style sheet."""
    for name, value in tokens().items():
        if _COLOUR.search(value) and name != "shadow":
            yield Colour(name, value, tuple(_contrasts(name)))


def tokens_named(prefix: str) -> list[tuple[str, str]]:
    """The tokens whose names begin with `prefix`, with their values."""
    return [(name, value) for name, value in tokens().items() if name.startswith(prefix)]


def contrast(name: str, other: str, scheme: int) -> float:
    """The contrast of two colour tokens in the light or the dark scheme, from 1 to 21."""
    lighter, darker = sorted((_luminance(name, scheme), _luminance(other, scheme)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _contrasts(name: str) -> Iterator[tuple[str, float]]:
    for ground in ("paper", "surface"):
        for scheme, word in ((LIGHT, "light"), (DARK, "dark")):
            if name != ground:
                yield f"{ground}, {word}", round(contrast(name, ground, scheme), 1)


def _luminance(name: str, scheme: int) -> float:
    schemes = _COLOUR.findall(tokens()[name])
    lightness, chroma, hue = (float(part) for part in schemes[min(scheme, len(schemes) - 1)])
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    weights = zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True)
    return sum(weight * min(max(part, 0), 1) for weight, part in weights)
