"""The invitation letter, for the person who registers the delegation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.throttle import take_turn
from delegations.letter_paper import LetterErased, letter_file_name, letter_pdf
from delegations.models import FocalPoint, Letter
from delegations.views.focal_access import focal_page

# Each is set again: nobody needs more of them in an hour.
_MOST = {"most": 30, "seconds": 3600}


@require_safe
@focal_page
def letter(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """The newest letter to the delegation."""
    found = focal_point.delegation.letters.newest_first().first()
    if found is None:
        raise Http404
    if not take_turn("letter", focal_point.guid.hex, **_MOST):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    return letter_answer(found)


def letter_answer(found: Letter) -> HttpResponse:
    """A letter as a file; 404 where its text was erased."""
    try:
        content = letter_pdf(found)
    except LetterErased as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/pdf")
    name = letter_file_name(found)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
