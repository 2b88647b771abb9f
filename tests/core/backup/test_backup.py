"""A backup comes back as it was, or not at all; and nothing is sent twice."""

import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pyrage
import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.backup.folder_target import FolderTarget
from core.backup.make_backup import make_backup
from core.backup.restore_backup import restore_backup
from core.files.uploads import PrivateStorage
from core.work import heartbeat
from delegations.models import Photograph
from events.models import Event
from mail.models import OutgoingMail
from mail.outbox import send_due
from tests.factories import make_attendee, make_delegation, make_event, make_photograph


class Portal:
    """A portal with a database and files of its own, and its backups."""

    def __init__(self, folder: Path, settings: Any) -> None:
        self.backups, self.files = folder / "backups", folder / "files"
        self.backups.mkdir()
        settings.PRIVATE_FILES_ROOT = self.files
        # The database was migrated, unlike that of other tests.
        settings.MIGRATION_MODULES = {}
        key = pyrage.x25519.Identity.generate()
        settings.BACKUP_RECIPIENTS = [str(key.to_public())]
        self.identity = folder / "key"
        self.identity.write_text(f"# a key\n{key}\n")
        self.event = make_event()
        self.delegation = make_delegation(self.event)

    def backup(self, *options: str) -> Path:
        call_command("backup", str(self.backups), *options, stdout=_SILENT)
        return max(self.backups.glob("forum-*"))

    def restore(self, *options: str) -> None:
        source = [str(self.backups), "--identity", str(self.identity)]
        call_command("restore", *source, *options, stdout=_SILENT)

    def verify(self, *options: str) -> None:
        source = [str(self.backups), "--identity", str(self.identity)]
        call_command("verify", *source, *options, stdout=_SILENT)

    def photograph(self) -> Photograph:
        return make_photograph(make_attendee(self.delegation))

    def write_mail(self, key: str) -> None:
        OutgoingMail.objects.create(key=key, address=f"{key}@example.org", subject=key)


class _Silent:
    def write(self, _text: str) -> None:
        pass


_SILENT = _Silent()


