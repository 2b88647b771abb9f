"""Pages made of several apps: the front page, search, and the page after login."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.http import user_of
from accounts.roles import Right
from core.pages.cache import public_page, set_cacheable
from core.text.languages import preferred_language
from core.text.translated import fallback_order
from events.choices import PartnerRole
from events.models import Event, Partner
from events.news.views import newest_stories
from events.visitors import public_event, visitor_page
from forum_portal.site.search import read_words, search_event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.schema_org import event_data
from programme.agenda.sub_forums import load_sub_forums


@require_safe
@vary_on_headers("Accept-Language")
def root(request: HttpRequest) -> HttpResponse:
    """Redirect to the newest edition, in the visitor's language."""
    event = Event.objects.public().first()
    if event is None:
        return redirect("account_login")
    accepted = request.headers.get("Accept-Language", "")
    chosen = preferred_language(accepted, event.languages) or event.source_language
    response = redirect(f"/{chosen}/{event.slug}/")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@public_page()
def home(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show the front page of an edition."""
    event = public_event(event_slug)
    published = published_agenda(event)
    organizers = list(event.partners.all())
    venue = event.venues.first()
    with fallback_order(event.languages, is_closed=True):
        facts = event_data(event, venue, organizers)
    context = {
        "facts": facts,
        "editions": Event.objects.public(),
        "figures": event.figures.filter(is_headline=True),
        "partners": list(_under_headings(organizers)),
        "sub_forums": load_sub_forums(event, published),
        "highlights": [
            session for session in published.sessions if session.is_major and not session.sub_forum
        ],
        "agenda": published,
        "venue": venue,
        "news": newest_stories(event, 3),
        "language": get_language(),
    }
    return visitor_page(request, "home.html", event, context, zone=published.zone)


def _under_headings(partners: Iterable[Partner]) -> Iterator[tuple[str | Promise, list[Partner]]]:
    """The partners of each capacity, in their order, with its heading."""
    for role, group in groupby(partners, lambda partner: partner.role):
        together = list(group)
        yield PartnerRole(role).heading(len(together)), together


@public_page(query=("q",))
def search(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Search an edition for the words of `?q=`."""
    event = public_event(event_slug)
    text = read_words(request.GET.get("q", ""))
    context = {"words": text, "groups": search_event(event, text)}
    query = urlencode({"q": text}) if text else ""
    response = visitor_page(request, "search.html", event, context, query)
    # What somebody searches for is theirs alone: it would push out pages that many read.
    set_cacheable(response, not request.GET.get("q"))
    return response


@public_page()
def editions(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List all editions that visitors may see."""
    event = public_event(event_slug)
    response = visitor_page(request, "editions.html", event, {"editions": Event.objects.public()})
    # It shows other editions, whose changes do not raise the revision of this one.
    set_cacheable(response, False)
    return response


@public_page()
def privacy(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Explain what the site stores about its readers; the office adds the page “privacy”."""
    event = public_event(event_slug)
    page = event.pages.filter(is_published=True, slug="privacy").first()
    return visitor_page(request, "privacy.html", event, {"page": page})


@require_safe
@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """Show the pages that this person can work with, after login."""
    user = user_of(request)
    if user.is_superuser and not Event.objects.exists():
        return redirect("admin:edition_new")
    for_staff = Event.objects.with_right(user, Right.VIEW_PEOPLE)
    is_organizer = user.is_superuser or Event.objects.for_member(user).exists()
    context = {
        "staff_events": for_staff,
        "admin_url": reverse("admin:index") if is_organizer else "",
        "office_email": "" if is_organizer else _office_email(),
    }
    return render(request, "landing.html", context)


def _office_email() -> str:
    """Where somebody without a team asks: the office of the newest public edition that has one."""
    offices = Event.objects.public().exclude(office_email="")
    newest = offices.values_list("office_email", flat=True).first()
    return newest or settings.DEFAULT_FROM_EMAIL
