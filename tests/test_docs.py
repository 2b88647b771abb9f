"""The documents say what the code does: tables, links, commands and paths are compared with it.

Each reader of a document is also shown a wrong text, so that a check which sees nothing fails.
"""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

import polib
import pytest

from accounts.roles import RIGHTS, Right, Role
from core.text.languages import interface_languages
from delegations.choices import ListFormat
from delegations.lists.columns import all_columns
from delegations.lists.file_formats import AT_ONCE
from events.import_kinds import KINDS
from programme.checks import registered
from tests import graph
from tests.bench.promises import promises
from tests.paths import ROOT

_NOT_OURS = {"var", ".venv", ".git"}
_SUFFIXES = {".py", ".md", ".html", ".toml", ".txt", ".css", ".po"}


def documents() -> list[Path]:
    """Every Markdown file of the repository."""
    tops = (one for one in ROOT.iterdir() if one.is_dir() and not _is_left_out(one.name))
    found = [*ROOT.glob("*.md"), *(path for top in tops for path in top.rglob("*.md"))]
    return sorted(path.relative_to(ROOT) for path in found)


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name in _NOT_OURS


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows_of(text: str, heading: str) -> list[list[str]]:
    """The cells of the table whose header begins with the cell `heading`, header included."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        if not line.startswith("|--"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


# --- Rights ---------------------------------------------------------------------------------------


def rights_in(text: str) -> dict[Role, frozenset[Right]]:
    """The table of rights. Any mark but ✔ and – is an error, and so is a right named twice."""
    header, *rows = rows_of(text, "right")
    roles = [Role(cell.strip("`")) for cell in header[1:]]
    found: dict[Role, set[Right]] = {role: set() for role in roles}
    assert Counter(row[0] for row in rows) == Counter(f"`{right}`" for right in Right)
    for name, *cells in rows:
        for role, mark in zip(roles, cells, strict=True):
            assert mark in {"✔", "–"}, f"{name}, {role}: {mark}"
            if mark == "✔":
                found[role].add(Right(name.strip("`")))
    return {role: frozenset(rights) for role, rights in found.items()}


def test_the_table_of_rights_is_that_of_the_code() -> None:
    assert rights_in(_text("docs/permissions.md")) == dict(RIGHTS)


def test_one_wrong_cell_in_the_table_of_rights_is_found() -> None:
    text = _text("docs/permissions.md")
    rows = [line for line in text.splitlines() if re.match(r"\| `[a-z-]+` \| [✔–]", line)]

    assert len(rows) == len(Right)
    for row in rows:
        for place, sign in enumerate(row):
            if sign in "✔–":
                other = "–" if sign == "✔" else "✔"
                changed = text.replace(row, row[:place] + other + row[place + 1 :])
                assert rights_in(changed) != dict(RIGHTS)


def test_a_missing_right_in_the_table_is_found() -> None:
    lines = _text("docs/permissions.md").splitlines()
    without = "\n".join(line for line in lines if not line.startswith("| `export`"))

    with pytest.raises(AssertionError):
        rights_in(without)


# --- Columns of the attendee list -----------------------------------------------------------------


def columns_in(text: str) -> list[list[str]]:
    """The table of columns: heading, key, kind, whether usual, right."""
    return rows_of(text, "column")[1:]


def test_the_table_of_columns_is_that_of_the_attendee_list() -> None:
    expected = [
        [
            str(one.heading),
            f"`{one.key}`",
            one.kind,
            "✔" if one.is_default else "–",
            f"`{one.right}`" if one.right else "–",
        ]
        for one in all_columns()
    ]

    assert columns_in(_text("docs/exports.md")) == expected
    assert columns_in("| column | key |\n|---|---|\n| Name | `nome` |\n") == [["Name", "`nome`"]]


# --- Checks of the agenda -------------------------------------------------------------------------


def checks_in(text: str) -> list[list[str]]:
    """The table of checks: key, severity, what it is about."""
    return [row[:3] for row in rows_of(text, "check")[1:]]


def test_the_table_of_checks_is_that_of_the_registry() -> None:
    expected = [
        [f"`{one.key}`", one.severity.value, str(one.label)] for one in registered().values()
    ]

    assert sorted(checks_in(_text("docs/checks.md"))) == sorted(expected)
    assert checks_in("| check | severity | about |\n|---|---|---|\n| `a` | note | A |\n") == [
        ["`a`", "note", "A"]
    ]


def test_the_tables_of_columns_are_those_of_the_imports() -> None:
    text = _text("docs/imports.md")
    for kind, heading in (
        ("sessions", "column of sessions"),
        ("appearances", "column of people on stage"),
        ("rooms", "column of rooms"),
        ("people", "column of people"),
    ):
        expected = [
            [str(one.label), f"`{one.key}`", "*" if one.is_required else "–"]
            for one in KINDS[kind].fields
            if not one.language or one.language in interface_languages()
        ]

        assert rows_of(text, heading)[1:] == expected


# --- Performance ----------------------------------------------------------------------------------


def promises_in(text: str) -> list[tuple[str, str, str]]:
    """The promises about speed: what, compared with what, at most what ratio."""
    return [(row[0], row[1], row[2]) for row in rows_of(text, "what")[1:]]


def broken_figures(text: str) -> list[str]:
    """The figures of that table that are not as promised, or cannot be read."""
    found = []
    for what, _against, limit, *figures in rows_of(text, "what")[1:]:
        for figure in figures:
            ratio = re.match(r"([\d.]+) \([\d.]+ : [\d.]+ (?:ms|MiB|µs)\)$", figure)
            if not ratio or float(ratio[1]) > float(limit.removeprefix("≤ ")):
                found.append(f"{what}: {figure}")
    return found


def test_the_table_of_promises_is_that_of_the_bench() -> None:
    text = _text("docs/performance.md")
    every = chain.from_iterable(own() for own in promises(0).values())

    assert promises_in(text) == [(one.what, one.against, f"≤ {one.most:g}") for one in every]
    assert broken_figures(text) == []


def test_a_figure_that_breaks_its_promise_and_one_that_says_nothing_are_found() -> None:
    table = "| what | against | promise | SQLite |\n|---|---|---|---|\n| CSV | csv | ≤ 1.6 | {} |\n"

    assert promises_in(table) == [("CSV", "csv", "≤ 1.6")]
    assert broken_figures(table.format("1.60 (8 : 5 ms)")) == []
    assert broken_figures(table.format("1.61 (8 : 5 ms)")) == ["CSV: 1.61 (8 : 5 ms)"]
    assert broken_figures(table.format("fast")) == ["CSV: fast"]


def test_the_lists_that_the_worker_makes_are_those_of_the_code() -> None:
    text = " ".join(_text("docs/performance.md").split())

    assert (
        f"more than {AT_ONCE[ListFormat.CSV]:,} people as CSV, {AT_ONCE[ListFormat.XLSX]:,} as a"
        f" workbook or {AT_ONCE[ListFormat.PDF]:,} on paper"
    ) in text


# --- Settings -------------------------------------------------------------------------------------


def variables_read(source: str) -> set[str]:
    """The environment variables that `env.…("NAME")` reads."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def variables_described(text: str) -> Counter[str]:
    """The environment variables that have a row, with how many."""
    return Counter(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", text, re.MULTILINE))


def test_each_setting_has_one_row() -> None:
    read = variables_read(_text("forum_portal/settings.py"))

    assert {"SECRET_KEY", "DATABASE_URL", "ALLOW_TEMPORARY_DATA"} < read
    assert variables_described(_text("docs/settings.md")) == Counter(read)


def test_a_setting_without_a_row_and_one_with_two_are_found() -> None:
    text = _text("docs/settings.md")
    read = variables_read(_text("forum_portal/settings.py") + '\nNEW = env.str("BRAND_NEW")\n')

    assert read - set(variables_described(text)) == {"BRAND_NEW"}
    assert variables_described(text + "\n| `DEBUG` | false | again |\n")["DEBUG"] == 2


# --- Links ----------------------------------------------------------------------------------------


def broken_links(path: Path, text: str) -> list[str]:
    """Relative links and images of a document at `path` that lead nowhere, headings included."""
    return [
        target
        for target in re.findall(r"\]\(([^)\s]+)\)", _without_code(text))
        if not re.match(r"[a-z]+:", target) and not _leads_somewhere(path, text, target)
    ]


def _leads_somewhere(path: Path, text: str, target: str) -> bool:
    name, _sep, heading = target.partition("#")
    file = ROOT / path.parent / name if name else None
    if file is not None and not file.exists():
        return False
    return not heading or heading in _anchors(file.read_text("utf-8") if file else text)


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def test_every_relative_link_and_image_leads_somewhere() -> None:
    found = {str(path): broken_links(path, _text(str(path))) for path in documents()}

    assert {"README.md", "docs/deploy.md", "docs/adr/README.md"} <= set(found)
    assert {path: links for path, links in found.items() if links} == {}


def test_a_broken_link_image_and_heading_are_found() -> None:
    text = (
        "# Some place\n[a](../README.md) [b](nowhere.md) ![c](img/no.png) [d](https://x.example/)"
        "[e](#some-place) [f](#no-place) [g](../README.md#no-place)"
    )

    assert broken_links(Path("docs/any.md"), text) == [
        "nowhere.md",
        "img/no.png",
        "#no-place",
        "../README.md#no-place",
    ]


# --- Commands and paths ---------------------------------------------------------------------------


def code_in(text: str) -> Iterator[str]:
    """What a document sets as code: in backticks, in fences and in indented lines."""
    for fence in re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL):
        yield from fence.splitlines()
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", outside)
    yield from (line.strip() for line in outside.splitlines() if line.startswith("    "))