@pytest.fixture
def portal(
    own_database: str, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[Portal]:
    former = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _connect(urlsplit(own_database).path.lstrip("/"))
        yield Portal(tmp_path, settings)
        _connect(former)


def _connect(name: str) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        cast("Any", connection).close_pool()
    else:
        name = f"/{name.lstrip('/')}"
    connection.settings_dict["NAME"] = name


@pytest.mark.both_databases
def test_a_restore_brings_back_rows_and_files_and_sends_nothing_that_waited(portal: Portal) -> None:
    picture = portal.photograph().file
    content = Path(picture.path).read_bytes()
    portal.write_mail("waiting")
    for year in (2024, 2025, 2026):
        (portal.backups / f"forum-{year}0101-000000.tar.age").write_bytes(b"old")

    archive = portal.backup("--keep", "3")

    assert archive.stat().st_mode & 0o777 == 0o600
    assert content not in archive.read_bytes()
    assert len(list(portal.backups.iterdir())) == 3
    Photograph.objects.all().delete()
    PrivateStorage().delete(str(picture.name))
    portal.photograph()
    Event.objects.update(slug="changed")
    with pytest.raises(CommandError, match="Table events_event has other contents"):
        portal.verify("--against-database")
    portal.restore("--replace")

    assert Event.objects.get().slug == portal.event.slug
    assert [str(row.file.name) for row in Photograph.objects.all()] == [picture.name]
    assert [path.read_bytes() for path in portal.files.rglob("*.*")] == [content]
    portal.write_mail("new")
    send_due()
    assert [mail.to for mail in mail.outbox] == [["new@example.org"]]
    call_command("send_waiting", stdout=_SILENT)
    send_due()
    assert [mail.to for mail in mail.outbox[1:]] == [["waiting@example.org"]]


def test_files_are_those_of_the_moment_of_the_database(portal: Portal) -> None:
    before = str(portal.photograph().file.name)
    later = "photographs/later.jpg"

    def erase_one_and_add_one(step: str) -> None:
        if step.startswith("Copying the database"):
            PrivateStorage().delete(before)
            PrivateStorage().save(later, ContentFile(b"later"))

    target = FolderTarget(portal.backups)
    name = make_backup(target, recipients=[], tell=erase_one_and_add_one)
    wish: dict[str, Any] = {"identities": None, "replaces": True, "sends_waiting": True}
    restore_backup(target, name, **wish, tell=lambda _step: None)

    assert [str(row.file.name) for row in Photograph.objects.all()] == [before]
    assert {path.name for path in portal.files.rglob("*.jpg")} == {Path(before).name, "later.jpg"}


@pytest.mark.parametrize("damage", ["cut", "flipped", "flipped plain", "wrong key"])
def test_what_is_not_whole_is_refused_and_nothing_is_replaced(portal: Portal, damage: str) -> None:
    portal.photograph()
    archive = portal.backup(*(["--plain"] if "plain" in damage else []))
    content = bytearray(archive.read_bytes())
    if damage == "cut":
        del content[len(content) // 2 :]
    content[len(content) // 2 - 1] ^= 1 if "flipped" in damage else 0
    archive.write_bytes(content)
    if damage == "wrong key":
        portal.identity.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    files = sorted(portal.files.rglob("*"))
    Event.objects.update(slug="changed")

    with pytest.raises(CommandError):
        portal.verify()
    with pytest.raises(CommandError):
        portal.restore("--replace")

    assert Event.objects.get().slug == "changed"
    assert sorted(portal.files.rglob("*")) == files


def test_a_full_disk_leaves_older_backups_and_no_half_of_a_new_one(portal: Portal) -> None:
    portal.photograph()
    (portal.backups / "forum-20240101-000000.tar.age").write_bytes(b"old")
    killed = portal.backups / ".forum-20240102-000000.tar.age.part"
    killed.touch()
    os.utime(killed, (0, 0))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))

    try:
        with pytest.raises(CommandError, match=r"No backup .* cannot be (written|copied)"):
            portal.backup("--keep", "1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert [path.name for path in portal.backups.iterdir()] == ["forum-20240101-000000.tar.age"]


def test_a_backup_of_an_older_version_is_taken_and_of_a_newer_one_refused(
    portal: Portal, capsys: Any
) -> None:
    MigrationRecorder(connection).record_unapplied("core", "0003_backup_records")
    portal.backup("--plain")
    call_command("restore", str(portal.backups), "--replace")
    MigrationRecorder(connection).record_applied("core", "9999_later")
    shutil.rmtree(portal.backups)
    portal.backups.mkdir()
    portal.backup("--plain")

    assert "older version (1 migrations): run manage.py upgrade" in capsys.readouterr().out
    with pytest.raises(CommandError, match="newer version of the portal"):
        portal.restore("--replace")


def test_nothing_is_lost_or_shown_without_being_asked_for(portal: Portal, settings: Any) -> None:
    portal.backup()

    with pytest.raises(CommandError, match="not empty"):
        portal.restore()
    settings.DATA_KEYS = ["another-key-9876543210-abcdefghijklmnopqrstuvwxyz-XYZ"]
    with pytest.raises(CommandError, match="DATA_KEYS does not open"):
        portal.restore("--replace")
    heartbeat._write("host:1")
    with pytest.raises(CommandError, match="background process is running"):
        portal.restore("--replace")
    settings.BACKUP_RECIPIENTS = []
    with pytest.raises(CommandError, match="--plain"):
        portal.backup()


def test_a_backup_in_a_store_has_the_files_of_a_store(
    portal: Portal, bucket: Any, endpoint: str, settings: Any
) -> None:
    settings.BACKUP_KEY_ID = settings.BACKUP_SECRET = "secret"
    place = f"s3://files/backups?endpoint={endpoint}&region=local"
    picture = portal.photograph().file
    with picture.open() as file:
        content = file.read()
    before = {row.key for row in bucket.objects.all()}

    call_command("backup", place, "--keep", "1", stdout=_SILENT)
    name = next(row.key for row in bucket.objects.all() if row.key not in before)
    PrivateStorage().delete(str(picture.name))
    source = place.replace("backups?", f"{name}?")
    call_command("restore", source, identity=portal.identity, replace=True, stdout=_SILENT)

    assert {row.key for row in bucket.objects.all()} == {*before, name}
    with PrivateStorage().open(str(picture.name)) as file:
        assert file.read() == content
