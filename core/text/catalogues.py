"""Message catalogues, compiled where gettext is not installed.

`python -m core.text.catalogues` compiles those of the portal without any setting.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import polib

_LOCALE = Path(__file__).resolve().parents[2] / "locale"


def outdated_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Return each .po below `folders` whose .mo is missing or older."""
    return [
        source
        for folder in folders
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if not _is_compiled(source)
    ]


def _is_compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Compile the outdated catalogues below `folders`; return each new .mo.

    A .mo appears whole or not at all: half of one, left by a killed process, would stop every
    later start.
    """
    compiled = []
    for source in outdated_catalogues(folders):
        target = source.with_suffix(".mo")
        unfinished = target.with_suffix(f".{os.getpid()}.mo")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        compiled.append(target)
    return compiled


if __name__ == "__main__":
    compile_catalogues([_LOCALE])
