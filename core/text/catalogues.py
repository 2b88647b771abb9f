"""Message catalogues, compiled where gettext is not installed."""

import os
from collections.abc import Iterable
from pathlib import Path

import polib


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Compile each .po below `folders` whose .mo is missing or older; return those compiled.

    A .mo appears whole or not at all: half of one, left by a killed process, would stop every
    later start.
    """
    compiled = []
    for folder in folders:
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                unfinished = target.with_suffix(f".{os.getpid()}.mo")
                polib.pofile(str(source)).save_as_mofile(str(unfinished))
                unfinished.replace(target)
                compiled.append(target)
    return compiled
