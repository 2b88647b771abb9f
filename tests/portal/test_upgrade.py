"""`manage.py upgrade` beside running servers: one at a time, never long in the way, files whole."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import OperationalError, connection, connections, transaction

from core.files.static_storage import HashedStaticFilesStorage, collect_static_files
from forum_portal import upgrade
from forum_portal.upgrade import patiently, upgrade_lock


@pytest.fixture
def sources(tmp_path: Path, settings: Any) -> Path:
    """The static files of a portal with a single style sheet."""
    folder = tmp_path / "sources"
    folder.mkdir()
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["core.files.sheets.SheetFinder"]
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return folder


def test_servers_of_two_versions_find_their_files_in_one_folder(sources: Path) -> None:
    (sources / "old.css").write_text("a { color: red; }")
    (sources / "site.css").write_text("p { margin: 0; }")
    assert collect_static_files() > 0
    former = HashedStaticFilesStorage()
    # A server of the former version that reads its manifest only later.
    former_manifest = former.manifest_name

    (sources / "old.css").unlink()
    (sources / "site.css").write_text("p { margin: 1em; }")
    assert not HashedStaticFilesStorage().has_manifest()
    collect_static_files()
    new = HashedStaticFilesStorage()

    assert former.stored_name("site.css") != new.stored_name("site.css")
    names = [former.stored_name(name) for name in ("site.css", "old.css")]
    for name in [*names, new.stored_name("site.css"), former_manifest, new.manifest_name]:
        assert Path(former.path(name)).stat().st_mode & 0o044 == 0o044
    assert set(json.loads(Path(former.path(former_manifest)).read_text())["paths"]) == {
        "old.css",
        "site.css",
    }
    assert collect_static_files() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_second_upgrade_waits_for_the_first(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    texts: list[str] = []
    waits, done = threading.Event(), threading.Event()

    def say(text: str) -> None:
        texts.append(text)
        waits.set()

    def second() -> None:
        with upgrade_lock(say):
            done.set()
        connections.close_all()

    with upgrade_lock(texts.append):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
        assert not done.wait(0.1)
    thread.join(10)

    assert done.is_set()
    assert texts == ["Another upgrade is running. Waiting for its end."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_change_of_a_table_in_use_is_tried_again() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("Writers of SQLite wait for one another.")
    texts: list[str] = []
    reader = connections.create_connection("default")
    reader.set_autocommit(False)
    reader.cursor().execute("LOCK TABLE core_heartbeat IN ACCESS SHARE MODE")

    def change_table() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            cursor.execute("LOCK TABLE core_heartbeat IN ACCESS EXCLUSIVE MODE")

    try:
        patiently(change_table, texts.append, pause=lambda _seconds: reader.rollback())
    finally:
        reader.close()

    assert [text[:10] for text in texts] == ["Try 1 of 9"]


def test_what_is_not_a_wait_for_a_lock_is_not_tried_again() -> None:
    def lose_database() -> None:
        raise OperationalError("the connection is lost")

    with pytest.raises(OperationalError, match="is lost"):
        patiently(lose_database, lambda _text: None, lambda _seconds: pytest.fail("It waited."))


@pytest.mark.django_db
def test_a_start_without_an_upgrade_is_refused(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tables of the tests were made without migrations.
    monkeypatch.setattr(upgrade, "count_missing_migrations", lambda: 0)
    (sources / "site.css").write_text("p { margin: 0; }")
    with pytest.raises(CommandError, match=r"static files .* missing\. Run `manage.py upgrade`"):
        call_command("upgrade", check=True)

    collect_static_files()
    call_command("upgrade", check=True)


def test_a_start_with_unsafe_settings_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        execute_from_command_line(["manage.py", "upgrade", "--check"])

    # Those of the tests speak plain http.
    assert "security.W008" in capsys.readouterr().err
