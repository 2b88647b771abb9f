"""What of the suite `make test` runs, and where: two rules.

Each test runs on one of the two databases, or on both:

- A test that asks for no database runs on SQLite alone. It cannot differ: pytest-django refuses it
  the database.
- Where the databases can differ, a test runs on both: locks (`transactional_db`), what is marked
  `both_databases`, and with EVERY_CASE=1 processes of their own (`own_database`).
- Every other test runs on one of the two, always the same one; the cases of a parametrised test
  by turns. A test in a browser is among them: a page looks the same on both.

`make test` ends soon because it tries a sample where one statement is tried on many cases, spread
evenly and always the same ones; EVERY_CASE=1 tries all:

- Of a parametrised test that asks for a database and has six cases or more it runs every third.
- A sweep inside a test, such as each page in each window, takes its cases from `shared_out` with
  `one_in`.

No test is left out: each runs with some of its cases.

`make test-all` runs every test on both databases, with every case.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from zlib import crc32

import pytest
from django.db import connection

Case = TypeVar("Case")

DATABASES = ("sqlite", "postgresql")
IS_SHARED = os.environ.get("SHARE_TESTS") == "1"
HAS_EVERY_CASE = os.environ.get("EVERY_CASE") == "1"
_LOCKS = {"transactional_db", "live_server"}
_ANY_DATABASE = {"db", *_LOCKS, "own_database"}
# Of a test with so many cases, one in so many is a sample.
_MANY, _ONE_IN = 6, 3

Shares = dict[pytest.Item, tuple[str, ...]]
# Where each test of a run belongs, those too that this run leaves to the other database.
SHARES = pytest.StashKey[Shares]()


def share_out(tests: Iterable[pytest.Item]) -> Shares:
    """The databases that `make test` runs each of `tests` on; none for a case it does not try."""
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for test in tests:
        cases[test.nodeid.split("[")[0]].append(test)
    return {
        test: databases
        for function, of_one_test in cases.items()
        for test, databases in _share_cases(function, of_one_test)
    }


def _share_cases(
    function: str, cases: Sequence[pytest.Item]
) -> Iterator[tuple[pytest.Item, tuple[str, ...]]]:
    is_sampled = len(cases) >= _MANY and not HAS_EVERY_CASE
    tried = 0
    for test, turn in zip(cases, _turns(function, cases), strict=True):
        databases = fixed_databases(test)
        if is_sampled and databases != DATABASES[:1]:
            is_tried = turn % _ONE_IN == 0
            yield test, (databases or (DATABASES[tried % 2],)) if is_tried else ()
            tried += is_tried
        else:
            yield test, databases or (DATABASES[turn % 2],)


def _turns(function: str, cases: Iterable[pytest.Item]) -> Iterator[int]:
    """A number for each case. Of two parameters the sum: each value of either gets every turn."""
    numbers: defaultdict[tuple[str, ...], dict[tuple[int, ...], int]] = defaultdict(dict)
    first = crc32(function.encode())
    for case in cases:
        yield first + sum(
            numbers[names].setdefault(value, len(numbers[names]))
            for names, value in _parameters(case)
        )


def fixed_databases(test: pytest.Item) -> tuple[str, ...]:
    """Where `test` must run; nowhere in particular if the databases take turns."""
    fixtures = set(getattr(test, "fixturenames", ()))
    marker = test.get_closest_marker("django_db")
    if test.get_closest_marker("both_databases"):
        return DATABASES
    if marker is None and not fixtures & _ANY_DATABASE:
        return DATABASES[:1]
    if "own_database" in fixtures:
        return DATABASES if HAS_EVERY_CASE else ()
    has_locks = bool(fixtures & _LOCKS) or bool(marker and marker.kwargs.get("transaction"))
    if has_locks and "browser" not in fixtures:
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


def shared_out(cases: Iterable[Case], *, one_in: int = 1) -> list[Case]:
    """The cases that this run tries: one in `one_in`, and with EVERY_CASE=1 all of them.

    A test that runs on both databases has every second of them on SQLite, the others on PostgreSQL:
    a page looks the same on both. Where cases are the product of two lists, `one_in` should divide
    the length of neither, so that the sample has each value of both.
    """
    every = list(cases)
    step = 1 if HAS_EVERY_CASE else one_in
    if IS_SHARED:
        return every[::step]
    return every[DATABASES.index(connection.vendor) :: step * len(DATABASES)]
