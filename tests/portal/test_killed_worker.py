"""Kill -9 in the middle of a long list: it is made all the same, once, and never half of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.databases import cursor_at
from tests.paths import ROOT

PEOPLE = 1500

_FILL = f"""
import django; django.setup()
from accounts.roles import Role
from delegations.models import Attendee
from delegations.lists.export_queue import ask_for_export
from tests.factories import make_delegation, make_event, make_member
event = make_event()
delegation = make_delegation(event)
people = [Attendee(delegation=delegation, given="G", family=f"F{{n}}") for n in range({PEOPLE})]
for one in people:
    one.derive()
Attendee.objects.bulk_create(people)
ask_for_export(
    event=event, by=make_member(event, Role.DELEGATIONS_OFFICER), query="columns=name", title="A",
    file_format="csv", language="en", needs=(), row_count={PEOPLE},
)
"""
# The rows are slowed and the lease is shortened from outside: the test would wait for both.
_WORK = """
import datetime, sys, time
import django; django.setup()
from django.core.management import call_command
from delegations.lists import attendee_list, export_worker
from delegations.querysets import lists as leased
leased.EXPORT_LEASE, export_worker._BEAT = datetime.timedelta(milliseconds=800), 0.02
rows = attendee_list.AttendeeList.keyed_rows
def slowly(*arguments, **values):
    for number, row in enumerate(rows(*arguments, **values)):
        time.sleep(float(sys.argv[1]))
        yield row
attendee_list.AttendeeList.keyed_rows = slowly
call_command("work", *sys.argv[2:])
"""


class Office:
    """A portal with a long list that somebody waits for, and its workers."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder / "files" / "exports"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "PYTHONPATH": str(ROOT),
        }
        self.run("-c", _FILL)

    def run(self, *arguments: str) -> str:
        """Run Python beside the worker; its output."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def state(self) -> tuple[str, int, int, int, str]:
        """State, attempts and rows of the export, how often it was logged, and its file."""
        with cursor_at(self.environment["DATABASE_URL"]) as cursor:
            cursor.execute(
                "SELECT state, attempts, rows_done,"
                " (SELECT count(*) FROM delegations_exportlog), stored"
                " FROM delegations_backgroundexport"
            )
            row: tuple[str, int, int, int, str] = cursor.fetchone()
        return row

    def start(self, pause: float, *arguments: str) -> "subprocess.Popen[bytes]":
        """A worker that needs `pause` seconds more for each row."""
        command = [sys.executable, "-c", _WORK, str(pause), *arguments]
        return subprocess.Popen(command, env=self.environment, cwd=ROOT)

    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir()) if self.folder.exists() else []

    def kill_in_the_middle(self) -> None:
        """Start a worker, wait until a part of a new file is on the disk, kill -9."""
        before = set(self.files())
        process = self.start(0.002)
        deadline = time.monotonic() + 30
        while not any(one.stat().st_size for one in self.files() if one not in before):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_long_list_whose_worker_is_killed_is_made_once_all_the_same(
    tmp_path: Path, own_database: str
) -> None:
    office = Office(tmp_path, own_database)
    office.kill_in_the_middle()
    state, attempts, rows_done, logs, stored = office.state()
    assert (state, attempts, logs, stored) == ("running", 1, 1, "")
    assert 0 < rows_done < PEOPLE

    # By now the lease has run out; two look for work at once.
    workers = [office.start(0, "--once") for _one in range(2)]
    assert [one.wait(timeout=60) for one in workers] == [0, 0]

    state, attempts, _rows, logs, stored = office.state()
    assert (state, attempts, logs) == ("done", 2, 2)
    lines = {one.name: len(one.read_bytes().splitlines()) for one in office.files()}
    whole = [f"exports/{name}" for name, count in lines.items() if count == PEOPLE + 1]
    assert (len(lines), whole) == (2, [stored])
