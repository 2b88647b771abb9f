"""How allauth behaves here: the team is invited, nobody signs up."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User


class ClosedSignupAdapter(DefaultAccountAdapter):
    """No sign-up: accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: from the configured origin, never from a host a request claims."""
        url = super().get_reset_password_from_key_url(key)
        return f"{settings.PUBLIC_ORIGIN}{urlsplit(url).path}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer too many failed log-ins with 429 and what to do, not with the form again."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error


def display_name(user: User) -> str:
    """How a user is named in messages."""
    return user.get_full_name()
