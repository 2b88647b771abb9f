"""manage.py work"""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core.protection.sealed_stores import check_keys
from core.work.heartbeat import heartbeat
from core.work.worker import work


class Command(BaseCommand):
    help = "Do what the portal does by itself, such as sending mail, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once`: until nothing is left to do."""
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")

    def handle(self, *args: object, **options: Any) -> None:
        """Work; SIGTERM and Ctrl-C end it after the piece at hand."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        check_keys()
        if options["once"]:
            work(settings.BACKGROUND_JOBS, stop, once=True, during_hold=settings.JOBS_DURING_HOLD)
            return
        with heartbeat():
            work(settings.BACKGROUND_JOBS, stop, during_hold=settings.JOBS_DURING_HOLD)
