"""An upgrade loses no row of the releases before, and the portal answers afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import releases
from tests.paths import ROOT

# Rows that an upgrade takes away on purpose, by release: the table, how many are left, why.
_TAKEN_AWAY: dict[str, dict[str, tuple[int, str]]] = {}


@pytest.mark.django_db
@pytest.mark.parametrize("version", releases.versions())
def test_the_data_of_a_former_release_survives(
    version: str, own_database: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.releases.upgrade", version],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": own_database,
            "DATA_DIR": str(tmp_path),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    expected = {
        **told["before"],
        **{table: left for table, (left, _) in _TAKEN_AWAY.get(version, {}).items()},
    }
    fewer = {table for table, count in expected.items() if told["after"].get(table, 0) < count}
    assert fewer == set()
    assert sum(expected.values()) > 400
    assert told["answers"] == dict.fromkeys(told["answers"], 200)
