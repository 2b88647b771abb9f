"""Headers of every answer that Django makes."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_FIXED = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def content_security_policy(directives: Mapping[str, Sequence[str]]) -> str:
    """The header for `directives`, which have the shape of Django 6's SECURE_CSP setting."""
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def secure(response: HttpResponseBase) -> HttpResponseBase:
    """Add the security headers, and `no-store` unless the answer says otherwise."""
    for name, value in _FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(
        "Content-Security-Policy", content_security_policy(settings.SECURE_CSP)
    )
    response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


class SecurityHeadersMiddleware:
    """Secures every answer that passes it. What is answered further out secures itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to the response."""
        return secure(self.get_response(request))


def allow_other_sites(response: HttpResponse) -> HttpResponse:
    """Let other sites read this public answer: calendars and feeds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
