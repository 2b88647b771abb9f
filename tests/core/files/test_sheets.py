"""Style sheets are written in parts and sent as one, in development as in production."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from core.files.sheets import SheetFinder, join_sheet, parts_of
from tests.paths import ROOT

STATIC = ROOT / "static"
CSS = STATIC / "css"


def test_parts_take_the_place_of_their_names_in_their_layer(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "card.css").write_text(".card { margin: 0; }\n")
    (tmp_path / "base.css").write_text("p { margin: 0; }\n")
    (tmp_path / "inner.css").write_text('@import "base.css";\n')
    sheet = tmp_path / "site.css"
    sheet.write_text(
        '@import "inner.css";\n@import "parts/card.css" layer(components);\na { color: red; }\n'
    )

    joined = join_sheet(sheet)

    assert joined == (
        "p { margin: 0; }\n@layer components {\n.card { margin: 0; }\n}\na { color: red; }\n"
    )
    assert parts_of(sheet) == {
        tmp_path / "inner.css",
        tmp_path / "base.css",
        tmp_path / "parts" / "card.css",
    }


def test_a_part_of_another_folder_may_not_name_a_file(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "card.css").write_text("a { background: url(rose.png); }")
    (tmp_path / "site.css").write_text('@import "parts/card.css";\n')

    with pytest.raises(ValueError, match="only sheets beside site"):
        join_sheet(tmp_path / "site.css")


def test_every_part_belongs_to_a_sheet_and_none_is_sent_alone() -> None:
    sheets = set(CSS.glob("*.css"))
    parts = {path for sheet in sheets for path in parts_of(sheet)}

    collected = {path for path, _store in SheetFinder().list([]) if path.endswith(".css")}

    assert set(CSS.rglob("*.css")) - sheets - parts == set()
    assert collected == {str(path.relative_to(STATIC)) for path in sheets - parts}
    assert len(parts) > 50


def test_the_development_server_sends_what_is_collected(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)

    for name in ("site.css", "admin.css", "planner.css"):
        found = finders.find(f"css/{name}")
        collected = (tmp_path / "css" / name).read_text(encoding="utf-8")
        assert isinstance(found, str)
        assert Path(found).read_text(encoding="utf-8") == collected
        assert "@import" not in collected
        assert len(collected.splitlines()) > 200
    assert not (tmp_path / "css" / "components").exists()


def test_a_changed_part_is_seen_at_once(tmp_path: Path, settings: Any) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "part.css").write_text("a { color: red; }")
    (tmp_path / "changing.css").write_text('@import "part.css";\n')
    finder = SheetFinder()
    first = Path(str(finder.find("changing.css"))).read_text()
    (tmp_path / "part.css").write_text("a { color: blue; }")

    second = Path(str(finder.find("changing.css"))).read_text()

    assert (first, second) == ("a { color: red; }\n", "a { color: blue; }\n")


def test_sheets_and_scripts_can_be_read_and_compared_line_by_line() -> None:
    sources = [*CSS.rglob("*.css"), *(STATIC / "js").rglob("*.js")]
    lines = [
        (path.name, line)
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    assert len(lines) > 5000
    assert [line for line in lines if len(line[1]) > 100] == []
    # A second declaration in a line begins after the end of the first.
    assert [
        line for line in lines if re.search(r";\s*[\w-]+:", line[1]) and "//" not in line[1]
    ] == []
