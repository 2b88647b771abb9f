"""An identifier for each request, and a record of its answer."""

import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.work.logs import ACCESS, CURRENT_REQUEST, RequestFacts

# What a proxy calls a request.
_IDENTIFIER = re.compile(r"[\w.-]{8,64}")
HEADER = "X-Request-ID"


class RequestLogMiddleware:
    """Binds what is logged to the request, under the identifier that the proxy knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and record the answer."""
        begun, facts = perf_counter(), RequestFacts(_identifier(request))
        token = CURRENT_REQUEST.set(facts)
        try:
            response = self.get_response(request)
            facts.user = _known_user(request)
            if ACCESS.isEnabledFor(logging.INFO):
                _record(request, response.status_code, perf_counter() - begun)
        finally:
            CURRENT_REQUEST.reset(token)
        response.headers[HEADER] = facts.identifier
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Name the view in everything that it logs."""
        facts = CURRENT_REQUEST.get()
        if facts and request.resolver_match:
            facts.view = request.resolver_match.view_name

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Name the account in the record of an error."""
        if facts := CURRENT_REQUEST.get():
            facts.user = _known_user(request)


def _record(request: HttpRequest, status: int, seconds: float) -> None:
    facts = {
        "method": request.method,
        "path": request.path,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
    }
    ACCESS.info("%s %s %s", request.method, request.path, status, extra=facts)


def _known_user(request: HttpRequest) -> int | None:
    """The account, where somebody has looked: a query for the log alone is too much."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)


def _identifier(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXY_COUNT else ""
    return given if _IDENTIFIER.fullmatch(given) else secrets.token_hex(8)
