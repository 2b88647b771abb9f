"""On which databases a test runs: `make test` shares the suite out between the two.

- A test that asks for no database runs on SQLite alone. It cannot differ: pytest-django refuses it
  the database.
- Where the databases can differ, a test runs on both: locks (`transactional_db`), processes of
  their own (`own_database`), and what is marked `both_databases`.
- Every other test runs on one of the two, always the same one; the cases of a parametrised test
  by turns. A test in a browser is among them: a page looks the same on both.

`make test-all` runs every test on both.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar
from zlib import crc32

import pytest
from django.db import connection

Case = TypeVar("Case")

DATABASES = ("sqlite", "postgresql")
IS_SHARED = os.environ.get("SHARE_TESTS") == "1"
_LOCKS = {"transactional_db", "live_server"}
_ANY_DATABASE = {"db", *_LOCKS, "own_database"}

Shares = dict[pytest.Item, tuple[str, ...]]
# Where each test of a run belongs, those too that this run leaves to the other database.
SHARES = pytest.StashKey[Shares]()


def share_out(tests: Iterable[pytest.Item]) -> Shares:
    """The databases that `make test` runs each of `tests` on."""
    # For each function and parameter the values met so far, numbered.
    met: defaultdict[tuple[str, ...], dict[tuple[int, ...], int]] = defaultdict(dict)
    shares: Shares = {}
    for test in tests:
        function = test.nodeid.split("[")[0]
        turn = crc32(function.encode())
        # Of two parameters the sum: each value of either comes to both databases.
        for names, value in _parameters(test):
            numbers = met[function, *names]
            turn += numbers.setdefault(value, len(numbers))
        shares[test] = fixed_databases(test) or (DATABASES[turn % 2],)
    return shares


def fixed_databases(test: pytest.Item) -> tuple[str, ...]:
    """Where `test` must run; nowhere in particular if the databases take turns."""
    fixtures = set(getattr(test, "fixturenames", ()))
    marker = test.get_closest_marker("django_db")
    if test.get_closest_marker("both_databases"):
        return DATABASES
    if marker is None and not fixtures & _ANY_DATABASE:
        return DATABASES[:1]
    has_locks = bool(fixtures & _LOCKS) or bool(marker and marker.kwargs.get("transaction"))
    if "own_database" in fixtures or (has_locks and "browser" not in fixtures):
        return DATABASES
    return ()


def _parameters(test: pytest.Item) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """The names of each parameter, those that are given together as one, and its value."""
    values = dict(getattr(getattr(test, "callspec", None), "params", {}))
    for mark in test.iter_markers("parametrize"):
        given = mark.args[0]
        names = given.split(",") if isinstance(given, str) else given
        together = tuple(name.strip() for name in names)
        # Some values cannot be compared: the same case has the same object.
        yield together, tuple(id(values.pop(name)) for name in together)
    yield from (((name,), (id(value),)) for name, value in values.items())


def shared_out(cases: Iterable[Case]) -> list[Case]:
    """Every second case on SQLite, the others on PostgreSQL: a page looks the same on both.

    All of them where the test that has them is itself run on one database alone, and with
    EVERY_SCREEN=1.
    """
    if IS_SHARED or os.environ.get("EVERY_SCREEN"):
        return list(cases)
    return list(cases)[DATABASES.index(connection.vendor) :: len(DATABASES)]
