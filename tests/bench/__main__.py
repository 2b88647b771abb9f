"""Measure every promise, print it, fail if one is broken. Talks to 127.0.0.1 only.

On SQLite, or on the empty database that DATABASE_URL names. With arguments, those of some subjects:
`agendas`, `nginx`, `checks`, `files`, `lists`.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.load import free_port, server
from tests.drills.proxy import IS_INSTALLED

if TYPE_CHECKING:
    from tests.bench.behind_nginx import Nginx


def main() -> int:
    """Everything, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        port = free_port()
        os.environ |= {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "127.0.0.1",
            "PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
            "ALLOW_HTTP": "true",
            "ALLOW_TEMPORARY_DATA": "true",
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
            subprocess.run([sys.executable, "manage.py", *command, "--verbosity", "0"], check=True)
        import django  # noqa: PLC0415

        django.setup()
        subjects = frozenset(sys.argv[1:])
        _fill(Path(folder), subjects)
        with server(port), _nginx(subjects) as nginx:
            return _measure(port, subjects, nginx)


def _fill(folder: Path, subjects: frozenset[str]) -> None:
    from django.db import connection  # noqa: PLC0415  (before Django there is no portal)

    from tests.bench.promises import FEW, MANY, PAGE, STAGE  # noqa: PLC0415
    from tests.bench.rows import list_of, stage_of  # noqa: PLC0415

    if _is_wanted("agendas", subjects) or _is_wanted("nginx", subjects):
        _fill_agendas(folder)
    if _is_wanted("checks", subjects):
        stage_of(*STAGE)
    if _is_wanted("files", subjects) or _is_wanted("lists", subjects):
        for size in (PAGE, FEW, MANY):
            list_of(size)
    with connection.cursor() as cursor:
        # A database that has just got all its rows knows nothing of them yet.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _fill_agendas(folder: Path) -> None:
    from django.test import Client  # noqa: PLC0415

    from tests.bench.promises import SIZES  # noqa: PLC0415
    from tests.bench.rows import CROWDED, agenda_of  # noqa: PLC0415

    for agenda in (*((size,) for size in SIZES), CROWDED):
        event, _editor = agenda_of(*agenda)
        answer = Client(headers={"host": "127.0.0.1"}).get(f"/en/{event.slug}/agenda/")
        (folder / event.slug).write_bytes(answer.content)


def _is_wanted(subject: str, subjects: frozenset[str]) -> bool:
    return not subjects or subject in subjects


@contextmanager
def _nginx(subjects: frozenset[str]) -> "Iterator[Nginx | None]":
    from tests.bench.behind_nginx import portal_behind_nginx  # noqa: PLC0415

    if not _is_wanted("nginx", subjects):
        yield None
    elif not IS_INSTALLED:
        print("Agendas through nginx are left out: nginx or openssl is not installed.")
        yield None
    else:
        with portal_behind_nginx() as nginx:
            yield nginx


def _measure(
    port: int, subjects: frozenset[str] = frozenset(), nginx: "Nginx | None" = None
) -> int:
    from django.db import connection  # noqa: PLC0415

    from tests.bench.promises import promises  # noqa: PLC0415

    print(f"Python {sys.version.split()[0]}, {connection.vendor}, {os.cpu_count()} cores\n")
    broken = []
    chosen = (
        own
        for subject, own in promises(port, nginx).items()
        if _is_wanted(subject, subjects) and (nginx or subject != "nginx")
    )
    for promise in chain.from_iterable(own() for own in chosen):
        measurement = promise.measure()
        print(measurement, flush=True)
        if not measurement.is_kept:
            broken.append(f"{promise.what} / {promise.against}")
    print("\nEvery promise is kept." if not broken else "\nBroken: " + "; ".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
