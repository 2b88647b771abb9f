"""Counts and durations of requests, added up over all processes of a server.

`PROMETHEUS_MULTIPROC_DIR`, which deploy/gunicorn.conf.py sets, is where processes share them: a
count of one process alone would go up and down with whichever answered.
"""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from django.contrib.auth.signals import user_login_failed
from prometheus_client import Counter, Histogram

from core.pages.admission import Answer, Application, Environ, StartResponse

REQUESTS = Counter("forum_requests", "Requests by kind of work and status.", ("kind", "status"))
SECONDS = Histogram(
    "forum_request_seconds",
    "Seconds from a request to the end of its answer, waiting included.",
    ("kind",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
FAILED_LOG_INS = Counter("forum_failed_log_ins", "Log-ins with a wrong password or code.")


def measure(application: Application, kind_of: Callable[[Environ], str | None]) -> Application:
    """Return `application`, with each of its answers counted."""

    def measured(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun, kind = perf_counter(), kind_of(environ) or "health"

        def start(status: str, *details: Any) -> Callable[[bytes], object]:
            REQUESTS.labels(kind, status[:3]).inc()
            return start_response(status, *details)

        def end() -> None:
            SECONDS.labels(kind).observe(perf_counter() - begun)

        return Answer(application(environ, start), end)

    return measured


def _count_failed_log_in(**_details: object) -> None:
    FAILED_LOG_INS.inc()


def count_failed_log_ins() -> None:
    """Count from now on; called once when all apps are loaded."""
    user_login_failed.connect(_count_failed_log_in, dispatch_uid="monitoring")
