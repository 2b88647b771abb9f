"""Measure, print a table, fail if a promise is not kept. Talks to 127.0.0.1 only; four minutes.

On SQLite, or on the empty database that DATABASE_URL names.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

SIZES = (60, 300, 1200)
PEOPLE = (10_000, 100_000)
_ROUNDS, _SECONDS = 5, 1.5
_failed: list[str] = []


def say(what: str, measured: str, promise: str, *, kept: bool) -> None:
    """One line of the table."""
    print(f"{'ok  ' if kept else 'FAIL'} {what:<52} {measured:<26} {promise}", flush=True)
    if not kept:
        _failed.append(what)


def main() -> int:
    """Everything, in a folder that goes afterwards."""
    from tests.bench.load import free_port  # noqa: PLC0415  (before Django there is no portal)

    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        port = free_port()
        os.environ |= {
            "SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "127.0.0.1",
            "PUBLIC_ORIGIN": f"http://127.0.0.1:{port}", "ALLOW_HTTP": "true",
            "ALLOW_TEMPORARY_DATA": "true", "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }  # fmt: skip
        for command in (["migrate", "--verbosity", "0"], ["createcachetable", "--verbosity", "0"],
                        ["collectstatic", "--noinput", "--verbosity", "0"]):  # fmt: skip
            subprocess.run([sys.executable, "manage.py", *command], check=True)
        import django  # noqa: PLC0415

        django.setup()
        from django.db import connection  # noqa: PLC0415

        print(f"Python {sys.version.split()[0]}, {connection.vendor}, {os.cpu_count()} cores\n")
        _pages(Path(folder), port)
        _checks(1200, 10_000)
        _exports()
    print("\nEvery promise is kept." if not _failed else f"\nNot kept: {', '.join(_failed)}")
    return 1 if _failed else 0


def _pages(folder: Path, port: int) -> None:
    from django.test import Client  # noqa: PLC0415

    from tests.bench.rows import CROWDED, agenda_of  # noqa: PLC0415

    sizes = (*SIZES, CROWDED[0])
    for size in SIZES:
        agenda_of(size)
    agenda_of(*CROWDED)
    for size in sizes:
        answer = Client(headers={"host": "127.0.0.1"}).get(f"/en/agenda-{size}/agenda/")
        (folder / f"agenda-{size}").write_bytes(answer.content)
    _cold_pages(SIZES[-1])
    _cold_pages(CROWDED[0])
    _cold_booklet(300)
    for size in sizes:
        _warm_page(size)
    _against_bytes(port, sizes)


def _checks(sessions: int, people: int) -> None:
    from programme.checks.review import review  # noqa: PLC0415
    from tests.bench.rows import stage_of  # noqa: PLC0415
    from tests.queries import count_queries  # noqa: PLC0415

    event, times = stage_of(sessions, people), []
    for _ in range(7):
        begun = time.perf_counter()
        found = len(review(event).open)
        times.append((time.perf_counter() - begun) * 1000)
    queries = count_queries(lambda: review(event))
    say(f"checks, {sessions} sessions, {people:,} people on stage",
        f"{statistics.median(times):.0f} ms (best {min(times):.0f}), {queries} SQL, {found} found",
        "<= 1000 ms, <= 15 SQL", kept=min(times) <= 1000 and queries <= 15)  # fmt: skip


def _cold_pages(size: int) -> None:
    from django.test import Client  # noqa: PLC0415

    from core.pages.cache import store  # noqa: PLC0415
    from tests.queries import count_queries  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    pages = (
        ("agenda, all days as a list, cold", f"/en/agenda-{size}/agenda/", 150),
        ("agenda, one day as a grid, cold", f"/en/agenda-{size}/agenda/?view=grid", 150),
        ("agenda.ics, cold", f"/agenda-{size}/agenda.ics", 100),
        ("schedule.json, cold", f"/agenda-{size}/schedule.json", 100),
        ("schedule.xml, cold", f"/agenda-{size}/schedule.xml", 100),
    )
    for what, path, limit in pages:
        times = []
        for _ in range(7):
            store.clear()
            begun = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
        store.clear()
        queries = count_queries(lambda path=path: client.get(path))  # type: ignore[misc]
        median = statistics.median(times)
        say(f"{what}, {size} sessions", f"{median:.0f} ms (best {min(times):.0f}), {queries} SQL",
            f"<= {limit} ms, <= 10 SQL", kept=min(times) <= limit and queries <= 10)  # fmt: skip


def _cold_booklet(size: int) -> None:
    from django.test import Client  # noqa: PLC0415

    from core.pages.cache import store  # noqa: PLC0415
    from tests.queries import count_queries  # noqa: PLC0415

    client, path, times = Client(headers={"host": "127.0.0.1"}), f"/agenda-{size}/programme.pdf", []
    for _ in range(3):
        store.clear()
        begun = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begun)
    store.clear()
    queries = count_queries(lambda: client.get(path))
    say(f"programme.pdf, cold, {size} sessions",
        f"{statistics.median(times):.1f} s (best {min(times):.1f}), {queries} SQL",
        "<= 2 s, <= 10 SQL", kept=min(times) <= 2 and queries <= 10)  # fmt: skip


def _warm_page(size: int) -> None:
    from django.test import Client  # noqa: PLC0415

    from tests.queries import count_queries  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    path = f"/en/agenda-{size}/agenda/"
    client.get(path)
    queries = count_queries(lambda: client.get(path))
    say(f"agenda, kept, {size} sessions", f"{queries} SQL", "<= 1 SQL", kept=queries <= 1)


def _against_bytes(port: int, sizes: Sequence[int]) -> None:
    from tests.bench.load import free_port, requests_per_second, server  # noqa: PLC0415

    bare = free_port()
    with server("tests.bench.settings", port), server("tests.bench.bare_settings", bare):
        for size in sizes:
            page, same = f"/en/agenda-{size}/agenda/", f"/bytes/agenda-{size}"
            places = ((port, page), (port, same), (bare, same))
            for place in places:
                requests_per_second(*place, 0.5)
            # In turns, so that whatever else the machine does meets all of them alike.
            rates = [[requests_per_second(*one, _SECONDS) for one in places]
                     for _ in range(_ROUNDS)]  # fmt: skip
            for which, name in ((1, "the bytes view"), (2, "bytes, no middleware")):
                ratio = statistics.median(one[0] / one[which] for one in rates)
                ours, other = (statistics.median(one[at] for one in rates) for at in (0, which))
                say(f"agenda, {size} sessions, against {name}",
                    f"{ours:.0f}/s to {other:.0f}/s: {ratio:.2f}",
                    ">= 0.50" if which == 1 else "for comparison",
                    kept=ratio >= 0.5 or which == 2)  # fmt: skip


def _exports() -> None:
    from tests.bench.rows import list_of  # noqa: PLC0415

    for size in PEOPLE:
        list_of(size)
    _analyze()
    _lists(PEOPLE[-1])
    small, large = PEOPLE
    for kind, limit in (("csv", 2.0), ("xlsx", 1.3)):
        ours, plain = [], []
        for _ in range(2):
            plain.append(_export(f"plain-{kind}", large))
            ours.append(_export(f"portal-{kind}", large))
        best, other = (min(one["seconds"] for one in runs) for runs in (ours, plain))
        say(f"{kind.upper()} of {large:,} people against plain code",
            f"{best:.1f} s to {other:.1f} s: {best / other:.2f}", f"<= {limit}",
            kept=best / other <= limit)  # fmt: skip
        low, high = _export(f"portal-{kind}", small)["peak_mib"], ours[-1]["peak_mib"]
        say(f"{kind.upper()} memory, {small:,} to {large:,} people",
            f"{low:.0f} to {high:.0f} MiB", "<= 16 MiB more", kept=high - low <= 16)  # fmt: skip


def _analyze() -> None:
    """A database that has just got all its rows knows nothing of them yet."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _lists(size: int) -> None:
    """The page of fifty out of `size` people, in every order and with filters; after an export."""
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=f"officer-{size}@example.org"))
    for what, query, limit in (
        ("as it opens", "", 100),
        ("by function", "order=function", 100),
        ("by arrival", "order=arrival", 100),
        ("by hotel, then arrival, far down", "order=hotel&then=arrival&page=1500", 150),
        ("any of three filters", "function=press&country=FR&vip=yes&match=any", 100),
        ("search", "q=family12", 150),
    ):
        times = []
        for _ in range(9):
            begun = time.perf_counter()
            client.get(f"/staff/list-{size}/attendees/?{query}")
            times.append((time.perf_counter() - begun) * 1000)
        say(f"list of {size:,} people, {what}",
            f"{statistics.median(times):.0f} ms (best {min(times):.0f})", f"<= {limit} ms",
            kept=min(times) <= limit)  # fmt: skip


def _export(what: str, size: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.exports", what, str(size)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    sys.exit(main())
