"""manage.py version"""

import platform
from collections.abc import Iterator

import django
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from forum_portal.monitoring.report import count_missing_migrations
from forum_portal.version import VERSION


class Command(BaseCommand):
    help = (
        "Print the version of the portal and what it runs on, for a report of a fault: no secret "
        "is in it. Written as `manage.py version`."
    )
    # A portal that cannot start is the one to be reported.
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Print a line for each."""
        for label, text in _lines():
            self.stdout.write(f"{label:<14}{text}")


def _lines() -> Iterator[tuple[str, str]]:
    yield "Forum portal", VERSION
    yield "Django", django.get_version()
    yield "Python", f"{platform.python_version()} on {platform.system()}"
    yield "Database", _database()
    yield "Files", str(settings.PRIVATE_FILES_ROOT)
    yield "Origin", settings.PUBLIC_ORIGIN
    for name, value in sorted(settings.VARIABLES_IN_FORCE.items()):
        yield "Setting", f"{name}={value}"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SHOW server_version"
                if connection.vendor == "postgresql"
                else "SELECT sqlite_version()"
            )
            server = f"{connection.display_name} {cursor.fetchone()[0]}"
        missing = count_missing_migrations()
    except DatabaseError:
        return f"{connection.display_name}, which does not answer"
    return f"{server}, {missing} unapplied migrations" if missing else f"{server}, up to date"
