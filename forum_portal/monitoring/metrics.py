"""The numbers of the portal for Prometheus: read from the database when asked, or counted."""

import os
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from forum_portal.monitoring import report
from forum_portal.version import VERSION
from mail.models import OutgoingMail

CONTENT_TYPE = CONTENT_TYPE_LATEST


def render(at: datetime) -> bytes:
    """All numbers at `at`. Some fifteen queries, each on an index."""
    registry = CollectorRegistry()
    registry.register(_Numbers(at))
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(REGISTRY)


class _Numbers:
    """What the database knows at one moment."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each number with its name, as Prometheus's library asks for them."""
        version = GaugeMetricFamily("forum_version", "Always 1, by version.", labels=["version"])
        version.add_metric([VERSION], 1)
        yield version

        length = GaugeMetricFamily("forum_queue_length", "Rows that wait.", labels=["queue"])
        oldest = GaugeMetricFamily(
            "forum_queue_oldest_seconds", "Age of the oldest row, in seconds.", labels=["queue"]
        )
        for name, state in report.load_queues(self._at).items():
            length.add_metric([name], state.length)
            oldest.add_metric([name], state.oldest)
        yield from (length, oldest)

        mails = GaugeMetricFamily("forum_mails", "Mails by state.", labels=["state"])
        totals = OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk"))
        for state, count in totals:
            mails.add_metric([state], count)
        yield mails

        yield _age(
            "forum_worker_heartbeat_age_seconds",
            "Since the latest sign of life of a background process; infinite without one.",
            report.heartbeat_age(self._at),
        )
        yield _age(
            "forum_backup_age_seconds",
            "Since the latest backup; infinite without one.",
            report.backup_age(self._at),
        )
        yield GaugeMetricFamily(
            "forum_migrations_missing",
            "Unapplied migrations.",
            value=report.count_missing_migrations(),
        )
        yield GaugeMetricFamily(
            "forum_free_space_bytes", "Free where files are kept.", value=report.free_space()
        )


def _age(name: str, text: str, age: float | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float("inf") if age is None else age)
