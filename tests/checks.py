"""`make check`: everything that can be said about the code without running it. All at once."""

import os
import subprocess
import sys
from pathlib import Path

from tests.node import BIOME, TSC

BIN = Path(sys.executable).parent
_CODE = ["forum_portal", "programme", "delegations", "events", "accounts", "mail", "core", "tests"]
_ENVIRONMENT = {
    "SECRET_KEY": "for-checks-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "DATA_KEYS": "for-checks-only-9876543210-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "ALLOWED_HOSTS": "forum.example",
    "PUBLIC_ORIGIN": "https://forum.example",
    "ALLOW_TEMPORARY_DATA": "true",
    "DATABASE_URL": f"sqlite:///{Path('var/checks.sqlite3').absolute()}",
}


def commands() -> list[list[str]]:
    """Each check as a command."""
    templates = subprocess.run(
        ["git", "ls-files", "templates/*.html", "core/templates/*.html"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    manage = [sys.executable, "manage.py"]
    return [
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates],
        [*BIOME, "ci", "--error-on-warnings", "--colors=off"],
        [*TSC, "--project", "tests/js"],
        [str(BIN / "mypy"), *_CODE],
        [str(BIN / "lint-imports")],
        [*manage, "makemigrations", "--check", "--dry-run"],
        [sys.executable, "-m", "tests.migration_rules"],
        [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        [str(BIN / "codespell")],
    ]


def main() -> int:
    """Run them all, so that one run shows everything; fail if any failed."""
    environment = {**os.environ, **_ENVIRONMENT}
    failed = []
    for command in commands():
        name = " ".join(Path(part).name for part in command[:4])
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
