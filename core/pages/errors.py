"""Pages for what went wrong. They read nothing but the address: no database, session or user.

Django's own handlers parse the body again for their CSRF token, so that a hostile upload to an
address that does not exist would end as 500. These do not.
"""

import sys

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# How long a reader should wait before trying again, in seconds.
RETRY_AFTER = 10


def _page(template: str, status: int) -> HttpResponse:
    response = HttpResponse(render_to_string(f"errors/{template}.html"), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return _page("400", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reader may see the page but not do this."""
    return _page("403", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or not for this reader."""
    return _page("404", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere."""
    return _page("csrf", 403)


def unavailable() -> HttpResponse:
    """503: the database or the store of files is lost or busy. Says when to come back."""
    response = _page("503", 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; but 503 where the database or the files are out of reach, 400 for a NUL."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError | ConnectionError):
        return unavailable()
    # PostgreSQL keeps no NUL in a text: no address, cookie or filter of ours has one.
    if isinstance(error, DataError) and "NUL (0x00)" in str(error):
        return _page("400", 400)
    return _page("500", 500)
