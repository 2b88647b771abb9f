"""Pages made of several apps: the front page, and where people land after the log-in."""

from itertools import groupby
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.roles import Right
from core.pagecache import public_page
from events.models import Event
from events.visitors import public_event, visitor_page
from programme.drafts import published_agenda


@require_safe
@vary_on_headers("Accept-Language")
def root(request: HttpRequest) -> HttpResponse:
    """To the newest edition, in the visitor's language."""
    event = Event.objects.public().first()
    if event is None:
        return redirect("account_login")
    language = get_language_from_request(request)
    chosen = language if language in event.languages else event.source_language
    response = redirect(f"/{chosen}/{event.slug}/")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@public_page()
def home(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The front page of an edition."""
    event = public_event(event_slug)
    published = published_agenda(event)
    partners = groupby(event.partners.all(), lambda partner: partner.get_role_display())
    context = {
        "figures": event.figures.filter(is_headline=True),
        "partners": [(label, list(group)) for label, group in partners],
        "sub_forums": [(row, published.of_sub_forum(row.slug)) for row in event.sub_forums.all()],
        "highlights": [one for one in published.sessions if one.is_major and not one.sub_forum],
        "agenda": published,
        "venue": event.venues.first(),
    }
    return visitor_page(request, "home.html", event, context)


@require_safe
@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """After the log-in: the pages that this person can work with."""
    user = cast("User", request.user)
    for_staff = Event.objects.with_right(user, Right.VIEW_PEOPLE)
    member_of = Event.objects.for_member(user)
    context = {
        "staff_events": for_staff,
        "admin_url": reverse("admin:index") if member_of.exists() else "",
    }
    return render(request, "landing.html", context)
