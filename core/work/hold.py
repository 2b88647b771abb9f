"""A hold on what the portal does by itself, from a restore until an operator releases it.

Whatever waited when the backup was made may have happened since: mail was sent, an agenda was
published. Held work waits; only mail that was written after the restore goes out.
"""

from datetime import UTC, datetime

from django.db.models import DateTimeField, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.models import WorkHold
from core.work.queues import QUEUES


def held_since() -> datetime | None:
    """The moment since which work is held; None if it is not."""
    return WorkHold.objects.values_list("since", flat=True).order_by("-since").first()


def not_held(moment: str) -> Q:
    """Rows whose field `moment` is not before the hold; all where nothing is held. No query."""
    since = WorkHold.objects.order_by("-since").values("since")[:1]
    ever = Value(datetime(1900, 1, 1, tzinfo=UTC), DateTimeField())
    return Q(**{f"{moment}__gte": Coalesce(Subquery(since), ever)})


def release_work() -> bool:
    """Release what is held; return whether anything was."""
    deleted, _rows = WorkHold.objects.all().delete()
    return deleted > 0


def waiting_counts(at: datetime) -> dict[str, int]:
    """How much waits in each queue at `at`, by its name; empty queues are left out."""
    states = {queue.name: queue.state(at) for queue in QUEUES}
    return {name: state.length for name, state in states.items() if state.length}
