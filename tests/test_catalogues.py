"""Every word of the visitors' pages is there in each language of the portal."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
_LANGUAGES = ("zh_Hans", "fr", "es", "ar")
# Folders whose pages are for the team.
_TEAM = {"staff", "admin", "account", "allauth"}


def texts_of(template: str) -> set[str]:
    """The texts that a template asks a translation for."""
    return {text for _quote, text in re.findall(r"{% translate (['\"])(.+?)\1", template)}


def public_texts() -> set[str]:
    """The texts of all templates but those of the team's pages."""
    paths = (path for path in (ROOT / "templates").rglob("*.html") if not _TEAM & {*path.parts})
    return set().union(*(texts_of(path.read_text(encoding="utf-8")) for path in paths))


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_text_of_a_public_page_lacks_a_translation(language: str) -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    translated = {entry.msgid for entry in catalogue if entry.translated()}

    assert len(public_texts()) > 60
    assert public_texts() - translated == set()


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_translation_is_a_guess_or_loses_a_placeholder(language: str) -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    placeholder = re.compile(r"%\(\w+\)[sd]|%s")

    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    for entry in catalogue.translated_entries():
        if entry.msgstr:
            assert set(placeholder.findall(entry.msgid)) == set(placeholder.findall(entry.msgstr))


def test_texts_are_found_in_either_quotes() -> None:
    assert texts_of('{% translate \'a "b"\' %} {% translate "c\'s" as x %}') == {'a "b"', "c's"}
