"""How allauth behaves here: the team is invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class ClosedSignupAdapter(DefaultAccountAdapter):
    """No sign-up: accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def display_name(user: User) -> str:
    """How a user is named in messages."""
    return user.get_full_name()
