"""A real server whose database is locked by somebody else, or comes back after a restart."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tests.portal.server import Portal

# Twelve pages at once hold more threads than a worker had places for.
_PAGES = 12
_PREPARE = """
import django; django.setup()
from tests.factories import make_event
make_event(slug="locked")
"""


class Answer(NamedTuple):
    """The answer to a request, and how long it took in seconds."""

    status: int
    retry_after: str | None
    seconds: float


def ask(portal: Portal, path: str) -> Answer:
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(f"{portal.origin}{path}", timeout=20) as response:
            response.read()
            status, headers = response.status, response.headers
    except urllib.error.HTTPError as error:
        status, headers = error.code, error.headers
    return Answer(status, headers.get("Retry-After"), time.monotonic() - begun)


@pytest.fixture
def portal(tmp_path: Path, own_database: str) -> Iterator[Portal]:
    if own_database.startswith("sqlite"):
        pytest.skip("Readers of SQLite wait for no lock, and it has no connections to lose.")
    portal = Portal(tmp_path, own_database)
    portal.python(_PREPARE)
    portal.start()
    yield portal
    portal.kill()


@pytest.mark.both_databases
def test_a_locked_table_costs_its_pages_seconds_health_nothing_and_a_restart_no_page(
    portal: Portal, own_database: str
) -> None:
    path = "/en/locked/sub-forums/"
    with psycopg.connect(own_database) as locker, ThreadPoolExecutor(_PAGES) as readers:
        locker.execute("LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE")
        pages = [readers.submit(ask, portal, path) for _ in range(_PAGES)]
        time.sleep(1)
        health = [ask(portal, "/healthz") for _ in range(5)]
        answers = [page.result() for page in pages]
        locker.rollback()
    unlocked = ask(portal, path)

    assert [answer.status for answer in health] == [200] * 5
    assert max(answer.seconds for answer in health) < 1
    assert {(answer.status, answer.retry_after) for answer in answers} == {(503, "10")}
    assert max(answer.seconds for answer in answers) < 10
    assert unlocked.status == 200

    with psycopg.connect(own_database, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert [ask(portal, "/readyz").status for _ in range(16)] == [200] * 16
