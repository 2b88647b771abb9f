"""How `make test` shares the suite out between the two databases."""

from collections import Counter, defaultdict
from itertools import chain, product
from types import CodeType, SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from tests import sharing
from tests.sharing import DATABASES, share_out, shared_out

_ON_BOTH = set(DATABASES)


class Case:
    """A test as pytest collects it: its function, what it asks for, its marks and parameters."""

    def __init__(self, *fixtures: str, marks: Any = (), name: str = "test_one", **params: Any):
        self.nodeid = f"tests/test_it.py::{name}[{params}]"
        self.fixturenames = fixtures
        self.marks = [one.mark for one in marks]
        self.callspec = SimpleNamespace(params=params)

    def get_closest_marker(self, name: str) -> Any:
        return next(self.iter_markers(name), None)

    def iter_markers(self, name: str) -> Any:
        return (one for one in self.marks if one.name == name)


def _share_out(*cases: Any) -> list[set[str]]:
    return [set(where) for where in share_out(cases).values()]


def _databases(*fixtures: str, **more: Any) -> set[str]:
    return _share_out(Case(*fixtures, **more))[0]


def test_a_test_without_a_database_is_refused_one() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.exists()


def test_what_asks_for_no_database_runs_on_sqlite() -> None:
    assert _databases("tmp_path", name="test_a") == {"sqlite"}
    assert _databases("tmp_path", name="test_b") == {"sqlite"}


@pytest.mark.parametrize("name", ["test_a", "test_b"])
def test_where_the_databases_can_differ_a_test_runs_on_both(name: str) -> None:
    locks = pytest.mark.django_db(transaction=True)

    assert _databases("transactional_db", name=name) == _ON_BOTH
    assert _databases("live_server", name=name) == _ON_BOTH
    assert _databases(marks=[locks], name=name) == _ON_BOTH
    assert _databases("db", marks=[pytest.mark.both_databases], name=name) == _ON_BOTH
    assert len(_databases("db", marks=[pytest.mark.django_db], name=name)) == 1
    assert len(_databases("live_server", "browser", marks=[locks], name=name)) == 1


@pytest.mark.parametrize(("has_every_case", "databases"), [(False, 1), (True, 2)])
def test_processes_of_their_own_are_on_both_where_every_case_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, has_every_case: bool, databases: int
) -> None:
    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", has_every_case)

    assert len(_databases("own_database")) == databases


def test_the_cases_of_a_test_go_to_both_by_turns() -> None:
    each = _share_out(*[Case("db", page=page) for page in "abcd"])

    assert each[0] | each[1] == _ON_BOTH
    assert each == [each[0], each[1]] * 2


def test_each_value_of_two_parameters_comes_to_both() -> None:
    pairs = list(product("ab", "cd"))
    marks = [pytest.mark.parametrize("page", []), pytest.mark.parametrize("who", [])]
    where = _share_out(*[Case("db", marks=marks, page=page, who=who) for page, who in pairs])

    for value in "abcd":
        found = [where[number] for number, pair in enumerate(pairs) if value in pair]
        assert found[0] | found[1] == _ON_BOTH


