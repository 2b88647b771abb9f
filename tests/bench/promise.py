"""A promise about speed: a ratio to a reference that is measured in the same run."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.queries import count_queries

# What something costs, measured once: milliseconds, or another unit.
Cost = Callable[[], float]
# A promise that looks broken is measured so many times in all before it counts as broken.
_SERIES = 3


def time_of(work: Callable[[], object], before: Callable[[], object] | None = None) -> Cost:
    """Measure how many milliseconds `work` takes, after `before`."""

    def cost() -> float:
        if before:
            before()
        begun = time.perf_counter()
        work()
        return (time.perf_counter() - begun) * 1000

    return cost


@dataclass(frozen=True, slots=True)
class Promise:
    """`what` costs at most `most` times `against`; it takes at most `queries` if that is given."""

    what: str
    against: str
    most: float
    ours: Cost
    reference: Cost
    turns: int = 9
    queries: int = 0
    unit: str = "ms"

    def measure(self) -> "Measurement":
        """Measure both in turns, so that whatever else the machine does meets both alike."""
        if self.turns > 1:
            # The first time pays for imports, connections and templates.
            self.ours()
            self.reference()
        queries = count_queries(self.ours) if self.queries else 0
        turns: list[tuple[float, float]] = []
        for _ in range(_SERIES):
            turns += [self._turn(number) for number in range(self.turns)]
            measurement = Measurement(self, turns, queries)
            if measurement.is_kept:
                break
        return measurement

    def _turn(self, number: int) -> tuple[float, float]:
        if number % 2:
            return self.ours(), self.reference()
        reference = self.reference()
        return self.ours(), reference


@dataclass(frozen=True, slots=True)
class Measurement:
    """A promise with what each turn cost, ours and the reference."""

    promise: Promise
    turns: Sequence[tuple[float, float]]
    queries: int = 0

    @property
    def ratio(self) -> float:
        """The median of the ratios of the turns."""
        return statistics.median(ours / reference for ours, reference in self.turns)

    @property
    def is_kept(self) -> bool:
        """Whether it is as promised."""
        return self.ratio <= self.promise.most and self.queries <= self.promise.queries

    @property
    def figures(self) -> str:
        """The ratio, and beside it what both cost: 1.05 (2110 : 2010 ms)."""
        ours, reference = map(statistics.median, zip(*self.turns, strict=True))
        digits = 0 if min(ours, reference) >= 10 else 1
        costs = f"{ours:.{digits}f} : {reference:.{digits}f} {self.promise.unit}"
        return f"{self.ratio:.2f} ({costs})"

    def __str__(self) -> str:
        mark = "ok  " if self.is_kept else "FAIL"
        limit = f"≤ {self.promise.most:g}"
        queries = f", {self.queries} SQL of {self.promise.queries}" if self.queries else ""
        name = f"{self.promise.what} / {self.promise.against}"
        return f"{mark} {name:<86} {limit:<6} {self.figures}{queries}"
