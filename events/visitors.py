"""The parts of every page for visitors: event, navigation, languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.pages.cache import set_cacheable
from core.pages.headers import allow_other_sites
from core.text.dates import date_range
from core.text.languages import content_language, interface_languages, own_name
from core.text.translated import fallback_order
from events.models import Event


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One entry of the navigation; `is_current` also for pages below it."""

    label: str | Promise
    url: str
    is_current: bool


_NAVIGATION = (
    ("home", _("Home")),
    ("programme:agenda", _("Agenda")),
    ("programme:sub-forums", _("Sub-forums")),
    ("programme:speakers", _("Speakers")),
    ("delegations:public-list", _("Delegations")),
    ("events:news", _("News")),
    ("events:award", _("Award")),
    ("events:pages", _("Practical information")),
    ("search", _("Search")),
)


def public_event(slug: str) -> Event:
    """The edition of that name, if visitors may see it, in this language; otherwise 404."""
    event = get_object_or_404(Event.objects.public().for_pages(), slug=slug)
    if content_language() not in (*event.languages, *interface_languages()):
        raise Http404
    return event


# Who knows the zone of what was released: the app of the agenda, which adds itself.
ZONES_OF_RELEASES: list[Callable[[Event], tzinfo]] = []


def public_zone(event: Event) -> tzinfo:
    """The zone in which visitors see the times of `event`: that of its newest release.

    A correction of the event's own zone becomes public with the next release, as each moved session
    does.
    """
    return next((zone_of(event) for zone_of in ZONES_OF_RELEASES), event.zone)


def visitor_page(
    request: HttpRequest,
    template: str,
    event: Event,
    context: Mapping[str, object],
    query: str = "",
    zone: tzinfo | None = None,
) -> HttpResponse:
    """Render a page that is the same for everybody, with its times in `zone` or the public one.

    Without the request in its context, a template cannot read a session or a user even by mistake.
    `query` is the query string of the page, without "?", which links to other languages keep.
    """
    with (
        fallback_order(event.languages, is_closed=True),
        timezone.override(zone or public_zone(event)),
    ):
        html = render_to_string(template, {**common_context(request, event, query), **context})
    return HttpResponse(html)


def feed_language(request: HttpRequest, event: Event) -> tuple[str, bool]:
    """The language in `?lang=`, else the event's own; and whether the event has it."""
    asked = request.GET.get("lang") or event.source_language
    known = asked in event.languages
    return (asked if known else event.source_language), known


def own_address(request: HttpRequest, language: str) -> str:
    """The URL of a feed as requested, with `language` if the reader named one."""
    named = f"?lang={language}" if request.GET.get("lang") else ""
    return f"{settings.PUBLIC_ORIGIN}{request.path}{named}"


def for_others(response: HttpResponse, *, kept: bool) -> HttpResponse:
    """A response for programs and other sites. `kept`: whether the page cache may store it."""
    set_cacheable(response, kept)
    return allow_other_sites(response)


def common_context(request: HttpRequest, event: Event, query: str = "") -> dict[str, object]:
    """The context that `templates/base.html` needs on a page of an event."""
    suffix = f"?{query}" if query else ""
    return {
        "event": event,
        "about": about(event),
        "nav": navigation(request.path, event),
        "languages": language_links(request.path, event, suffix),
        "canonical": f"{settings.PUBLIC_ORIGIN}{request.path}{suffix}",
        "origin": settings.PUBLIC_ORIGIN,
    }


def about(event: Event) -> str:
    """One line about the edition for search engines and shared links: its theme, or what it is."""
    days = date_range(event.start_date, event.end_date)
    return str(event.theme) or " · ".join((str(event.title), days, str(event.city)))


def navigation(path: str, event: Event) -> list[NavigationLink]:
    """The main navigation of an event (from `for_pages`), with the current entry marked."""
    home = reverse("home", args=[event.slug])
    links = []
    for name, label in _NAVIGATION:
        if name == "events:award" and not getattr(event, "shows_award", False):
            continue
        url = reverse(name, args=[event.slug])
        current = path == url or (url != home and path.startswith(url))
        links.append(NavigationLink(label, url, current))
    return links


def language_links(path: str, event: Event, suffix: str = "") -> list[LanguageLink]:
    """This page in each language of the event. The path begins with the language's code."""
    current = content_language()
    rest = path.split("/", 2)[2]
    return [
        LanguageLink(code, own_name(code), f"/{code}/{rest}{suffix}", code == current)
        for code in event.languages
    ]
