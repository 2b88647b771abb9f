"""The public site as an app on a phone: it opens without a network, and can be installed.

The browser stores the pages that `offline_list` names and no others. These are the pages that are
the same for everybody, so nothing private can be among them.
"""

from collections.abc import Iterator
from itertools import chain, islice

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from core.pages.cache import public_page
from core.text.languages import content_language, direction, language_tag
from core.text.translated import fallback_order
from events.models import Event
from events.visitors import public_event, visitor_page
from programme.agenda.load_agenda import published_agenda

# A telephone keeps this many pages of an edition; the agenda and the sub-forums come first.
MOST_PAGES = 600
_PAGES = (
    "home",
    "offline",
    "programme:agenda",
    "programme:sub-forums",
    "programme:speakers",
    "programme:changes",
    "programme:mine",
    "events:award",
    "events:news",
    "events:pages",
)
_FILES = (
    *(f"css/{name}.css" for name in ("site", "agenda-grid")),
    *(
        f"js/{name}.js"
        for name in (
            "stars",
            "times",
            "offline/offline",
            "offline/copied-at",
            "refresh",
            "countdown",
        )
    ),
    *(
        f"img/{name}.svg"
        for name in ("emblem", "bloom", "favicon", *(f"petal-{n}" for n in range(1, 8)))
    ),
    "vendor/fraunces/fraunces-latin-wght-normal.woff2",
)


@public_page()
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker, at the root so that it controls all pages."""
    return render(None, "service-worker.js", content_type="text/javascript; charset=utf-8")


@public_page()
def offline_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List what to store of an edition in one language; `version` moves with every change."""
    event = public_event(event_slug)
    return JsonResponse(
        {
            "version": str(event.revision),
            "scope": reverse("home", args=[event.slug]),
            "offline": reverse("offline", args=[event.slug]),
            "pages": list(islice(_pages(event), MOST_PAGES)),
            "files": [static(name) for name in _FILES],
        }
    )


def _pages(event: Event) -> Iterator[str]:
    agenda = published_agenda(event)
    sub_forums = event.sub_forums.values_list("slug", flat=True)
    infos = event.pages.filter(is_published=True).values_list("slug", flat=True)
    named = chain(
        ((name, ()) for name in _PAGES),
        (("programme:sub-forum", (slug,)) for slug in sub_forums),
        (("events:page", (slug,)) for slug in infos),
        (("programme:session", (session.code,)) for session in agenda.sessions),
    )
    return (reverse(name, args=[event.slug, *rest]) for name, rest in named)


@public_page()
def offline(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show a reader without a network that this page was not stored."""
    return visitor_page(request, "offline.html", public_event(event_slug), {})


@public_page()
def manifest(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Answer with the web app manifest of the edition (https://www.w3.org/TR/appmanifest/)."""
    event = public_event(event_slug)
    with fallback_order(event.languages):
        name = str(event.title) or _("Forum portal")
    data = {
        "name": name,
        "short_name": name if len(name) <= 12 else _("Forum"),
        "lang": language_tag(content_language()),
        "dir": direction(content_language()),
        "id": reverse("home", args=[event.slug]),
        "start_url": reverse("programme:agenda", args=[event.slug]),
        "scope": reverse("home", args=[event.slug]),
        "display": "standalone",
        # --flat-paper and --flat-kapok of static/css/tokens.css.
        "background_color": "#fcf9f5",
        "theme_color": "#8f1d17",
        "icons": [
            _icon("192", "any"),
            _icon("512", "any"),
            _icon("512", "maskable", "-maskable"),
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


def _icon(size: str, purpose: str, suffix: str = "") -> dict[str, str]:
    source = static(f"img/icon-{size}{suffix}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
