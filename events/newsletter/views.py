"""Subscribing to the newsletter, confirming, and unsubscribing.

These pages set no cookie. A form on another site could at most cause a confirmation e-mail, which
the limits of `events.newsletter.services` bound; a link in an e-mail is its own authorization. So
there is no CSRF token, and forms that a browser reports as coming from another site are refused.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import client_address
from core.pages.cache import public_page
from core.text.languages import content_language
from events.models import Event
from events.newsletter import services as service
from events.newsletter.forms import SubscribeForm
from events.visitors import public_event, visitor_page

View = Callable[..., HttpResponse]


def _by_link(view: View) -> View:
    """Decorate pages whose URL is a secret: they are not cached and send no referrer."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def linked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        return response

    return linked


@public_page()
def newsletter(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show the form."""
    event = public_event(event_slug)
    return _form_page(
        request, event, SubscribeForm(event, initial={"language": content_language()})
    )


@csrf_exempt
@require_POST
def subscribe(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Send a confirmation e-mail. The response is the same for every address."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        raise PermissionDenied
    event = public_event(event_slug)
    form = SubscribeForm(event, request.POST)
    if not form.is_valid():
        return _form_page(request, event, form, status=422)
    try:
        service.ask_to_subscribe(event=event, client=client_address(request), **form.cleaned_data)
    except service.TooOften:
        response = _note(request, event, "too-often", status=429)
        response.headers["Retry-After"] = "3600"
        return response
    return redirect("events:subscribe-sent", event_slug=event.slug)


@public_page()
def sent(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Ask the reader to check their e-mail."""
    return _note(request, public_event(event_slug), "sent")


@_by_link
def confirm(request: HttpRequest, event_slug: str, token: str) -> HttpResponse:
    """Ask again with a button: programs that scan e-mail follow links too."""
    event = public_event(event_slug)
    try:
        if request.method == "POST":
            service.confirm(event=event, token=token)
            return _note(request, event, "confirmed")
        service.read_wish(event=event, token=token)
    except service.LinkUnknown:
        return _note(request, event, "unknown", status=404)
    return _note(request, event, "confirm")


@_by_link
def leave(request: HttpRequest, event_slug: str, token: str) -> HttpResponse:
    """Unsubscribe by one click, or by the mail client's own button (RFC 8058)."""
    event = public_event(event_slug)
    try:
        if request.method == "POST":
            service.leave(token=token)
            return _note(request, event, "left")
        service.read_leave_token(token)
    except service.LinkUnknown:
        return _note(request, event, "unknown", status=404)
    return _note(request, event, "leave")


def _form_page(
    request: HttpRequest, event: Event, form: SubscribeForm, status: int = 200
) -> HttpResponse:
    response = visitor_page(request, "events/newsletter.html", event, {"form": form})
    response.status_code = status
    return response


def _note(request: HttpRequest, event: Event, step: str, status: int = 200) -> HttpResponse:
    # No links to this page in other languages: its address may be a key.
    context = {"step": step, "canonical": "", "languages": []}
    response = visitor_page(request, "events/newsletter_step.html", event, context)
    response.status_code = status
    return response
