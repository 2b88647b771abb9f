"""manage.py upgrade"""

from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum_portal.upgrade import load_missing, upgrade


class Command(BaseCommand):
    help = (
        "Bring database, static files and message catalogues to the version that is installed. "
        "Servers may be running, and several machines may call it at once."
    )

    # `migrate` has its own, and a start wants more than those of every command.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check`: only look."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail if a setting is unsafe or something is missing",
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Upgrade, or say what is missing."""
        if options["check"]:
            if not options.get("skip_checks"):  # set where a program calls it
                self.check(include_deployment_checks=True, fail_level=checks.WARNING)
        else:
            verbosity = options["verbosity"]
            upgrade(self.stdout.write if verbosity else lambda _text: None, verbosity=verbosity)
        if missing := load_missing():
            raise CommandError(" ".join([*missing, "Run `manage.py upgrade`."]))
        if options["verbosity"] and not options["check"]:
            self.stdout.write(self.style.SUCCESS("This version can be started."))
