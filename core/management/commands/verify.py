"""manage.py verify"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.failures import BackupFailed
from core.backup.targets import find_backup
from core.backup.verify_backup import compare_with_portal, verify_backup


class Command(BaseCommand):
    help = "Read all of a backup and compare every table and file in it with its manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, and how to open it."""
        parser.add_argument("source", help="a backup, or where they lie: then the newest")
        parser.add_argument("--identity", type=Path, help="file with a private key of age")
        parser.add_argument(
            "--against-database",
            action="store_true",
            help="compare it with the running portal as well",
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Compare, and say what the backup holds."""
        try:
            target, name = find_backup(options["source"])
            manifest = verify_backup(target, name, options["identity"])
            self.stdout.write(
                f"{name} is whole: {len(manifest.tables)} tables with {manifest.rows} rows, "
                f"{len(manifest.files)} files, of {manifest.made_at} at {manifest.origin}."
            )
            if options["against_database"]:
                compare_with_portal(manifest)
                self.stdout.write("The portal has the same rows and files.")
        except (BackupFailed, ConnectionError) as error:
            raise CommandError(str(error)) from error
