"""The draft agenda for people outside the team who were given a link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import client_address
from core.protection.throttle import take_turn
from core.text.languages import in_language
from core.text.translated import fallback_order
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.page_state import read_state
from programme.agenda.views import agenda_context
from programme.releases import preview_links

_KEY = "preview_link"
# Wrong links that a client may open in an hour: nobody mistypes one more often.
_GUESSES = 20


@require_safe
def preview_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a session and redirect, so that no later URL contains the token."""
    link = preview_links.open_link(token)
    if link is None:
        if not take_turn("preview-link", client_address(request), most=_GUESSES, seconds=3600):
            return HttpResponse(status=429, headers={"Retry-After": "3600"})
        raise Http404
    request.session.cycle_key()
    request.session[_KEY] = link.pk
    response = redirect("preview-draft")
    response.status_code = 303
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def preview_draft(request: HttpRequest) -> HttpResponse:
    """Show the draft as visitors would see it, as long as the link is valid."""
    link = preview_links.find_good_link(request.session.get(_KEY, ""))
    if link is None:
        raise Http404
    event = link.event
    draft = draft_agenda(event, public_only=True)
    with (
        in_language(event.source_language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        today = timezone.localdate(timezone=draft.zone)
        context = agenda_context(draft, read_state(request.GET.dict(), draft, today))
        context |= {"event": event, "is_preview": True, "is_outside": True}
        response = render(request, "programme/agenda.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
