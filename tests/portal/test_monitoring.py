"""What operators are told: what is wrong, in words, and the numbers of the portal."""

import re
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from core.models import BackupRecord, Heartbeat, WorkHold
from core.work import heartbeat
from forum_portal.monitoring import report
from forum_portal.version import VERSION
from mail.choices import MailState
from mail.models import OutgoingMail
from tests.paths import ROOT

pytestmark = pytest.mark.django_db
TOKEN = secrets.token_urlsafe(64)


@pytest.fixture
def monitor(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Monitoring of a portal in which nothing is wrong."""
    settings.MONITORING_TOKENS = [TOKEN]
    # Tests make their tables without migrations.
    monkeypatch.setattr(report, "count_missing_migrations", lambda: 0)
    heartbeat._write("host:1")
    return Client(headers={"authorization": f"Bearer {TOKEN}"})


def lines(client: Client) -> tuple[int, list[str]]:
    """The status and what is wrong; monitoring is told the version too."""
    answer = client.get("/readyz")
    told = answer.content.decode().splitlines()
    return answer.status_code, [line for line in told if line != f"Forum portal {VERSION}"]


def numbers(client: Client) -> dict[tuple[str, str], float]:
    """Each number by its name and the value of its label."""
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def wait_since(minutes: int) -> None:
    moment = timezone.now() - timedelta(minutes=minutes)
    OutgoingMail.objects.create(key="a", address="a@example.org", not_before=moment)


def test_without_trouble_monitoring_is_told_that_the_portal_is_ready(monitor: Client) -> None:
    assert monitor.get("/readyz").content.decode() == f"ready\nForum portal {VERSION}\n"


def test_each_trouble_is_told_in_words_and_with_what_to_do(
    monitor: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(seconds=90))
    wait_since(minutes=7)
    monkeypatch.setattr(report, "count_missing_migrations", lambda: 2)
    monkeypatch.setattr(report, "free_space", lambda: 12_000_000)
    settings.BACKUP_TARGET = "/var/backups/forum"
    settings.BOUNCE_MAILBOX = "imaps://forum:password@mail.example/INBOX"
    two_days_ago = timezone.now() - timedelta(hours=48)
    BackupRecord.objects.create(made_at=two_days_ago, name="a", size=1)
    WorkHold.objects.create(since=two_days_ago)

    status, told = lines(monitor)

    assert status == 503
    assert [line.partition(".")[0] for line in told] == [
        "Unapplied migrations: 2",
        "The background process has given no sign of life for 90 seconds",
        "1 mails are waiting, the first for 420 seconds",
        "The mailbox of returned mail has not been read for an hour",
        "Only 12 MB are free in DATA_DIR",
        "The latest backup is 48 hours old",
        f"Since the restore of {two_days_ago:%Y-%m-%d %H:%M} UTC nothing is sent or published by "
        "itself",
    ]


def test_a_balancer_is_told_only_whether_pages_can_be_served(monitor: Client) -> None:
    Heartbeat.objects.all().delete()

    assert lines(Client()) == (200, ["ready"])
    assert lines(Client(headers={"authorization": "Bearer guess"})) == (200, ["ready"])
    assert lines(monitor)[0] == 503


def test_nobody_else_reads_numbers(monitor: Client, settings: Any) -> None:
    assert Client().get("/metrics").status_code == 401
    settings.MONITORING_ADDRESSES = ["127.0.0.0/24"]
    assert Client().get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="127.0.1.1").get("/metrics").status_code == 401


def test_numbers_are_those_of_the_database(monitor: Client) -> None:
    wait_since(minutes=2)
    OutgoingMail.objects.create(key="b", address="b@example.org", state=MailState.FAILED)

    known = numbers(monitor)

    assert known["forum_queue_length", "mails"] == 1
    assert 120 <= known["forum_queue_oldest_seconds", "mails"] < 130
    assert known["forum_mails", "failed"] == 1
    assert known["forum_worker_heartbeat_age_seconds", ""] < 10
    assert known["forum_migrations_missing", ""] == 0
    assert known["forum_free_space_bytes", ""] > 0


def test_a_wrong_password_is_counted(monitor: Client) -> None:
    before = numbers(monitor)["forum_failed_log_ins_total", ""]

    monitor.post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"})

    assert numbers(monitor)["forum_failed_log_ins_total", ""] == before + 1


def test_a_migration_that_the_database_has_not_seen_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = frozenset({("events", "0001_initial"), ("events", "0002_cities")})
    monkeypatch.setattr(report, "_migrations_of_this_version", lambda: known)
    monkeypatch.setattr(
        MigrationRecorder, "applied_migrations", lambda _: {("events", "0001_initial"): None}
    )

    assert report.count_missing_migrations() == 1


def test_alerts_and_dashboard_ask_for_numbers_that_exist(monitor: Client) -> None:
    wait_since(minutes=1)
    monitor.post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"})
    text = "".join(file.read_text() for file in (ROOT / "deploy" / "monitoring").iterdir())
    asked = set(re.findall(r"\bforum_[a-z_]+", text))
    exported = {name for name, _label in numbers(monitor)}

    assert len(asked) > 8
    # Requests are counted where a server runs.
    assert {name for name in asked if not name.startswith("forum_request")} <= exported
