"""A view that returns bytes which were rendered before, and no other work."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path


@cache
def _bytes(name: str) -> bytes:
    return (Path(settings.DATA_DIR) / name).read_bytes()


def bytes_view(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of a page."""
    body = _bytes(name)
    headers = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type="text/html; charset=utf-8", headers=headers)


urlpatterns = [path("bytes/<slug:name>", bytes_view)]
