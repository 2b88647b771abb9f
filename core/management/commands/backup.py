"""manage.py backup"""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.failures import BackupFailed
from core.backup.make_backup import make_backup
from core.backup.target import remove_older
from core.backup.targets import open_target


class Command(BaseCommand):
    help = "Back up the database and all files, encrypted, into one archive (docs/backup.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many to keep."""
        parser.add_argument("target", nargs="?", help="a folder or s3://…, otherwise BACKUP_TARGET")
        parser.add_argument("--keep", type=_count, help="delete all but so many of the newest")
        parser.add_argument("--plain", action="store_true", help="do not encrypt")

    def handle(self, *args: object, **options: Any) -> None:
        """Make it, then remove what is older."""
        recipients = [] if options["plain"] else settings.BACKUP_RECIPIENTS
        if not recipients and not options["plain"]:
            raise CommandError(
                "A backup holds passports and addresses. Set BACKUP_RECIPIENTS to a public key of "
                "age, or add --plain if the place is encrypted itself."
            )
        place = options["target"] or settings.BACKUP_TARGET
        if not place:
            raise CommandError("Name a folder for the backup, or set BACKUP_TARGET.")
        try:
            target = open_target(place)
            name = make_backup(target, recipients=recipients, tell=self.stdout.write)
            self.stdout.write(f"Backup: {name}")
            if options["keep"]:
                for gone in remove_older(target, options["keep"]):
                    self.stdout.write(f"Deleted: {gone}")
        except (BackupFailed, ConnectionError) as error:
            raise CommandError(f"No backup was made. {error}") from error


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1")
    return int(text)
