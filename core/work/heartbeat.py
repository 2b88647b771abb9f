"""A sign of life of each background process, so that somebody is told when there is none."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

from core.models import Heartbeat

logger = logging.getLogger(__name__)

# In seconds. Monitoring counts a process as dead after three that are missing.
_EVERY = 20
DEAD_AFTER = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(days=1)


@contextmanager
def heartbeat() -> Iterator[None]:
    """Beat in a thread of its own: a job may take minutes."""
    stop = threading.Event()
    process = f"{socket.gethostname()[:60]}:{os.getpid()}"
    thread = threading.Thread(target=_beat, args=(process, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5)


def _beat(process: str, stop: threading.Event) -> None:
    _forget_dead()
    while not stop.is_set():
        _write(process)
        stop.wait(_EVERY)
    # It was asked to end: nobody need look for it.
    try:
        Heartbeat.objects.filter(process=process).delete()
    except Error:
        logger.debug("The heartbeat of %s stays.", process)
    connection.close()


def _forget_dead() -> None:
    """Delete what processes that were killed long ago have left."""
    with suppress(Error):
        Heartbeat.objects.filter(seen_at__lt=timezone.now() - _FORGOTTEN_AFTER).delete()


def _write(process: str) -> None:
    now = timezone.now()
    try:
        Heartbeat.objects.update_or_create(process=process, defaults={"seen_at": now})
    except Error:
        # The database is lost or busy; the next beat comes soon.
        connection.close()
