"""The picture that other sites show beside a shared link."""

from django.http import Http404, HttpRequest, HttpResponse

from core.pages.cache import public_page
from core.pages.headers import allow_other_sites
from core.text.translated import fallback_order
from events.editions.share_picture import card
from events.visitors import feed_language, public_event


@public_page(query=("lang",))
def card_picture(request: HttpRequest, event_slug: str) -> HttpResponse:
    """What other sites show beside a link to this edition."""
    event = public_event(event_slug)
    language, known = feed_language(request, event)
    if not known:
        raise Http404
    with fallback_order(event.languages, is_closed=True):
        picture = card(event, language)
    return allow_other_sites(HttpResponse(picture, content_type="image/png"))