def make_targets(text: str) -> set[str]:
    """What a document tells the reader to make."""
    pieces = (re.match(r"(?:\$ )?make ([a-z][a-z-]*)", code) for code in code_in(text))
    return {found[1] for found in pieces if found}


def test_every_make_command_exists() -> None:
    known = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    named = {target for path in documents() for target in make_targets(_text(str(path)))}

    assert {"demo", "test", "check"} <= named
    assert named - known == set()


def test_a_make_command_is_seen_wherever_it_stands() -> None:
    text = "`make one PORT=1`, make nothing\n\n    make two\n\n```sh\nmake three\n```\n"

    assert make_targets(text) == {"one", "two", "three"}


def broken_paths(text: str) -> list[str]:
    """Paths in backticks that look like files of the repository and are not."""
    spans = re.findall(r"(?<!`)`([^`\s]+)`(?!`)", text)
    return [span for span in spans if _looks_like_path(span) and not _exists(span)]


def _exists(span: str) -> bool:
    # A bare name such as `services.py` stands for the file of that name in some app.
    return any(ROOT.glob(span)) or ("/" not in span and any(ROOT.glob(f"*/{span}")))


def _looks_like_path(span: str) -> bool:
    if not re.fullmatch(r"[\w.*-]+(/[\w.*-]+)*/?", span):
        return False  # an address, an option, a name of Python
    first = span.split("/")[0]
    if first in _NOT_OURS:
        return False
    return Path(span).suffix in _SUFFIXES or ("/" in span and (ROOT / first).exists())


