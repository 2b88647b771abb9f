"""The picture on the front page of an edition, for visitors."""

from django.http import Http404, HttpRequest, HttpResponse

from core.files.pictures import scaled_jpeg
from core.files.uploads import stored_bytes
from core.pages.cache import public_page
from events.models import PICTURE_WIDTHS
from events.visitors import public_event

# A picture that is replaced has another URL, so readers need not ask for it again.
_KEPT = f"public, max-age={30 * 24 * 60 * 60}, immutable"


@public_page()
def edition_picture(request: HttpRequest, event_slug: str, width: int, digest: str) -> HttpResponse:
    """Send the picture of an edition in one of its two widths."""
    event = public_event(event_slug)
    if not event.picture or digest != event.picture_digest or width not in PICTURE_WIDTHS:
        raise Http404
    picture = scaled_jpeg(stored_bytes(event.picture), width)
    response = HttpResponse(picture, content_type="image/jpeg")
    response.headers["Cache-Control"] = _KEPT
    return response
