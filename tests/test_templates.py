"""Names and first lines of templates say which are pages, and which are parts of pages."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.loader import get_template

from tests.paths import ROOT
from tests.test_architecture import templates

# Folders that say by their own name that what they hold is a part of a page: our components, the
# elements that allauth composes its pages of, and Django's widgets.
_FOLDERS_OF_PARTS = {"components", "elements", "widgets"}
_LOAD = re.compile(r"{% load ([^%]+?) %}")
_TAG = re.compile(r"{%-?\s*(\w+)")
_FILTER = re.compile(r"\|(\w+)")


def name_of(path: Path) -> str:
    """The name by which other templates call one."""
    return str(path).rsplit("templates/", 1)[-1]


def sources() -> dict[str, str]:
    """The text of every template of ours by its name."""
    found = {name_of(path): path.read_text(encoding="utf-8") for path in templates()}
    # A walk that finds nothing to read would find nothing wrong.
    assert len(found) > 100
    return found


def references(texts: dict[str, str], tag: str) -> set[str]:
    """The templates that others name in `tag`."""
    return {name for text in texts.values() for name in re.findall(rf'{{% {tag} "([^"]+)"', text)}


def is_page(name: str, text: str, extended: set[str]) -> bool:
    """Whether a template is a page or what pages are filled into."""
    return "{% extends " in text or name in extended


def says_part(name: str) -> bool:
    """Whether the name says that a template is a part of a page."""
    *folders, file = name.split("/")
    return file.startswith("_") or bool({*folders} & _FOLDERS_OF_PARTS)


def replaces_a_library_template(name: str) -> bool:
    """Whether a library gave the name, so that it is not ours to choose."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    return any(
        (Path(folder) / name).exists()
        for folder in engine.template_dirs
        if not Path(folder).is_relative_to(ROOT) or "site-packages" in str(folder)
    )


def test_parts_of_pages_are_named_so_and_pages_are_not() -> None:
    texts = sources()
    extended = references(texts, "extends")
    named_wrongly = [
        name
        for name, text in texts.items()
        if is_page(name, text, extended) == says_part(name)
        and not replaces_a_library_template(name)
    ]

    assert named_wrongly == []


def test_only_parts_are_included() -> None:
    texts = sources()
    # Libraries have names of their own for what they let us include, or replace.
    included = references(texts, "include") & texts.keys() - {"admin/includes/fieldset.html"}

    assert len(included) > 40
    assert [name for name in sorted(included) if not says_part(name)] == []


def test_each_part_is_used() -> None:
    texts = sources()
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.py")
        if not {".venv", "tests", "mutants"} & set(path.relative_to(ROOT).parts)
    )
    parts = {name for name in texts if says_part(name) and "allauth/elements/" not in name}
    used = references(texts, "include") | set(re.findall(r'"([\w/]+\.html)"', code))

    assert len(parts) > 40
    assert sorted(parts - used) == []


def test_each_part_names_its_context_in_its_first_line() -> None:
    silent = [
        name
        for name, text in sources().items()
        if says_part(name) and not re.match(r"{# .*\bContext: .*#}", text)
    ]

    assert silent == []


def unneeded_loads(source: str) -> list[str]:
    """Libraries that a template loads although they are built in, or not used."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    inner = engine.engine
    words = set(_TAG.findall(source)) | set(_FILTER.findall(source))
    found = []
    for library in " ".join(_LOAD.findall(source)).split():
        module = inner.libraries[library]
        contents = inner.template_libraries[library]
        if module in inner.builtins or not words & {*contents.tags, *contents.filters}:
            found.append(library)
    return found


def test_templates_load_only_what_they_use() -> None:
    paths = [*templates(), *sorted((ROOT / "templates").rglob("*.txt"))]
    found = {name_of(path): unneeded_loads(path.read_text(encoding="utf-8")) for path in paths}

    assert len(found) > 150
    assert {name: loads for name, loads in found.items() if loads} == {}


@pytest.mark.parametrize(
    ("source", "loads"),
    [
        ("{% load i18n tz %}{{ moment|utc }}", ["i18n"]),
        ("{% load tz %}{% translate 'Save' %}", ["tz"]),
        ("{% load tz %}{% get_current_timezone as zone %}", []),
    ],
)
def test_the_loads_of_a_template_are_understood(source: str, loads: list[str]) -> None:
    assert unneeded_loads(source) == loads


def test_every_template_compiles() -> None:
    for name in sources():
        assert get_template(name), name
