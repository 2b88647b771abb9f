"""manage.py reset_second_factor"""

from accounts.management.account_command import AccountCommand
from accounts.models import User
from accounts.services import reset_second_factor


class Command(AccountCommand):
    help = (
        "Remove the authenticator app, passkeys and recovery codes of an account and end its "
        "sessions."
    )
    done = "%s can now log in without a second factor and set up a new one."

    def change(self, user: User) -> None:
        """Reset it."""
        reset_second_factor(user=user)
