"""The JavaScript modules that need no page, each by its own tests, which Node runs."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.node import NODE
from tests.paths import ROOT

TESTS = sorted((ROOT / "tests" / "js").glob("*.test.js"))
MODULES = sorted((ROOT / "static" / "js").rglob("*.js"))
# What only a page has. A module that names none of it can be tried without one.
_OF_A_PAGE = re.compile(
    r"\b(?:document|window|navigator|innerHeight|getComputedStyle|addEventListener|replaceChildren)\b"
)
# Node takes a file for a module by its syntax, and says each time that it has.
_COMMAND = [
    str(NODE),
    "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
    "--test",
    "--test-reporter=tap",
]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_module_does_what_its_tests_say(path: Path) -> None:
    done = subprocess.run([*_COMMAND, path], capture_output=True, text=True, check=False)

    passed, failed = (
        re.findall(rf"^# {word} (\d+)$", done.stdout, re.M) for word in ("pass", "fail")
    )
    assert (failed, done.returncode) == (["0"], 0), done.stdout + done.stderr
    assert int(passed[0]) > 2


def test_every_module_that_needs_no_page_has_tests() -> None:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in MODULES}
    code = {name: re.sub(r"//.*|/\*.*?\*/", "", text) for name, text in sources.items()}
    pure = {name for name, text in code.items() if not _OF_A_PAGE.search(text)}

    tested = {path.name.removesuffix(".test.js") for path in TESTS}

    assert len(sources) > 25
    assert pure - tested == set()
    assert tested - sources.keys() == set()
