"""The language of somebody without an account, stored with their link for pages and mails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from delegations.access.mailed_links import Link, choose_language
from delegations.models import FocalPoint, PersonalLink
from delegations.registration.views.focal_access import focal_page, own_page, redirect_to_pages


@require_POST
@focal_page
def focal_language(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Set the language of a focal point."""
    return _choose(request, focal_point)


@require_POST
@own_page
def own_language(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Set the language of a person at their own entry."""
    return _choose(request, link)


def _choose(request: HttpRequest, link: Link) -> HttpResponse:
    """Store the language, and redirect to the page that was open."""
    asked, page = request.POST.get("language", ""), request.POST.get("next", "")
    if asked in dict(settings.LANGUAGES):
        choose_language(link=link, language=asked)
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return redirect(page) if is_ours and page.startswith("/") else redirect_to_pages(link)
