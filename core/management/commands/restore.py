"""manage.py restore"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.backup.failures import BackupFailed
from core.backup.manifest import Manifest
from core.backup.restore_backup import missing_migrations, restore_backup
from core.backup.targets import find_backup
from core.protection.sealed_stores import check_keys
from core.work.hold import waiting_counts


class Command(BaseCommand):
    help = "Restore the database and all files from a backup (docs/backup.md)."
    # It runs where there are no tables yet.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, how to open it, and what may be lost or sent."""
        parser.add_argument("source", help="a backup, or where they lie: then the newest")
        parser.add_argument("--identity", type=Path, help="file with a private key of age")
        parser.add_argument(
            "--replace", action="store_true", help="delete the database and the files that are here"
        )
        parser.add_argument(
            "--send-waiting",
            action="store_true",
            help="send and publish what waited when the backup was made, instead of holding it",
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Restore, compare, and say what is left to do."""
        try:
            target, name = find_backup(options["source"])
            manifest = restore_backup(
                target,
                name,
                identities=options["identity"],
                replaces=options["replace"],
                sends_waiting=options["send_waiting"],
                tell=self.stdout.write,
            )
            check_keys()
        except (BackupFailed, ConnectionError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        self._conclude(manifest, is_held=not options["send_waiting"])

    def _conclude(self, manifest: Manifest, *, is_held: bool) -> None:
        self.stdout.write(
            f"Restored: {len(manifest.tables)} tables with {manifest.rows} rows, "
            f"{len(manifest.files)} files, as they were at {manifest.made_at}."
        )
        missing = missing_migrations(manifest)
        if missing:
            self.stdout.write(
                f"The backup is of an older version ({missing} migrations): run manage.py upgrade."
            )
        if is_held:
            counts = {} if missing else waiting_counts(timezone.now())
            waiting = ", ".join(f"{count} {name}" for name, count in counts.items())
            self.stdout.write(
                f"Held{f' ({waiting} waiting)' if waiting else ''}: nothing is sent or published "
                "by itself but mail written from now on. To go on: manage.py send_waiting."
            )
