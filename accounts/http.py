"""Requests with their types."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """A request behind a log-in: `user` is a real one."""

    user: User


def client_address(request: HttpRequest) -> str:
    """The address of the client, through as many proxies as TRUSTED_PROXY_COUNT says."""
    return str(get_adapter().get_client_ip(request))
