"""The budgets and habits of docs/architecture.md, on the code and the templates as they are."""

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

APPS = ("forum_portal", "programme", "delegations", "events", "accounts", "mail", "core")
_FORBIDDEN_NAMES = {"utils.py", "helpers.py", "misc.py", "signals.py"}
Check = Callable[[str], list[str]]


def modules() -> Iterator[Path]:
    """Every module of the portal but its migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.relative_to(ROOT).parts:
                yield path


def templates() -> Iterator[Path]:
    """Every template."""
    yield from sorted((ROOT / "templates").rglob("*.html"))
    for app in APPS:
        yield from sorted((ROOT / app).glob("templates/**/*.html"))


def long_functions(source: str, limit: int = 40) -> list[str]:
    """Functions of more than `limit` lines."""
    return [
        f"{node.name}: {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > limit
    ]


def long_views(source: str) -> list[str]:
    """Functions that take a request first, of more than 25 lines."""
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    views = (node for node in functions if node.args.args or node.args.posonlyargs)
    return [
        f"{node.name}: {length} lines"
        for node in views
        if [*node.args.posonlyargs, *node.args.args][0].arg == "request"
        and (length := (node.end_lineno or 0) - node.lineno + 1) > 25
    ]


def signals(source: str) -> list[str]:
    """Receivers of signals: data flows by calls that can be read."""
    return re.findall(r"@receiver\b|\b(?:post|pre)_(?:save|delete)\.connect\b", source)


def nameless_querysets(source: str) -> list[str]:
    """Querysets and managers that do not name their model, so that all they give is untyped."""
    return re.findall(r"QuerySet\[Any\]|ClassVar\[Any\] = .*as_manager", source)


_NOT_A_NOUN = {"one", "found", "said"}


def bound_names(node: ast.AST) -> list[str | None]:
    """The names that a node of a syntax tree gives to variables, parameters and functions."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return [name]
        case ast.FunctionDef(name=name) | ast.ExceptHandler(name=name) | ast.alias(asname=name):
            return [name]
    return []


def names_without_noun(source: str) -> list[str]:
    """Bindings called `one`, `found` or `said` for what has a noun: row, match, answer."""
    return [
        f"line {getattr(node, 'lineno', 0)}: {name}"
        for node in ast.walk(ast.parse(source))
        for name in bound_names(node)
        if name in _NOT_A_NOUN
    ]