def test_every_path_in_backticks_exists() -> None:
    found = {str(path): broken_paths(_text(str(path))) for path in documents()}

    assert {path: names for path, names in found.items() if names} == {}


def test_a_path_that_does_not_exist_is_found() -> None:
    text = "`core/gone.py` `gone/` `gone.md` `core/` `core/apps.py` `/healthz` `var/x.txt` `a/b`"

    assert broken_paths(text) == ["core/gone.py", "gone.md"]
    assert broken_paths("`tests/gone/`") == ["tests/gone/"]


# --- What imports what ----------------------------------------------------------------------------


def test_the_diagrams_are_those_of_the_imports() -> None:
    text = graph.DOCUMENT.read_text(encoding="utf-8")

    assert graph.with_diagrams(text) == text, "write them with: python -m tests.graph"
    assert "    programme --> delegations\n" in text
    assert "    access --> people\n" in text


def test_a_change_of_the_diagrams_is_found() -> None:
    text = graph.DOCUMENT.read_text(encoding="utf-8")

    assert graph.with_diagrams(text.replace("access --> people", "people --> access")) == text
    with pytest.raises(ValueError, match="needs the lines"):
        graph.with_diagrams("# No place for diagrams")


def test_no_imports_make_a_circle() -> None:
    found = dict(graph.sections())

    assert all(len(arrows) > 5 for arrows in found.values())
    assert {heading: graph.circle_in(arrows) for heading, arrows in found.items()} == {
        heading: [] for heading in ["The apps", *(f"`{app}/`" for app in graph.APPS)]
    }


