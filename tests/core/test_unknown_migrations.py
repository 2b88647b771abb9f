"""A database of another version is refused before anything is done to it, and named."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.migrations.recorder import MigrationRecorder

from core.unknown_migrations import check_migrations
from tests.databases import cursor_at, own_database

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def applied(settings: Any, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """The migrations that the database says it has; tests themselves run without any."""
    settings.MIGRATION_MODULES = {}
    applied = {("events", "0001_initial"), ("mfa", "0001_initial")}
    monkeypatch.setattr(
        MigrationRecorder, "applied_migrations", lambda _recorder: dict.fromkeys(applied)
    )
    return applied


def errors() -> list[tuple[str | None, str]]:
    found = check_migrations(databases=["default"])
    assert all(isinstance(one, Error) for one in found)
    return [(one.id, one.msg) for one in found]


def test_a_database_of_this_version_is_taken(applied: set[tuple[str, str]]) -> None:
    assert errors() == []


def test_migrations_that_libraries_no_longer_have_are_their_business(
    applied: set[tuple[str, str]],
) -> None:
    applied.add(("mfa", "0099_later"))
    applied.add(("removed_library", "0001_initial"))

    assert errors() == []


def test_a_database_of_another_version_is_refused(applied: set[tuple[str, str]]) -> None:
    applied.add(("events", "0002_news"))
    applied.add(("programme", "0016_booklets"))

    assert errors() == [
        (
            "core.E001",
            "The database was made by another version of the portal: it has migrations that this"
            " version does not have (events.0002_news and 1 more).",
        )
    ]
    with pytest.raises(SystemCheckError, match=r"\(events\.0002_news and 1 more\)"):
        call_command("migrate", check_unapplied=True, skip_checks=False)


def test_make_demo_names_the_database_to_delete(tmp_path: Path) -> None:
    with own_database(tmp_path) as url:
        with cursor_at(url) as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('events', '0002_news', '2026-11-01')"
            )
        done = serve(url, tmp_path)

    assert done.returncode == 1
    assert "(events.0002_news)" in done.stderr
    assert Path(urlsplit(url).path).name in done.stderr.partition("delete it (")[2]
    assert "The portal is at" not in done.stdout


def serve(url: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What `make run` does; `make demo` sets up the same and collects the styles."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
    }
    environment.pop("ALLOWED_HOSTS", None)
    return subprocess.run(
        [sys.executable, "-m", "forum_portal.serve", "run", "--port", "0"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
