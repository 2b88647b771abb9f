"""What commands about one account have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User


class AccountCommand(BaseCommand):
    """Changes the account with the address of its argument."""

    # What its owner does next; `%s` is the address.
    done: str

    def add_arguments(self, parser: CommandParser) -> None:
        """The address of the account."""
        parser.add_argument("address")

    def handle(self, *args: object, **options: Any) -> None:
        """Change it, and say what its owner does next."""
        user = User.objects.with_address(options["address"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        self.change(user)
        self.stdout.write(self.done % user.email)

    def change(self, user: User) -> None:
        """Change the account."""
        raise NotImplementedError
