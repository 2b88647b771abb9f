"""A database of another version is refused before anything is done to it, and named."""

import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.migrations.recorder import MigrationRecorder

from core.management.unknown_migrations import check_migrations
from forum_portal import serve
from tests.databases import cursor_at

pytestmark = pytest.mark.django_db


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


def test_make_demo_names_the_database_to_delete(
    tmp_path: Path,
    own_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("DATA_DIR", str(tmp_path))
        patch.setenv("DJANGO_SETTINGS_MODULE", "forum_portal.settings")
        patch.delenv("ALLOWED_HOSTS", raising=False)
        environment = serve._environment("run", "127.0.0.1", 8000)
    with cursor_at(own_database) as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('events', '0002_news', '2026-11-01')"
        )
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        serve._set_up("run", {**environment, "DATABASE_URL": own_database})

    said = capfd.readouterr().err
    assert "migrate" in stopped.value.cmd
    assert "(events.0002_news)" in said
    assert Path(urlsplit(own_database).path).name in said.partition("delete it (")[2]
