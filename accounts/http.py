"""Requests with their types."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """A request behind a log-in: `user` is a real one."""

    user: User


def user_of(request: HttpRequest) -> User:
    """The person who has logged in; only for pages that nobody else reaches."""
    return cast("User", request.user)


def client_address(request: HttpRequest) -> str:
    """The address of the client, through as many proxies as TRUSTED_PROXY_COUNT says."""
    return str(get_adapter().get_client_ip(request))
