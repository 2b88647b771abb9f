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


class SecurityHeadersMiddleware:
    """Adds the security headers, and `no-store` wherever a view did not say otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            **_FIXED,
            "Content-Security-Policy": content_security_policy(settings.SECURE_CSP),
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def allow_other_sites(response: HttpResponse) -> HttpResponse:
    """Let other sites read this public answer: calendars and feeds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
