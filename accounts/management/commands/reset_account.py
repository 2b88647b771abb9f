"""manage.py reset_account"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import reset_account


class Command(BaseCommand):
    help = "Take away all ways into an account but a mail to its address; end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address of the account."""
        parser.add_argument("address")

    def handle(self, *args: object, **options: Any) -> None:
        """Reset it, and say what its owner does next."""
        user = User.objects.with_address(options["address"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        reset_account(user=user)
        self.stdout.write(f"{user.email} can now ask for a new password, or for a code, by mail.")
