"""Requests with their types."""

from django.http import HttpRequest

from accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """A request behind a log-in: `user` is a real one."""

    user: User
