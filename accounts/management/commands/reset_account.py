"""manage.py reset_account"""

from accounts.management.account_command import AccountCommand
from accounts.models import User
from accounts.services import reset_account


class Command(AccountCommand):
    help = "Take away all ways into an account but a mail to its address; end its sessions."
    done = "%s can now ask for a new password, or for a code, by mail."

    def change(self, user: User) -> None:
        """Reset it."""
        reset_account(user=user)
