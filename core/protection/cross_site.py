"""Another site, or a sister site on our own domain, cannot make a browser change anything here.

Browsers say where a request comes from (`Sec-Fetch-Site`, W3C Fetch Metadata), and no page can
forge it. This is a second line behind Django's CSRF tokens: it holds where a token leaks, or where
somebody can set a cookie from a sister site.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from core.pages.errors import csrf_failure

logger = logging.getLogger(__name__)

# Our own pages, and what a person does by hand; other programs do not say.
_OWN = ("same-origin", "none", None)
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class SameOriginMiddleware:
    """Refuses what changes something and comes from elsewhere.

    Views that are exempt from CSRF tokens read no cookie, and are exempt here too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a state-changing request that another site has caused; pass on all others."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse before the view is called."""
        if request.method in _SAFE or getattr(view, "csrf_exempt", False):
            return None
        if request.headers.get("Sec-Fetch-Site") in _OWN:
            return None
        logger.warning("Refused a form from another site: %s", request.path)
        return csrf_failure(request)