def test_a_circle_of_imports_is_found() -> None:
    circle = graph.circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})

    assert set(circle) == {"a", "b", "c"}


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    arrows = {"a": {"b", "c", "d"}, "b": {"c"}, "c": {"d"}, "d": set(), "e": set()}

    assert graph.reduced(arrows) == {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set(), "e": set()}
    assert graph.diagram(arrows).splitlines()[2:-1] == [
        "    a --> b",
        "    b --> c",
        "    c --> d",
        "    e",
    ]


def test_a_folder_named_like_a_word_of_mermaid_is_a_node_all_the_same() -> None:
    lines = graph.diagram({"style": set(), "urls": {"style"}}).splitlines()

    assert lines[2:-1] == ['    urls --> style_["style"]']


# --- Changelog ------------------------------------------------------------------------------------


def long_lists(text: str, most: int) -> list[str]:
    """Headings of the changelog with more than `most` entries: a diary, which nobody reads."""
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)[1:]
    return [
        heading
        for heading, entries in zip(parts[::2], parts[1::2], strict=True)
        if len(re.findall(r"^- ", entries, re.MULTILINE)) > most
    ]


def test_the_changelog_is_no_diary() -> None:
    text = _text("CHANGELOG.md")

    assert "### Added for visitors" in text
    assert long_lists(text, most=30) == []


def test_a_long_list_of_changes_is_found() -> None:
    assert long_lists("### Added\n- a\n- b\n### Fixed\n- a\n  - b\n- c\n- d\n", 2) == ["Fixed"]


# --- Labels ---------------------------------------------------------------------------------------


def unknown_labels(text: str, known: Collection[str]) -> list[str]:
    """Labels in italics, such as *Agenda → What changed*, that are no text of the interface."""
    spans = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)
    labels = [label for span in spans for label in span.split(" → ")]
    return [label for label in labels if label.lower() not in known]


def test_the_labels_that_the_readme_names_exist() -> None:
    catalogue = polib.pofile(str(ROOT / "locale/fr/LC_MESSAGES/django.po"))
    # Titles of lists in the admin are names of models with a capital letter.
    known = {entry.msgid.lower() for entry in catalogue}

    assert unknown_labels(_text("README.md"), known) == []


def test_a_label_that_does_not_exist_is_found() -> None:
    assert unknown_labels("*Agenda → Gone* and **bold** and *Lost*", {"agenda"}) == ["Gone", "Lost"]


# --- Capabilities ---------------------------------------------------------------------------------

# What every app has, and what Django finds by its name; the document describes them once.
_VOCABULARY = {
    "admin",
    "choices",
    "management",
    "migrations",
    "models",
    "querysets",
    "templatetags",
}


def capabilities(app: str) -> set[str]:
    """The folders of an app that are not shared vocabulary."""
    folders = {path.parent.name for path in (ROOT / app).glob("*/__init__.py")}
    return folders - _VOCABULARY


def capabilities_in(text: str, app: str) -> list[str]:
    """The folders that the table of an app names."""
    cells = " ".join(row[0] for row in rows_of(text, f"`{app}/`")[1:])
    return re.findall(r"`([a-z_]+)/`", cells)


@pytest.mark.parametrize("app", ["forum_portal", "programme", "delegations", "events", "core"])
def test_each_capability_has_its_row(app: str) -> None:
    text = _text("docs/architecture.md")

    # The first table with the name of the app in a cell is that of the apps.
    text = text[text.index("### The capabilities") :]
    assert len(capabilities(app)) > 3
    assert sorted(capabilities_in(text, app)) == sorted(capabilities(app))


def test_capabilities_are_read_from_every_row() -> None:
    table = "| `shop/` | for |\n|---|---|\n| `till/` | money |\n| `a/` `b_c/` | `d/` |\n"

    assert capabilities_in(table, "shop") == ["till", "a", "b_c"]