def active_content(source: str) -> list[str]:
    """What the content security policy forbids, and what would let markup out unescaped."""
    found = re.findall(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|\|\s*safe\b|autoescape off", source)
    found += re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b", source)
    return found


def third_parties(source: str) -> list[str]:
    """Files fetched from another host."""
    return re.findall(
        r"(?:src|href)\s*=\s*[\"'](?:https?:)?//[^\"']+|url\(\s*[\"']?https?:", source
    )


def too_long(limit: int) -> Check:
    """Sources of more than `limit` lines."""

    def check(source: str) -> list[str]:
        lines = len(source.splitlines())
        return [f"{lines} lines"] if lines > limit else []

    return check


def violations(paths: Iterator[Path], check: Check) -> dict[str, list[str]]:
    """What `check` finds, by path."""
    found = {str(path.relative_to(ROOT)): check(path.read_text(encoding="utf-8")) for path in paths}
    # A walk that finds nothing to read would find nothing wrong.
    assert len(found) > 5
    return {path: faults for path, faults in found.items() if faults}


def pages() -> Iterator[Path]:
    """Templates of whole pages."""
    return (path for path in templates() if "components" not in path.parts)


def components() -> Iterator[Path]:
    """Templates of parts of pages."""
    return (path for path in templates() if "components" in path.parts)


def styles() -> Iterator[Path]:
    """Our own style sheets."""
    return (path for path in sorted((ROOT / "static").rglob("*.css")) if "vendor" not in path.parts)


@pytest.mark.parametrize(
    ("paths", "check"),
    [
        (modules, too_long(300)),
        (modules, long_functions),
        (modules, long_views),
        (modules, signals),
        (modules, nameless_querysets),
        (modules, names_without_noun),
        (pages, too_long(120)),
        (components, too_long(40)),
        (templates, active_content),
        (templates, third_parties),
        (styles, third_parties),
    ],
    ids=[
        "modules of 300 lines",
        "functions of 40",
        "views of 25",
        "no signals",
        "querysets that name their model",
        "variables named by a noun",
        "pages of 120",
        "components of 40",
        "no active content",
        "no third parties in templates",
        "no third parties in styles",
    ],
)
def test_the_code_keeps_to(paths: Callable[[], Iterator[Path]], check: Check) -> None:
    assert violations(paths(), check) == {}


# Fonts lie beside each other as they came, decisions in the order in which they were made; the top
# of the tests is the list of what is tested. At the root is what tools and readers expect there.
_LARGE_FOLDERS = {"", "docs/adr", "core/typesetting/fonts", "tests", "tests/portal"}


def test_a_folder_has_at_most_25_entries_of_its_own() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    entries: dict[str, set[str]] = defaultdict(set)
    for name in files:
        parts = name.split("/")
        for depth, part in enumerate(parts):
            entries["/".join(parts[:depth])].add(part)
    large = {folder: len(names) for folder, names in entries.items() if len(names) > 25}

    assert len(entries) > 50
    assert large.keys() - _LARGE_FOLDERS == set()


def modules_of_tests() -> Iterator[Path]:
    """Every module of the tests."""
    yield from sorted((ROOT / "tests").rglob("*.py"))


# They were longer before there was a budget, and wait to be divided by subject. No name is added.
_LONG_TESTS = {
    "test_api.py",
    "test_apply.py",
    "test_background_exports.py",
    "test_booklet.py",
    "test_checks.py",
    "test_checks_pages.py",
    "test_docs.py",
    "test_exports.py",
    "test_focal_access.py",
    "test_inviting.py",
    "test_list_versions.py",
    "test_lists.py",
    "test_log_in.py",
    "test_merging.py",
    "test_moving.py",
    "test_people.py",
    "test_registration.py",
    "test_services.py",
    "test_tables.py",
    "test_taking_back.py",
    "test_versions.py",
    "test_webhooks.py",
}


def test_a_module_of_tests_has_400_lines_at_most() -> None:
    found = violations(modules_of_tests(), too_long(400))

    assert {Path(path).name for path in found} <= _LONG_TESTS


def test_no_module_is_named_after_nothing() -> None:
    names = {path.name for path in modules()}

    assert len(names) > 40
    assert not names & _FORBIDDEN_NAMES


_LONG = "def view(request):\n" + "    x = 1\n" * 50


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (too_long(3), "a\nb\nc\nd", "a\nb\nc"),
        (long_functions, _LONG, "def short():\n    return 1"),
        (long_views, _LONG, "def other(row):\n" + "    x = 1\n" * 30),
        (signals, "@receiver(post_save)", "def send(): pass"),
        (signals, "post_save.connect(f)", "connection.connect()"),
        (nameless_querysets, "class A(models.QuerySet[Any]):", 'class A(models.QuerySet["B"]):'),
        (nameless_querysets, "objects: ClassVar[Any] = A.as_manager()", "objects = A.as_manager()"),
        (names_without_noun, "[one.name for one in rows]", "[row.name for row in rows]"),
        (names_without_noun, "if found := find(text):\n    pass", "match.found = find(text)"),
        (names_without_noun, "def tell(said):\n    pass", "def tell(answer):\n    pass"),
        (names_without_noun, "key = lambda one: -one.size", "key = sort(one=earlier)"),
        (active_content, '<p style="color:red">', '<p class="style">'),
        (active_content, "<p onclick='x()'>", "<p>on = '1'</p>"),
        (active_content, "{{ text|safe }}", "{{ text|safe_name }}"),
        (active_content, "<script>1</script>", '<script src="a.js" type="module"></script>'),
        (third_parties, '<img src="https://x.example/a.png">', '<img src="/static/a.png">'),
        (third_parties, "url(https://x.example/f.woff2)", "url(../f.woff2)"),
    ],
)
def test_each_check_finds_what_it_is_for(check: Check, bad: str, good: str) -> None:
    assert check(bad)
    assert not check(good)


def database_imports(module: str, sources: Callable[[str], str | None]) -> list[str]:
    """What `module` and the modules it imports take from `django.db`, but for fixed words."""
    seen: set[str] = set()
    waiting, found = [module], []
    while waiting:
        name = waiting.pop()
        source = sources(name)
        if name in seen or source is None:
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            if node.module.split(".")[:2] == ["django", "db"]:
                words = {"TextChoices", "IntegerChoices"}
                found += [f"{name}: {one.name}" for one in node.names if one.name not in words]
            elif node.module.split(".")[0] in APPS:
                waiting += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return found


def source_of(module: str) -> str | None:
    """The source of one of our modules, or None where there is none of that name."""
    path = ROOT / module.replace(".", "/")
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((one.read_text(encoding="utf-8") for one in files if one.exists()), None)


def modules_without_database() -> list[str]:
    """The modules that say of themselves that they know no database."""
    texts = {path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in modules()}
    names = [path for path, text in texts.items() if "knows no database" in (text or "").lower()]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in names]


@pytest.mark.parametrize("module", modules_without_database())
def test_a_module_that_knows_no_database_imports_none(module: str) -> None:
    assert database_imports(module.removesuffix(".__init__"), source_of) == []


def test_enough_modules_know_no_database() -> None:
    assert len(modules_without_database()) > 20


def test_a_database_behind_another_module_is_found() -> None:
    sources = {"core.a": "from core import b", "core.b": "from django.db import models"}

    assert database_imports("core.a", sources.get) == ["core.b: models"]
    assert (
        database_imports("core.b", {"core.b": "from django.db.models import TextChoices"}.get) == []
    )
