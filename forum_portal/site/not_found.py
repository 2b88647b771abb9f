"""An address that leads nowhere: a shortened one is completed, a wrong one gets a helpful page.

Nothing here reads the body, a session or the user, for the same reason as in `core.pages.errors`:
its plain page answers for addresses of the team, and while the database cannot be read.
"""

from django.core.validators import slug_re
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path, reverse
from django.utils.translation import get_supported_language_variant

from core.pages import errors
from core.text.languages import content_language, in_language, language_of_path
from events.former_addresses import find_event
from events.models import Event
from events.visitors import language_links, navigation, visitor_page


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or not for this reader. A shortened address is led on."""
    if request.method not in ("GET", "HEAD"):
        return errors.page_not_found(request, exception)
    try:
        return _led_on(request) or _helpful(request) or errors.page_not_found(request, exception)
    except (DatabaseError, InterfaceError):
        return errors.page_not_found(request, exception)


def _led_on(request: HttpRequest) -> HttpResponse | None:
    """A redirect from an address without its edition, or with another form of its language."""
    first, _slash, rest = request.path_info.lstrip("/").partition("/")
    code = _language(first)
    if code is None:
        return None
    path = f"/{code}/{rest}"
    if code == first or not rest:
        newest = Event.objects.public().first()
        if newest is None or _edition(path) is not None:
            return None
        code = code if code in newest.languages else newest.source_language
        path = f"/{code}/{newest.slug}/{rest}"
    with in_language(code):
        if not is_valid_path(path):
            return None
    query = request.META.get("QUERY_STRING", "")
    response = redirect(f"{path}?{query}" if query else path)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _language(written: str) -> str | None:
    """The language of contents meant by the first part of an address: zh-Hans and zh → zh-hans."""
    if code := language_of_path(written.lower()):
        return code
    try:
        return get_supported_language_variant(written.lower())
    except LookupError:
        return None


def _edition(path: str) -> Event | None:
    """The public edition that an address with a language names, by its present or former slug."""
    slug = path.split("/")[2]
    return find_event(slug, Event.objects.public().for_pages()) if slug_re.match(slug) else None


def _helpful(request: HttpRequest) -> HttpResponse | None:
    """The page for visitors, in the edition of the address or else the newest one."""
    path = request.path_info
    if language_of_path(path) is None:
        return None
    event = _edition(path) or Event.objects.public().for_pages().first()
    if event is None:
        return None
    current = content_language()
    with in_language(current if current in event.languages else event.source_language):
        home = reverse("home", args=[event.slug])
        context = {
            "nav": navigation(path, event),
            "languages": language_links(home, event),
            "canonical": "",
        }
        response = visitor_page(request, "errors/not_found.html", event, context)
    response.status_code = 404
    response.headers["Cache-Control"] = "no-store"
    return response
