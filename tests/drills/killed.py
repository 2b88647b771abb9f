"""Kill -9 in the middle of saves: what was acknowledged is stored, on both databases.

`python -m tests.drills.killed`, part of `make drills`: twenty times the server, one of its
workers or, on PostgreSQL, the database, with a thousand acknowledged saves or more.
"""

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import psycopg

from tests.portal.server import Portal
from tests.portal.test_killed_server import PREPARE, Editor
from tests.postgres import server_binaries, throwaway_server

_KILLS = 20
_SAVES = 1000
_PATIENCE = 60
_ENVIRONMENT = {
    "SECRET_KEY": "for-drills-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDE",
    "ALLOWED_HOSTS": "127.0.0.1",
    "ALLOW_HTTP": "true",
    "ALLOW_TEMPORARY_DATA": "true",
}
_STORED = """
import django; django.setup()
from events.models import Page
print(*Page.objects.values_list("slug", flat=True))
"""


def main() -> int:
    """Run it on both databases; say what was lost."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        url = f"sqlite:///{folder}/portal.sqlite3"
        lost = _drill("SQLite", Path(folder), url, (_kill_server, _kill_worker))
    binaries = server_binaries()
    if binaries is None:
        print("PostgreSQL is needed for this drill.", file=sys.stderr)
        return 1
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-"))
        url = stack.enter_context(throwaway_server(binaries))
        with psycopg.connect(url, autocommit=True) as server:
            # The server of tests may forget; this one may not.
            server.execute("ALTER DATABASE postgres SET synchronous_commit = on")
        kills = (_kill_server, _kill_worker, _kill_database)
        lost += _drill("PostgreSQL", Path(folder), url, kills)
    return 1 if lost else 0


def _drill(name: str, folder: Path, url: str, kills: Sequence[Callable[[Portal], None]]) -> int:
    portal = Portal(folder, url, **_ENVIRONMENT)
    for command in ("migrate", "createcachetable", "compile_catalogues"):
        portal.run(sys.executable, "manage.py", command, "--verbosity", "0")
    event_pk, session = portal.python(PREPARE)
    acknowledged: set[str] = set()
    portal.start()
    try:
        for number, kill in enumerate(islice(cycle(kills), _KILLS)):
            wanted = _SAVES * (number + 1) // _KILLS - len(acknowledged)
            names = [f"{reader}-{number}" for reader in ("ana", "wei")]
            editors = [Editor(portal, event_pk, session, name) for name in names]
            _save_until(editors, wanted, partial(kill, portal))
            acknowledged |= {slug for editor in editors for slug in editor.acknowledged}
            if portal.server.poll() is not None:
                portal.start()
            _wait_until_well(portal)
    finally:
        portal.kill()
    lost = acknowledged - set(portal.python(_STORED))
    print(f"{name}: {_KILLS} times killed, {len(acknowledged)} saves, {len(lost)} lost", flush=True)
    return len(lost)


def _save_until(editors: Sequence[Editor], wanted: int, kill: Callable[[], None]) -> None:
    threads = [threading.Thread(target=editor.work) for editor in editors]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + _PATIENCE
    while sum(len(editor.acknowledged) for editor in editors) < wanted:
        assert time.monotonic() < deadline, "Too few saves."
        time.sleep(0.01)
    kill()
    for editor in editors:
        editor.is_over.set()
    for thread in threads:
        thread.join(_PATIENCE)


def _wait_until_well(portal: Portal) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not portal.is_ready():
        assert time.monotonic() < deadline, "The portal did not come back."
        time.sleep(0.1)


def _kill_server(portal: Portal) -> None:
    portal.kill()


def _kill_worker(portal: Portal) -> None:
    children = Path(f"/proc/{portal.server.pid}/task/{portal.server.pid}/children").read_text()
    os.kill(int(children.split()[0]), signal.SIGKILL)


def _kill_database(portal: Portal) -> None:
    """Kill one of its processes: the others end too, and the database recovers as after a crash."""
    with psycopg.connect(portal.environment["DATABASE_URL"]) as server:
        os.kill(server.info.backend_pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
