"""How an address and a password become an account."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class AddressBackend(AuthenticationBackend):
    """By the one address of the account, and by no other that allauth may have a row of."""

    def _authenticate_by_email(self, email: str, password: str) -> object:
        return self._check_password(User.objects.with_address(email).first(), password)
