"""The agenda for other programs: calendars."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from core.headers import allow_other_sites
from core.pagecache import public_page
from core.translated import fallback_order
from events.models import Event
from events.visitors import public_event
from programme.agenda import Agenda, Session
from programme.calendars import CONTENT_TYPE, calendar
from programme.drafts import published_agenda


@public_page(query=("lang",))
def agenda_calendar(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The whole agenda as a calendar to subscribe to."""
    event = public_event(event_slug)
    published = published_agenda(event)
    return _answer(request, event, published, published.sessions, f"{event.slug}.ics")


@public_page(query=("lang",))
def session_calendar(request: HttpRequest, event_slug: str, code: str) -> HttpResponse:
    """One session, to put into a calendar."""
    event = public_event(event_slug)
    published = published_agenda(event)
    if code not in published.by_code:
        raise Http404
    session = published.by_code[code]
    return _answer(request, event, published, [session], f"{event.slug}-{code}.ics")


def _answer(
    request: HttpRequest, event: Event, agenda: Agenda, sessions: Iterable[Session], name: str
) -> HttpResponse:
    asked = request.GET.get("lang") or event.source_language
    known = asked in dict(settings.LANGUAGES)
    with fallback_order(event.languages):
        data = calendar(event, agenda, sessions, asked if known else event.source_language)
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.page_cacheable = known  # type: ignore[attr-defined]
    return allow_other_sites(response)
