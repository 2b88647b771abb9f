"""The agenda for other programs: calendars and schedules."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from core.headers import allow_other_sites
from core.pagecache import public_page
from core.translated import fallback_order
from events.models import Event
from events.visitors import public_event
from programme import exchange
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


@public_page(query=("lang",))
def schedule_json(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The agenda in the schedule format, as JSON."""
    return _schedule(request, event_slug, exchange.as_json, "application/json; charset=utf-8")


@public_page(query=("lang",))
def schedule_xml(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The agenda in the schedule format, as XML."""
    return _schedule(request, event_slug, exchange.as_xml, "application/xml; charset=utf-8")


def _schedule(
    request: HttpRequest,
    event_slug: str,
    write: Callable[[dict[str, Any]], bytes],
    content_type: str,
) -> HttpResponse:
    event = public_event(event_slug)
    language, known = _language(request, event)
    with fallback_order(event.languages):
        data = write(exchange.schedule(event, published_agenda(event), language))
    return _for_others(HttpResponse(data, content_type=content_type), kept=known)


def _answer(
    request: HttpRequest, event: Event, agenda: Agenda, sessions: Iterable[Session], name: str
) -> HttpResponse:
    language, known = _language(request, event)
    with fallback_order(event.languages):
        data = calendar(event, agenda, sessions, language)
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return _for_others(response, kept=known)


def _language(request: HttpRequest, event: Event) -> tuple[str, bool]:
    """The language that is asked for, or else the event's own; and whether it is known at all."""
    asked = request.GET.get("lang") or event.source_language
    known = asked in dict(settings.LANGUAGES)
    return (asked if known else event.source_language), known


def _for_others(response: HttpResponse, *, kept: bool) -> HttpResponse:
    response.page_cacheable = kept  # type: ignore[attr-defined]
    return allow_other_sites(response)
