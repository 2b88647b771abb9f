"""manage.py reset_second_factor"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import reset_second_factor


class Command(BaseCommand):
    help = "Take away app, passkeys and recovery codes of an account; end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address of the account."""
        parser.add_argument("address")

    def handle(self, *args: object, **options: Any) -> None:
        """Reset it, and say what its owner does next."""
        user = User.objects.with_address(options["address"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        reset_second_factor(user=user)
        self.stdout.write(
            f"{user.email} can now log in without a second factor and set up a new one."
        )
