"""The agenda for other programs: calendars and schedules."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from core.files.downloads import JSON, PDF, shown_file
from core.pages.cache import public_page, set_cacheable, set_fresh_until
from core.text.atom import CONTENT_TYPE as ATOM
from core.text.languages import in_language
from core.text.translated import fallback_order
from events.models import Event
from events.visitors import feed_language, for_others, own_address, public_event, public_zone
from programme.agenda.load_agenda import published_agenda
from programme.agenda.my_agenda import my_agenda
from programme.agenda.now import next_media_change
from programme.agenda.public_history import load_public_history
from programme.agenda.sub_forums import load_sub_forums
from programme.agenda.values import Agenda, Session, Withdrawn
from programme.feeds import changes_atom, schedule
from programme.feeds.booklet import DAY, ORDERS
from programme.feeds.calendars import CONTENT_TYPE, calendar
from programme.feeds.make_booklets import BeingMade, read_booklet
from programme.feeds.schedule_types import Schedule

# After how many seconds somebody asks again for a booklet that is being set.
_SECONDS = 3


@public_page(query=("lang",))
def agenda_calendar(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The whole agenda as a calendar to subscribe to."""
    event = public_event(event_slug)
    published = published_agenda(event)
    items: list[Session | Withdrawn] = [*published.sessions, *published.gone.values()]
    return _answer(request, event, published, items, f"{event.slug}.ics")


@public_page(query=("lang",))
def session_calendar(request: HttpRequest, event_slug: str, code: str) -> HttpResponse:
    """One session, to put into a calendar."""
    event = public_event(event_slug)
    published = published_agenda(event)
    item = published.by_code.get(code) or published.gone.get(code)
    if item is None:
        raise Http404
    return _answer(request, event, published, [item], f"{event.slug}-{code}.ics")


@public_page(query=("lang",))
def sub_forum_calendar(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """The sessions of one sub-forum, cancelled ones too: phones must learn of it."""
    event = public_event(event_slug)
    published = published_agenda(event)
    shown = {sub_forum.slug: sessions for sub_forum, sessions in load_sub_forums(event, published)}
    if slug not in shown:
        raise Http404
    return _answer(request, event, published, shown[slug], f"{event.slug}-{slug}.ics")


@public_page(query=("lang",))
def speaker_calendar(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Where one person is on stage, cancelled sessions too."""
    event = public_event(event_slug)
    published = published_agenda(event)
    sessions = [
        session
        for session in published.sessions
        if slug in {on_stage.person.slug for on_stage in session.appearances if on_stage.person}
    ]
    if not sessions:
        raise Http404
    return _answer(request, event, published, sessions, f"{event.slug}-{slug}.ics")


@public_page(query=("lang",))
def room_calendar(request: HttpRequest, event_slug: str, key: str) -> HttpResponse:
    """What takes place in one room."""
    event = public_event(event_slug)
    published = published_agenda(event)
    if key not in {room.key for room in published.rooms}:
        raise Http404
    sessions = [
        session for session in published.sessions if session.room and session.room.key == key
    ]
    return _answer(request, event, published, sessions, f"{event.slug}-room-{key}.ics")


@public_page(query=("lang", "s"))
def starred_calendar(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The sessions that a visitor starred: their codes stand in `?s=`, separated by dots."""
    event = public_event(event_slug)
    chosen = my_agenda(published_agenda(event), request.GET.get("s", ""))
    name = f"{event.slug}-starred.ics"
    items: list[Session | Withdrawn] = [*chosen.agenda.sessions, *chosen.gone]
    response = _answer(request, event, chosen.agenda, items, name)
    set_cacheable(response, False)  # it is one visitor's choice
    return response


@public_page(query=("lang",))
def changes(request: HttpRequest, event_slug: str) -> HttpResponse:
    """What each release changed, for feed readers."""
    event = public_event(event_slug)
    language, known = feed_language(request, event)
    history = load_public_history(event)
    with fallback_order(event.languages, is_closed=True), timezone.override(public_zone(event)):
        data = changes_atom.changes_feed(event, history, language, own_address(request, language))
    return for_others(HttpResponse(data, content_type=ATOM), kept=known)


@public_page(query=("lang",))
def schedule_json(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The agenda in the schedule format, as JSON."""
    return _schedule(request, event_slug, schedule.as_json, JSON)


@public_page(query=("lang",))
def schedule_xml(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The agenda in the schedule format, as XML."""
    return _schedule(request, event_slug, schedule.as_xml, "application/xml; charset=utf-8")


@public_page(query=("lang", "by"), heavy=True)
def programme_pdf(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The programme as a booklet to print, `?by=day` or `sub-forum`; 404 before the first release.

    A booklet without sessions would go from hand to hand when there is a better one.
    """
    event = public_event(event_slug)
    published = published_agenda(event)
    language, known = feed_language(request, event)
    order = request.GET.get("by") or DAY
    # Setting it takes a second: what nobody links to is refused and not made.
    is_made = language in event.languages and order in ORDERS
    if not (published.sessions and known and is_made):
        raise Http404
    try:
        data, is_current = read_booklet(event, published, language, order)
    except BeingMade:
        return _being_made(request, event, language)
    if not data:
        raise Http404
    response = shown_file(data, f"{event.slug}-programme-{order}-{language}.pdf", PDF)
    set_cacheable(response, is_current)
    return response


def _being_made(request: HttpRequest, event: Event, language: str) -> HttpResponse:
    """A page that asks again by itself, in place of a thread that waits."""
    with in_language(language):
        context = {"event": event, "url": request.get_full_path()}
        html = render_to_string("programme/booklet_being_made.html", context)
    response = HttpResponse(html, status=503)
    response.headers["Retry-After"] = response.headers["Refresh"] = str(_SECONDS)
    return response


def _schedule(
    request: HttpRequest,
    event_slug: str,
    write: Callable[[Schedule], bytes],
    content_type: str,
) -> HttpResponse:
    event = public_event(event_slug)
    language, known = feed_language(request, event)
    published, present = published_agenda(event), timezone.now()
    with fallback_order(event.languages, is_closed=True):
        data = write(schedule.schedule(event, published, language, present))
    response = for_others(HttpResponse(data, content_type=content_type), kept=known)
    set_fresh_until(response, next_media_change(published.sessions, present))
    return response


def _answer(
    request: HttpRequest,
    event: Event,
    agenda: Agenda,
    items: Iterable[Session | Withdrawn],
    name: str,
) -> HttpResponse:
    language, known = feed_language(request, event)
    with fallback_order(event.languages, is_closed=True):
        data = calendar(event, agenda, items, language)
    return for_others(shown_file(data, name, CONTENT_TYPE), kept=known)
