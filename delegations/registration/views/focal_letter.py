"""The page with the invitation letter, for focal points."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.protection.throttle import take_turn
from delegations.invitations.letter_views import letter_answer
from delegations.models import FocalPoint
from delegations.registration.views.focal_access import focal_page

# The PDF is made again for each request, so requests are limited.
_MOST = {"most": 30, "seconds": 3600}


@require_safe
@focal_page
def letter(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Answer with the newest letter to the delegation."""
    newest = focal_point.delegation.letters.newest_first().first()
    if newest is None:
        raise Http404
    if not take_turn("letter", focal_point.guid.hex, **_MOST):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    return letter_answer(newest)