@pytest.mark.parametrize("width", [6, 7, 20])
def test_of_many_cases_every_third_is_tried_on_both_by_turns(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    cases = [Case("db", page=page) for page in "abcdefghijklmnopqrst"[:width]]

    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", False)
    tried = [where for where in _share_out(*cases) if where]
    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", True)
    every = _share_out(*cases)

    assert width // 3 <= len(tried) <= width // 3 + 1
    assert set.union(*tried) == _ON_BOTH
    assert all(every)


def test_a_sample_has_each_value_of_two_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(product("abcd", "efgh"))
    marks = [pytest.mark.parametrize("page", []), pytest.mark.parametrize("who", [])]
    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", False)
    where = _share_out(*[Case("db", marks=marks, page=page, who=who) for page, who in pairs])

    assert {*chain(*(pair for pair, at in zip(pairs, where, strict=True) if at))} == {*"abcdefgh"}


def test_cases_without_a_database_are_all_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", False)
    assert _share_out(*[Case(page=page) for page in "abcdefgh"]) == [{"sqlite"}] * 8


@pytest.mark.parametrize("names", ["page, who", ["page", "who"]])
def test_names_that_are_given_together_count_once(names: Any) -> None:
    marks = [pytest.mark.parametrize(names, [])]
    first, second = _share_out(*[Case("db", marks=marks, page=one, who=one) for one in "ab"])

    assert first | second == _ON_BOTH


def test_cases_inside_a_test_are_halved_where_it_runs_on_both_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sharing, "IS_SHARED", False)
    assert len(shared_out(range(4))) == 2
    monkeypatch.setattr(sharing, "IS_SHARED", True)
    assert len(shared_out(range(4))) == 4


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_sweep_tries_some_cases_spread_evenly_and_all_where_every_case_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, is_shared: bool
) -> None:
    monkeypatch.setattr(sharing, "IS_SHARED", is_shared)

    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", False)
    sample = _cases_by_database(monkeypatch, one_in=4)
    monkeypatch.setattr(sharing, "HAS_EVERY_CASE", True)
    everything = _cases_by_database(monkeypatch, one_in=4)

    if is_shared:
        # The test itself runs on one database, with all the cases.
        assert sample == {name: list(range(0, 40, 4)) for name in DATABASES}
        assert everything == {name: list(range(40)) for name in DATABASES}
    else:
        assert sample == {"sqlite": list(range(0, 40, 8)), "postgresql": list(range(1, 40, 8))}
        assert sorted(chain(*everything.values())) == list(range(40))


def test_no_test_is_left_out(request: pytest.FixtureRequest) -> None:
    """Each is tried on one database at least, a parametrised one with some of its cases."""
    shares = request.config.stash[sharing.SHARES]
    tried = {test for test, where in shares.items() if where}

    assert {_function(test) for test in tried} == {_function(test) for test in shares}
    if sharing.HAS_EVERY_CASE:
        assert tried == set(shares)
    if sharing.IS_SHARED:
        assert all(connection.vendor in shares[test] for test in request.session.items)


def test_tests_with_threads_run_on_both(request: pytest.FixtureRequest) -> None:
    shares = request.config.stash[sharing.SHARES]
    alone = {
        test.nodeid for test, where in shares.items() if _has_threads(test) and len(where) == 1
    }

    assert request.node in shares
    assert alone == set()


def test_a_parametrised_test_with_a_database_is_seen_by_both(
    request: pytest.FixtureRequest,
) -> None:
    if any("[" in argument for argument in request.config.args):
        pytest.skip("Single cases were chosen.")
    cases, seen_by = Counter[str](), defaultdict[str, set[str]](set)
    for test, where in request.config.stash[sharing.SHARES].items():
        if test.get_closest_marker("django_db") or "db" in getattr(test, "fixturenames", ()):
            function = _function(test)
            cases[function] += 1
            seen_by[function].update(where)

    alone = {name for name, where in seen_by.items() if cases[name] > 1 and where != _ON_BOTH}
    assert alone == set()


def _cases_by_database(monkeypatch: pytest.MonkeyPatch, one_in: int) -> dict[str, list[int]]:
    cases = {}
    for name in DATABASES:
        monkeypatch.setattr(sharing, "connection", SimpleNamespace(vendor=name))
        cases[name] = shared_out(range(40), one_in=one_in)
    return cases


def _function(test: pytest.Item) -> str:
    return test.nodeid.split("[")[0]


def _has_threads(test: pytest.Item) -> bool:
    # Tests that start the whole portal take turns, but for runs of every case.
    if "own_database" in getattr(test, "fixturenames", ()) and not sharing.HAS_EVERY_CASE:
        return False
    names = _names(test.function.__code__) if isinstance(test, pytest.Function) else set()
    return not names.isdisjoint(("Thread", "ThreadPoolExecutor"))


def _names(code: CodeType) -> set[str]:
    """The names that a function and the functions within it use."""
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(_names, inner))
