"""Style sheets that are written in parts, one a component, and sent as one file.

A sheet names its parts in plain CSS, by `@import "part.css";` or `@import "part.css" layer(name);`.
A browser would understand that, but request each part separately. `SheetFinder` joins them, for
`collectstatic` and for the server of `make run`.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

_IMPORT = re.compile(r'^@import "([^"]+)"(?: layer\(([a-z]+)\))?;$', re.MULTILINE)


def parts_of(sheet: Path) -> set[Path]:
    """The files that a sheet is joined from, those of its parts included."""
    parts = {sheet.parent / name for name, _layer in _IMPORT.findall(_read(sheet))}
    return parts.union(*map(parts_of, parts))


def join_sheet(sheet: Path) -> str:
    """A sheet with its parts in place of their names."""

    def joined(match: re.Match[str]) -> str:
        part = sheet.parent / match[1]
        text = join_sheet(part).strip()
        if "url(" in text and part.parent != sheet.parent:
            # A relative URL would be resolved from the folder of the sheet.
            raise ValueError(f"{part} names a file: only sheets beside {sheet.name} may")
        return f"@layer {match[2]} {{\n{text}\n}}" if match[2] else text

    return _IMPORT.sub(joined, _read(sheet))


class SheetFinder(FileSystemFinder):
    """Find the files of `STATICFILES_DIRS`, sheets joined; parts are not collected separately."""

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        """Find a file; a sheet in parts is joined each time, so that no change is missed."""
        location = super().find_location(root, path, prefix)
        if not location or not path.endswith(".css") or not _IMPORT.search(_read(Path(location))):
            return location
        return str(_written(path, join_sheet(Path(location))))

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, object]]:
        """Every file to be collected with its storage."""
        files = list(super().list(ignore_patterns))
        sheets = [Path(store.path(path)) for path, store in files if path.endswith(".css")]
        parts = set().union(*map(parts_of, sheets))
        for path, store in files:
            source = Path(store.path(path))
            if source in parts:
                continue
            if source in sheets and parts_of(source):
                _written(path, join_sheet(source))
                yield path, FileSystemStorage(location=_folder())
            else:
                yield path, store


def _read(sheet: Path) -> str:
    return sheet.read_text(encoding="utf-8")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "sheets"


def _written(path: str, text: str) -> Path:
    """The file of a joined sheet. Whole at any moment: another process may be reading it."""
    target = _folder() / path
    if not target.exists() or _read(target) != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, delete=False
        ) as file:
            file.write(text)
        os.replace(file.name, target)
    return target
