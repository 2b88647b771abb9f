"""A request that cannot be read is answered as one: 400, before anything tries to."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.pages.errors import bad_request


class ReadableMiddleware:
    """Refuses what Django takes for granted: that a length is a number.

    Servers refuse it too, not all of them alike.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer 400 if its length is not a number."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal() and len(length) < 20):
            return bad_request(request, ValueError("Content-Length"))
        return self.get_response(request)
