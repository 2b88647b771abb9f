"""Background jobs, which a separate process runs over and over.

A job is a function without arguments that does a bounded piece of work and says how much it did. It
must survive being killed at any moment, and may run in several processes at once.
"""

import logging
import threading
import time
from collections.abc import Callable, Container, Mapping

from django.db import close_old_connections, connections
from django.db.utils import InterfaceError, OperationalError
from django.utils.module_loading import import_string

from core.work.hold import held_since

Job = Callable[[], int]

logger = logging.getLogger(__name__)


def work(
    jobs: Mapping[str, int],
    stop: threading.Event,
    *,
    once: bool = False,
    during_hold: Container[str] = (),
) -> None:
    """Run `jobs` (dotted path → seconds between two runs that find nothing) until `stop`.

    With `once`, run each until it finds nothing more, then return. While work is held
    (`core.work.hold`) only the jobs `during_hold` run.
    """
    known: dict[str, Job] = {path: import_string(path) for path in jobs}
    due = dict.fromkeys(known, 0.0)
    while not stop.is_set():
        for path, job in known.items():
            if due[path] <= time.monotonic() and not stop.is_set():
                did = _run(path, job, may_wait=path not in during_hold)
                due[path] = time.monotonic() + (0 if did else jobs[path])
        if once and min(due.values()) > time.monotonic():
            return
        stop.wait(max(0.0, min(due.values()) - time.monotonic()))


def _run(path: str, job: Job, *, may_wait: bool) -> int:
    try:
        close_old_connections()
        return 0 if may_wait and held_since() else job()
    except (OperationalError, InterfaceError):
        # The database is lost or busy: it comes back, and so do we.
        logger.warning("The database does not answer; %s waits.", path)
        connections.close_all()
    except Exception:
        logger.exception("%s failed; it is tried again.", path)
    return 0
