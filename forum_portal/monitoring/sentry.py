"""Errors to a Sentry of the office, where SENTRY_DSN names one.

Nothing of the library watches the portal: no integration, no scope, no breadcrumbs. Each event is
made here from the same report that operators are mailed.
"""

import logging
import time
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from sentry_sdk import Client
from sentry_sdk.transport import HttpTransport, Transport
from sentry_sdk.types import Event, Hint

from core.protection.tls import client_context
from forum_portal.monitoring.errors import ErrorReport, report_of
from forum_portal.version import VERSION

# Of errors at one place, so many in so many seconds, from each process.
_MOST, _SECONDS = 5, 600
# What an event may hold; the library or a later version of it might add more.
_PARTS = frozenset(
    {
        "event_id", "timestamp", "platform", "level", "logger", "logentry", "exception", "tags",
        "fingerprint", "release", "server_name", "environment", "sdk",
    }
)  # fmt: skip


class SentryErrors(logging.Handler):
    """Sends each error to the Sentry at `dsn`, in a thread of the library."""

    def __init__(self, dsn: str, transport: "type[Transport] | None" = None) -> None:
        super().__init__()
        self._turns: dict[str, tuple[int, int]] = {}
        self._client = Client(
            dsn=dsn,
            transport=transport or _TrustedTransport,
            release=VERSION,
            server_name=urlsplit(settings.PUBLIC_ORIGIN).hostname,
            before_send=keep_known_parts,
            default_integrations=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Send `record`, unless many at the same place were sent lately."""
        # Its own trouble must not cause an event of it.
        if record.name.startswith(("sentry_sdk", "urllib3")):
            return
        report = report_of(record)
        if report is not None and self._take_turn(report.place):
            self._client.capture_event(event_of(report))

    def _take_turn(self, place: str) -> bool:
        # Counted in this process: the database may be what is broken.
        window = int(time.time()) // _SECONDS
        last, count = self._turns.get(place, (window, 0))
        count = count + 1 if last == window else 1
        self._turns[place] = (window, count)
        return count <= _MOST


class _TrustedTransport(HttpTransport):
    def _get_pool_options(self) -> dict[str, Any]:
        # The certificates that everything else of the portal trusts, not a list of the library.
        options = {**super()._get_pool_options(), "ssl_context": client_context()}
        del options["ca_certs"]
        return options


def event_of(report: ErrorReport) -> Event:
    """The event about an error: places and names of code alone."""
    event: Event = {
        "platform": "python",
        "level": "fatal" if report.level == "CRITICAL" else "error",
        "logger": report.logger,
        "logentry": {"message": report.text},
        "fingerprint": [report.place],
        "tags": {"request": report.request, "view": report.view},
    }
    module, name = report.kind
    if name:
        frames = [
            {
                "filename": frame.filename.removeprefix(f"{settings.BASE_DIR}/"),
                "lineno": frame.lineno,
                "function": frame.name,
                "in_app": "site-packages" not in frame.filename,
            }
            for frame in report.frames
        ]
        error = {"type": name, "module": module, "stacktrace": {"frames": frames}}
        event["exception"] = {"values": [error]}
    return event


def keep_known_parts(event: Event, _hint: Hint) -> Event:
    """Drop every part of an event that this module does not write."""
    return cast("Event", {name: part for name, part in event.items() if name in _PARTS})
