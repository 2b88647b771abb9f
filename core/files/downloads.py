"""Files that the portal makes: their name, their content type, and the answer that carries them."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(slug: str, what: str, extension: str, at: datetime) -> str:
    """A name for what an event had at a time, so that two versions never share one.

    For example gmf-2023-attendees-20231207-231504.xlsx. `at` is in the zone of the event.
    """
    return f"{slug}-{what}-{at:%Y%m%d-%H%M%S}.{extension}"


def download(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file that the browser saves as `name`."""
    return HttpResponse(content, content_type=content_type, headers=_named(name, is_saved=True))


def stream_download(pieces: Iterable[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    """A file that the browser saves as `name`, sent piece by piece while it is made."""
    headers = _named(name, is_saved=True)
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def shown_file(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file that the browser shows, if it can, and names `name` when it is saved."""
    return HttpResponse(content, content_type=content_type, headers=_named(name, is_saved=False))


def _named(name: str, *, is_saved: bool) -> dict[str, str]:
    header = content_disposition_header(as_attachment=is_saved, filename=name)
    return {"Content-Disposition": header or ""}
