"""Documents to download, for visitors."""

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.files.uploads import attachment
from core.pages.cache import public_page
from core.pages.conditional import send_public_file
from events.models import Document, Download
from events.visitors import public_event, visitor_page


@public_page()
def document_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List all documents by category."""
    event = public_event(event_slug)
    rows = Document.objects.filter(event=event).published(timezone.now())
    grouped = groupby(rows, lambda item: item.get_category_display())
    context = {"groups": [(label, list(documents)) for label, documents in grouped]}
    return visitor_page(request, "events/document_list.html", event, context)


@require_safe
def document(request: HttpRequest, event_slug: str, guid: UUID, file_name: str) -> HttpResponseBase:
    """Answer with the file. Its name in the URL is for people: the identifier finds it."""
    event = public_event(event_slug)
    row = get_object_or_404(Document.objects.published(timezone.now()), event=event, guid=guid)
    return send_download(request, row)


def send_download(request: HttpRequest, row: Download) -> HttpResponseBase:
    """Answer with the file of `row`, which the visitor may have."""
    return send_public_file(request, row.digest, lambda: attachment(row.file, row.file_name))
