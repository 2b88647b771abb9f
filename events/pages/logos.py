"""Logos of partners, for visitors."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.files.uploads import logo_response
from core.pages.conditional import matches
from events.models import Partner
from events.visitors import public_event


@require_safe
def partner_logo(request: HttpRequest, event_slug: str, pk: int, digest: str) -> HttpResponseBase:
    """Send the logo of a partner. Its URL changes with it."""
    event = public_event(event_slug)
    rows = Partner.objects.filter(event=event).exclude(logo="")
    partner = get_object_or_404(rows, pk=pk, logo_digest=digest)
    etag = f'"{digest}"'
    response: HttpResponseBase
    if matches(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=304)
    else:
        response = logo_response(partner.logo)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return response
