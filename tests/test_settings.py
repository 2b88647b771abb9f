"""An unsafe setting stops the start, quickly, and names itself: real processes, real settings."""

import ast
import os
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.sharing import shared_out

SECRET = "Zt7-q9LmX2vRb4Kc8NwY1sDf6GhJ3pQaE5uTiOzWxCyBnMkVrHlSgPdFjA0"
GOOD = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "forum.example",
    "PUBLIC_ORIGIN": "https://forum.example",
    "DATA_KEYS": f"{SECRET}y",
    "ALLOW_TEMPORARY_DATA": "true",
}
_START = "import forum_portal.wsgi"


def start(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start the portal with `settings` alone; an empty value takes a setting away."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **GOOD, **settings}
    environment = {name: value for name, value in environment.items() if value}
    return subprocess.run(
        [sys.executable, "-c", _START],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_good_settings_start(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()  # where `collectstatic` would have put the files
    done = start(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "settings"),
    shared_out(
        [
            ("SECRET_KEY", {"SECRET_KEY": ""}),
            ("SECRET_KEY", {"SECRET_KEY": "short"}),
            ("SECRET_KEY", {"SECRET_KEY": "a" * 80}),
            ("SECRET_KEY", {"SECRET_KEY": f"django-insecure-{SECRET}"}),
            ("SECRET_KEY", {"SECRET_KEY": "abcdefghij" * 6}),
            ("SECRET_KEY_FALLBACKS", {"SECRET_KEY_FALLBACKS": f"{SECRET}x,short"}),
            ("DATA_KEYS", {"DATA_KEYS": ""}),
            ("DATA_KEYS", {"DATA_KEYS": f"{SECRET}x,{'password1234' * 5}"}),
            ("BOUNCE_TOKENS", {"BOUNCE_TOKENS": "0123456789abcdef" * 4}),
            ("BOUNCE_MAILBOX", {"BOUNCE_MAILBOX": "imap://forum:password@mail.example/INBOX"}),
            ("CA_FILE", {"CA_FILE": __file__}),
            ("SENTRY_DSN", {"SENTRY_DSN": "http://key@sentry.example/1"}),
            ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ""}),
            ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "*"}),
            ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "forum.example,*"}),
            ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "."}),
            ("DEBUG", {"DEBUG": "true"}),
            ("DEBUG", {"DEBUG": "true", "ALLOWED_HOSTS": "127.0.0.1,0.0.0.0"}),
            ("PUBLIC_ORIGIN", {"PUBLIC_ORIGIN": "http://forum.example"}),
            ("PUBLIC_ORIGIN", {"PUBLIC_ORIGIN": "forum.example"}),
            ("PUBLIC_ORIGIN", {"PUBLIC_ORIGIN": "https://forum.example/portal"}),
            ("DATABASE_URL", {"DATABASE_URL": "sqlite://:memory:"}),
            ("DATABASE_URL", {"DATABASE_URL": "sqlite:///:memory:"}),
            (
                "DATABASE_URL",
                {"DATABASE_URL": "sqlite:////tmp/a.sqlite3", "ALLOW_TEMPORARY_DATA": ""},
            ),
            (
                "DATABASE_URL",
                {"DATABASE_URL": "sqlite:////dev/shm/a.db", "ALLOW_TEMPORARY_DATA": ""},
            ),
            ("DATABASE_URL", {"DATABASE_URL": "mysql://u:p@127.0.0.1/forum"}),
            ("DATABASE_URL", {"DATABASE_URL": "nonsense"}),
            ("TRUSTED_PROXY_COUNT", {"TRUSTED_PROXY_COUNT": "many"}),
            ("TRUSTED_PROXY_COUNT", {"TRUSTED_PROXY_COUNT": "-1"}),
            ("PAGE_CACHE_MEGABYTES", {"PAGE_CACHE_MEGABYTES": "a lot"}),
            ("DEBUG", {"DEBUG": "perhaps"}),
            ("LOG_LEVEL", {"LOG_LEVEL": "LOUD"}),
            ("EMAIL_URL", {"EMAIL_URL": "pigeon://roof"}),
            ("EMAIL_URL", {"EMAIL_URL": "smtp://user:pa#ss@mail.example:25"}),
            ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "https://forum.example"}),
            ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "forum.example:8000"}),
            ("PUBLIC_ORIGIN", {"PUBLIC_ORIGIN": "https://somebody@forum.example"}),
            ("PUBLIC_ORIGIN", {"PUBLIC_ORIGIN": "https://[::1"}),
            ("WEBHOOK_HOSTS", {"WEBHOOK_HOSTS": "https://hooks.city.example"}),
            ("WEBHOOK_HOSTS", {"WEBHOOK_HOSTS": "hooks.city.example,*.city.example"}),
            ("WEBHOOK_HOSTS", {"WEBHOOK_HOSTS": "hooks.city.example:443"}),
            ("WEBHOOK_HOSTS", {"WEBHOOK_HOSTS": "10.0.0.1"}),
            ("WEBHOOK_HOSTS", {"WEBHOOK_HOSTS": "localhost"}),
            ("DATABASE_URL", {"DATABASE_URL": "postgres://127.0.0.1/"}),
            ("DATABASE_URL", {"DATABASE_URL": "postgres://u:pass@127.0.0.1:port/forum"}),
        ],
        one_in=3,
    ),
)
def test_an_unsafe_setting_stops_the_start_and_names_itself(
    name: str, settings: dict[str, str], tmp_path: Path
) -> None:
    begun = time.monotonic()
    done = start(tmp_path, **settings)

    assert time.monotonic() - begun < 5
    assert done.returncode != 0
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr


def test_a_server_whose_settings_are_wrong_ends_instead_of_trying_for_ever(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **GOOD, "SECRET_KEY": ""}

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "forum_portal.wsgi:application",
            "--bind",
            "127.0.0.1:0",
            "--no-control-socket",
        ],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


_PRAGMAS = """
import django; django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
    cursor.execute("CREATE TABLE one (x)")
with transaction.atomic():
    input("in a transaction\\n")
"""


def test_sqlite_is_durable_patient_and_locks_when_a_transaction_begins(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        **GOOD,
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-uc", _PRAGMAS],
        env=environment,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    try:
        told = [process.stdout.readline().strip() for _ in range(5)]
        assert told == ["wal", "2", "1", "20000", "in a transaction"]
        other = sqlite3.connect(tmp_path / "db.sqlite3", timeout=0.1)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO one VALUES (1)")
        other.close()
    finally:
        process.communicate("\n", timeout=10)


def settings_read() -> set[str]:
    """The names of the variables that the settings read."""
    tree = ast.parse((ROOT / "forum_portal" / "settings.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_setting_is_a_row_of_the_documentation_and_every_row_a_setting() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))

    assert len(rows) > 8
    assert rows == settings_read()
