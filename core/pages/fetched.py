"""Which requests come from a script of the portal."""

from django.http import HttpRequest


def is_fetched(request: HttpRequest) -> bool:
    """Whether a script asks for a part of a page, and not a browser for a page."""
    return request.headers.get("X-Requested-With") == "fetch"
