"""Whether the reader has this page already."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags


def matches(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names `etag` (weak comparison, RFC 9110 §13.1.2)."""
    tags = parse_etags(if_none_match)
    return tags == ["*"] or etag in (tag.removeprefix("W/") for tag in tags)


def send_public_file(
    request: HttpRequest, digest: str, send: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """A public file with this digest: 304 if the reader has it, otherwise what `send` returns.

    It may be kept, but has to be asked for again: it may no longer be public.
    """
    etag = f'"{digest}"'
    is_known = matches(request.headers.get("If-None-Match", ""), etag)
    response = HttpResponse(status=304) if is_known else send()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return response
