"""How `make bench` judges: by ratios of one run, whatever the machine does beside."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.bench import __main__ as bench
from tests.bench import promises as catalogue
from tests.bench.promise import Promise, time_of


def _promise(ours: Iterable[float], reference: Iterable[float], **values: Any) -> Promise:
    costs, compared = iter(ours), iter(reference)
    return Promise(
        "a page", "bytes", 2, lambda: next(costs), lambda: next(compared), **{"turns": 3} | values
    )


def _forever(cost: float) -> Iterator[float]:
    while True:
        yield cost


def test_a_ratio_within_the_promise_is_kept_and_one_above_is_not() -> None:
    kept = _promise(_forever(20), _forever(10)).measure()
    broken = _promise(_forever(21), _forever(10)).measure()

    assert (kept.is_kept, kept.ratio, kept.figures) == (True, 2, "2.00 (20 : 10 ms)")
    assert (broken.is_kept, broken.ratio) == (False, 2.1)
    assert (str(kept)[:4], str(broken)[:4]) == ("ok  ", "FAIL")


def test_a_machine_half_as_fast_says_the_same() -> None:
    fast, slow = (_promise(_forever(c * 3), _forever(c * 2)).measure() for c in (1, 2))

    assert fast.ratio == slow.ratio == 1.5


def test_the_first_time_and_one_disturbed_turn_do_not_decide() -> None:
    measurement = _promise([900, 10, 500, 10], [10, 10, 10, 10]).measure()

    assert (measurement.is_kept, measurement.ratio, len(measurement.turns)) == (True, 1, 3)


def test_what_looks_broken_is_measured_again_before_it_counts() -> None:
    measurement = _promise([10, 90, 90, 10, 10, 10, 10], _forever(10)).measure()

    assert (measurement.is_kept, measurement.ratio, len(measurement.turns)) == (True, 1, 6)
    assert len(_promise(_forever(90), _forever(10)).measure().turns) == 9


@pytest.mark.django_db
def test_one_query_too_many_breaks_a_promise() -> None:
    from events.models import Event  # noqa: PLC0415

    def ask(number: int) -> Any:
        return time_of(lambda: [Event.objects.exists() for _ in range(number)])

    for number, is_kept in ((1, True), (2, False)):
        promise = Promise("a page", "bytes", 99, ask(number), lambda: 1000, turns=1, queries=1)

        assert (promise.measure().queries, promise.measure().is_kept) == (number, is_kept)


@pytest.mark.django_db
@pytest.mark.parametrize(("cost", "code"), [(2, 0), (3, 1)])
def test_the_command_fails_exactly_when_a_promise_is_broken(
    cost: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    found = [_promise(_forever(1), _forever(1)), _promise(_forever(cost), _forever(1))]
    monkeypatch.setattr(catalogue, "promises", lambda port, nginx: {"pages": lambda: iter(found)})

    assert bench._measure(0) == code
    assert capsys.readouterr().out.count("FAIL") == code
