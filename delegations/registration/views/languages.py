"""In which language somebody without an account reads: kept with their link, for mails too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from delegations.access.mailed_links import Link, choose_language
from delegations.models import FocalPoint, PersonalLink
from delegations.registration.views.focal_access import focal_page, lead_in, own_page


@require_POST
@focal_page
def focal_language(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """That of a focal point."""
    return _choose(request, focal_point)


@require_POST
@own_page
def own_language(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """That of somebody at their own entry."""
    return _choose(request, link)


def _choose(request: HttpRequest, link: Link) -> HttpResponse:
    """Keep the choice, and go back to the page that was open."""
    asked, page = request.POST.get("language", ""), request.POST.get("next", "")
    if asked in dict(settings.LANGUAGES):
        choose_language(link=link, language=asked)
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return redirect(page) if is_ours and page.startswith("/") else lead_in(link)
