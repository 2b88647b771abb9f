"""Practical information, for visitors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core.pages.cache import public_page
from events.visitors import public_event, visitor_page


@public_page()
def page_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List all pages of practical information."""
    event = public_event(event_slug)
    pages = event.pages.filter(is_published=True)
    return visitor_page(request, "events/page_list.html", event, {"pages": pages})


@public_page()
def page_detail(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Show one page of practical information."""
    event = public_event(event_slug)
    pages = event.pages.filter(is_published=True)
    page = get_object_or_404(pages, slug=slug)
    return visitor_page(request, "events/page_detail.html", event, {"page": page, "pages": pages})
