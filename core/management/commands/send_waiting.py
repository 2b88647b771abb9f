"""manage.py send_waiting"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.work.hold import held_since, release_work, waiting_counts
from core.work.queues import QUEUES


class Command(BaseCommand):
    help = "After a restore: let the background process do again what it does by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is given up instead of being sent."""
        parser.add_argument("--dry-run", action="store_true", help="only say what waits")
        parser.add_argument(
            "--without",
            nargs="*",
            default=[],
            choices=[queue.name for queue in QUEUES if queue.give_up],
            help="never send what of this waited when the backup was made",
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Give up what is named, release the rest."""
        since = held_since()
        if since is None:
            self.stdout.write("Nothing is held.")
            return
        for name, count in waiting_counts(timezone.now()).items():
            self.stdout.write(f"{name}: {count}")
        if options["dry_run"]:
            return
        for queue in QUEUES:
            if queue.give_up and queue.name in options["without"]:
                self.stdout.write(f"{queue.name} given up: {queue.give_up(since)}")
        release_work()
        self.stdout.write("Released.")
