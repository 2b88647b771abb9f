"""Back up and restore a large portal, and change its keys; how long each takes, and its memory.

`python -m tests.drills.backup`, part of `make drills`. Needs PostgreSQL. People are an argument.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psycopg
import pyrage

from tests.paths import ROOT
from tests.postgres import server_binaries, throwaway_server

_PEOPLE, _FILES = 100_000, 2_000
# In seconds, of each command; docs/backup.md promises it.
_MOST = 120
_FILL = """
import sys
import django; django.setup()
from core.files.uploads import PrivateStorage
from django.core.files.base import ContentFile
from delegations.models import Attendee, SensitiveData
from tests.bench.rows import list_of
event = list_of(int(sys.argv[1]))
SensitiveData.objects.bulk_create(
    (
        SensitiveData(attendee_id=pk, passport_number=f"E{pk}", diet="halal")
        for pk in Attendee.objects.values_list("pk", flat=True)
    ),
    batch_size=2000,
)
for number in range(int(sys.argv[2])):
    PrivateStorage().save(f"photographs/{number:032}.jpg", ContentFile(bytes(100_000)))
"""


def main() -> int:
    """Run the drill; 1 if anything took too long."""
    binaries = server_binaries()
    if binaries is None:
        print("PostgreSQL was not found.", file=sys.stderr)
        return 1
    people = int(sys.argv[1]) if len(sys.argv) > 1 else _PEOPLE
    with tempfile.TemporaryDirectory() as folder, throwaway_server(binaries) as url:
        return _drill(Path(folder), url, people)


def _drill(folder: Path, url: str, people: int) -> int:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE second")
    key = pyrage.x25519.Identity.generate()
    (folder / "key").write_text(str(key))
    (folder / "backups").mkdir()
    old, new = (f"for-drills-only-{each}-abcdefghijklmnopqrstuvwxyz-ABCDEFG" for each in "12")
    first = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
        "SECRET_KEY": "for-drills-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDE",
        "DATA_KEYS": old,
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_ORIGIN": "http://localhost",
        "ALLOW_TEMPORARY_DATA": "true",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder / "first"),
        "BACKUP_TARGET": str(folder / "backups"),
        "BACKUP_RECIPIENTS": str(key.to_public()),
    }
    second = {**first, "DATABASE_URL": url.replace("/postgres", "/second")}
    second["DATA_DIR"] = str(folder / "second")
    _run(first, "manage.py", "migrate", "--verbosity", "0")
    _run(first, "-c", _FILL, str(people), str(_FILES))
    opened = (str(folder / "backups"), "--identity", str(folder / "key"))
    steps = (
        (first, ("backup",)),
        (second, ("verify", *opened)),
        (second, ("restore", *opened)),
        ({**second, "DATA_KEYS": f"{new},{old}"}, ("reseal",)),
    )
    costs = {command[0]: _run(where, "manage.py", *command) for where, command in steps}
    print(f"{people} people, {_FILES} files:")
    for name, cost in costs.items():
        print(f"{name}: {cost.seconds:.1f} s, {cost.megabytes} MB")
    return int(max(cost.seconds for cost in costs.values()) > _MOST)


class Cost(NamedTuple):
    """How long a command took, and how much memory its own process had at most."""

    seconds: float
    megabytes: int


def _run(environment: dict[str, str], *arguments: str) -> Cost:
    """Run Python to its end."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], env=environment, cwd=ROOT)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments} failed.")
    return Cost(time.monotonic() - begun, usage.ru_maxrss // 1024)


if __name__ == "__main__":
    sys.exit(main())
