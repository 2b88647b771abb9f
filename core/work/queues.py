"""The queues of background work, registered by the apps that fill them, for monitoring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Min, QuerySet


class QueueState(NamedTuple):
    """How much waits in a queue, and for how many seconds its first."""

    length: int
    oldest: float


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """Rows that wait for the background process.

    `waiting` takes a moment and returns the rows that could be worked on then; `since` is the field
    with the moment from which a row waits. `name` is a plural: mails, files.
    """

    name: str
    waiting: Callable[[datetime], "QuerySet[Any, Any]"]
    since: str
    late_after: timedelta
    # Gives up what waits since before a moment and must not happen twice; how much that was.
    give_up: Callable[[datetime], int] | None = None

    def state(self, at: datetime) -> QueueState:
        """Count what waits at `at`. One query."""
        totals = self.waiting(at).order_by().aggregate(length=Count("pk"), first=Min(self.since))
        first = totals["first"]
        return QueueState(totals["length"], max(0.0, (at - first).total_seconds()) if first else 0)

    def is_late(self, state: QueueState) -> bool:
        """Whether its first row waits for longer than a healthy process lets it."""
        return state.oldest > self.late_after.total_seconds()


QUEUES: list[WorkQueue] = []
