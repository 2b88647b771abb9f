"""Which version runs: the same in the file, the command, the workspace and monitoring."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from accounts.roles import Role
from forum_portal.version import VERSION
from tests.factories import make_event, make_member
from tests.paths import ROOT
from tests.test_settings import GOOD, SECRET


def test_the_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == VERSION


def test_the_command_names_what_runs_and_no_secret(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        **GOOD,
        "MONITORING_TOKENS": f"{SECRET}-monitoring",
        "TRUSTED_PROXY_COUNT": "1",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "version"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    lines = [re.split(r" {2,}", line, maxsplit=1) for line in done.stdout.splitlines()]
    assert ["Forum portal", VERSION] in lines
    assert ["Origin", "https://forum.example"] in lines
    assert ["Setting", "MONITORING_TOKENS=(set)"] in lines
    assert ["Setting", "TRUSTED_PROXY_COUNT=1"] in lines
    assert [text for label, text in lines if label == "Database" and "unapplied" in text]
    assert SECRET not in done.stdout


@pytest.mark.django_db
def test_the_workspace_names_the_version(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.ADMINISTRATOR))

    page = client.get(f"/admin/{event.slug}/").content.decode()

    assert f'<p class="rail__version">Forum portal {VERSION}</p>' in page
