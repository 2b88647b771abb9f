"""Kill -9 in the middle of a long import, and of undoing it: the next worker goes on, nothing
twice, nothing lost.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from tests.databases import cursor_at
from tests.paths import ROOT

ROWS = 120
# The state of the import, and the counts of its rows, which must be one.
Account: TypeAlias = Callable[[], tuple[str, set[int]]]

_FILL = f"""
import django; django.setup()
from accounts.roles import Role
from django.core.files.uploadedfile import SimpleUploadedFile
from events.imports.queue import start_import
from events.imports.services import plan_import, upload_table
from tests.factories import make_event, make_member
event = make_event()
by = make_member(event, Role.EDITOR)
day = event.start_date.isoformat()
rows = ["Title,Day,Start,End", *(f"Talk {{n}},{{day}},09:00,10:00" for n in range({ROWS}))]
file = SimpleUploadedFile("programme.csv", "\\n".join(rows).encode())
batch = upload_table(event=event, kind="sessions", file=file, by=by)
start_import(batch=batch, by=by, reviewed=plan_import(batch, by).fingerprint)
"""
_UNDO = """
import django; django.setup()
from events.imports.undo_in_pieces import start_undo
from events.models import ImportBatch
batch = ImportBatch.objects.get()
start_undo(batch=batch, by=batch.applied_by)
"""
# The pieces are small and the lease is shortened from outside: the test would wait for both.
_WORK = """
import datetime, sys
import django; django.setup()
from django.core.management import call_command
from core.work import pace
from events import querysets
querysets.IMPORT_LEASE = datetime.timedelta(milliseconds=800)
pace.FEWEST, pace.MOST, pace.PAUSE = 5, 5, float(sys.argv[1])
call_command("work", *sys.argv[2:])
"""


class Office:
    """A portal with a long table in the queue, and its workers."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "PYTHONPATH": str(ROOT),
        }
        self.run(_FILL)

    def run(self, code: str) -> list[str]:
        """Run Python beside the worker; the words that it printed."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    def state(self) -> tuple[str, set[int]]:
        """The state of the import, and how many rows are done, by each account of them."""
        with cursor_at(self.environment["DATABASE_URL"]) as cursor:
            cursor.execute("SELECT state, rows_done, done FROM events_importbatch")
            ((state, rows_done, done),) = cursor.fetchall()
            cursor.execute("SELECT title FROM programme_session")
            titles = [str(title) for (title,) in cursor.fetchall()]
        steps = json.loads(done) if isinstance(done, str) else done
        return state, {rows_done, len(steps), len(titles), len(set(titles))}

    def undone(self) -> tuple[str, set[int]]:
        """The state of the import, and how many rows are undone, by both accounts of them."""
        with cursor_at(self.environment["DATABASE_URL"]) as cursor:
            cursor.execute("SELECT state, done FROM events_importbatch")
            ((state, done),) = cursor.fetchall()
            cursor.execute("SELECT count(*) FROM programme_session")
            ((sessions,),) = cursor.fetchall()
        steps = json.loads(done) if isinstance(done, str) else done
        return state, {sum("is_kept" in step for step in steps), ROWS - sessions}

    def start(self, pause: float, *arguments: str) -> "subprocess.Popen[bytes]":
        """A worker that rests for `pause` seconds after each piece."""
        command = [sys.executable, "-c", _WORK, str(pause), *arguments]
        return subprocess.Popen(command, env=self.environment, cwd=ROOT)

    def kill_in_the_middle(self, account: Account) -> tuple[str, int]:
        """Kill -9 a worker once some rows are done; return the state, and how many are."""
        process = self.start(0.3)
        deadline = time.monotonic() + 60
        while max(account()[1]) == 0:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        state, counts = account()
        (count,) = counts
        return state, count


def test_an_import_whose_worker_is_killed_goes_on_at_the_next_row_and_so_does_undoing_it(
    tmp_path: Path, own_database: str
) -> None:
    office = Office(tmp_path, own_database)
    state, imported = office.kill_in_the_middle(office.state)
    assert state == "running"
    assert 0 < imported < ROWS

    # By now the lease has run out; two look for work at once.
    time.sleep(1)
    workers = [office.start(0, "--once") for _worker in range(2)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]

    assert office.state() == ("applied", {ROWS})

    office.run(_UNDO)
    state, undone = office.kill_in_the_middle(office.undone)
    assert state == "undoing"
    assert 0 < undone < ROWS
    time.sleep(1)
    assert office.start(0, "--once").wait(timeout=60) == 0

    assert office.undone() == ("undone", {ROWS})
