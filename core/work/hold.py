"""A hold on what the portal does by itself, from a restore until an operator releases it.

Whatever waited when the backup was made may have happened since: mail was sent, an agenda was
published. Held work waits; only mail that was written after the restore goes out.
"""

from datetime import datetime

from core.models import WorkHold
from core.work.queues import QUEUES


def held_since() -> datetime | None:
    """The moment since which work is held; None if it is not."""
    return WorkHold.objects.values_list("since", flat=True).order_by("-since").first()


def release_work() -> bool:
    """Release what is held; return whether anything was."""
    deleted, _rows = WorkHold.objects.all().delete()
    return deleted > 0


def waiting_counts(at: datetime) -> dict[str, int]:
    """How much waits in each queue at `at`, by its name; empty queues are left out."""
    states = {queue.name: queue.state(at) for queue in QUEUES}
    return {name: state.length for name, state in states.items() if state.length}
