"""Logos of partners, for visitors."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.files.uploads import logo_response
from core.pages.conditional import send_public_file
from events.models import Partner
from events.visitors import public_event


@require_safe
def partner_logo(request: HttpRequest, event_slug: str, pk: int, digest: str) -> HttpResponseBase:
    """Send the logo of a partner. Its URL changes with it."""
    event = public_event(event_slug)
    rows = Partner.objects.filter(event=event).exclude(logo="")
    partner = get_object_or_404(rows, pk=pk, logo_digest=digest)
    return send_public_file(request, digest, lambda: logo_response(partner.logo))
