"""The data set of the demo (`forum_2023.json`), in the terms of the portal."""

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

from forum_portal.demo import arabic, chinese, french, spanish

_FILE = Path(__file__).with_name("forum_2023.json")
_LANGUAGES = {"zh": "zh-hans"}
# What the data set leaves open in a language, in our own wording: it never replaces a word of it.
_OUR_WORDS = {
    "zh-hans": chinese.WORDS,
    "fr": french.WORDS,
    "es": spanish.WORDS,
    "ar": arabic.WORDS,
}

KINDS = {
    "sub_forum": "sub-forum",
    "social": "reception",
    "bilateral_block": "bilateral",
}
ROLES = {
    "chair": "chair",
    "host": "chair",
    "moderator": "moderator",
    "keynote": "keynote",
    "panel": "panellist",
}
FIGURES = (
    ("representatives", "representatives"),
    ("cities", "cities"),
    ("countries", "countries"),
    ("organizations", "international_organizations"),
    ("incumbents", "incumbent_governors_or_mayors"),
    ("sub-forums", "sub_forums"),
    ("major-events", "major_events"),
    ("tour-routes", "tour_routes"),
)


# An object of the data set, whose shape the file itself shows.
Entry: TypeAlias = dict[str, Any]


@cache
def read() -> Entry:
    """Return the whole data set; our own texts fill in missing languages."""
    data: Entry = json.loads(_FILE.read_text(encoding="utf-8"))
    for language, sections in _OUR_WORDS.items():
        for section, own_texts in sections.items():
            _fill(data[section], language, own_texts)
    return data


def _fill(section: Entry | list[Entry], language: str, own_texts: dict[str, str]) -> None:
    if isinstance(section, dict):
        named = section
    else:
        named = {
            entry.get("slug") or entry["id"]: entry.get("title") or entry["name"]
            for entry in section
        }
    for key, text in own_texts.items():
        named[key].setdefault(language, text)


def texts(value: dict[str, str] | None) -> dict[str, str]:
    """Return texts by the portal's language codes; `local` is not a language and is left out."""
    by_code = {_LANGUAGES.get(code, code): text for code, text in (value or {}).items()}
    return {code: text for code, text in by_code.items() if code != "local"}


def guid(*parts: str) -> UUID:
    """Return an identifier that is the same on every machine."""
    return uuid5(NAMESPACE_URL, "/".join(("demo", *parts)))


def code(identifier: str) -> str:
    """Return a session code that is the same on every machine."""
    letters = "23456789BCDFGHJKLMNPQRSTVWXZ"
    number = guid("session-code", identifier).int
    return "".join(letters[number // len(letters) ** place % len(letters)] for place in range(6))
