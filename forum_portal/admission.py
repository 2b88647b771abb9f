"""Which kind of work a request is, whose it is, and the answer to one that finds no place."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.utils import translation

from accounts.http import client_address
from core.pages.admission import (
    FILES,
    MONITORING,
    PUBLIC,
    TEAM,
    Admission,
    Application,
    Client,
    Environ,
    StartResponse,
)  # fmt: skip
from core.pages.errors import unavailable
from core.pages.headers import secure
from forum_portal.monitoring.requests import measure

_MONITORING = frozenset(("/readyz", "/metrics"))
_TEAM = (
    "/staff/", "/admin/", "/accounts/", "/delegation/", "/entry/", "/join/", "/preview/", "/api/",
)  # fmt: skip
# Files that are made for each request, and keep a thread for as long as a page of seconds.
_MADE_FILES = (".xlsx", ".csv", ".pdf", ".zip", "/file", "/photographs/")


def admit(application: Application) -> Application:
    """Return `application` with a bounded number of requests at once, which are counted."""
    admitted = Admission(application, refuse=_refuse, kind_of=_kind_of, client_of=_client_of)
    return measure(admitted, _kind_of)


def _kind_of(environ: Environ) -> str | None:
    path = environ["PATH_INFO"]
    if path == "/healthz":
        return None
    if path in _MONITORING:
        return MONITORING
    if path.endswith(_MADE_FILES) and not path.startswith("/static/"):
        return FILES
    return TEAM if path.startswith(_TEAM) else PUBLIC


def _client_of(environ: Environ) -> Client:
    request = WSGIRequest(environ)
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    try:
        return Client(client_address(request), session)
    except PermissionDenied:  # through a socket, without a proxy that names the client
        return Client("", session)


def _refuse(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    request = WSGIRequest(environ)
    headers, body = _busy_page(translation.get_language_from_request(request, check_path=True))
    start_response("503 Service Unavailable", list(headers))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


@cache
def _busy_page(language: str) -> tuple[tuple[tuple[str, str], ...], bytes]:
    with translation.override(language):
        page = unavailable()
    secure(page)
    return (*page.items(), ("Content-Length", str(len(page.content)))), page.content
